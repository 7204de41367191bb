import type { Company, Currency, User } from '../world.ts';

/** The invented customer company. */
export const seedCompany: Company = {
  id: 7310042,
  name: 'Brightwater Trading',
  domain: 'brightwater',
  country: 'IE',
  industry: 'Wholesale',
  plan: 'premium',
  seats: 4,
  open: true,
};

const user = (id: number, name: string, more: Partial<User>): User => ({
  id,
  name,
  email: `${name.toLowerCase().replace(' ', '.')}@brightwater.example`,
  isAdmin: false,
  canAddCustomFields: true,
  active: true,
  defaultCurrency: 'EUR',
  timezone: 'Europe/Dublin',
  visibilityGroup: 2,
  ...more,
});

/** Two admins, a regular user, and a regular user who may not add custom fields. */
export const seedUsers: User[] = [
  user(9001, 'Maren Holloway', { isAdmin: true, visibilityGroup: 1 }),
  user(9002, 'Tobin Ashcombe', { isAdmin: true, visibilityGroup: 1, defaultCurrency: 'USD' }),
  user(9003, 'Ilse Varnholt', {}),
  user(9004, 'Corin Pellwood', { canAddCustomFields: false, defaultCurrency: 'GBP' }),
];

const currency = (
  id: number,
  code: string,
  name: string,
  symbol: string,
  more: Partial<Currency> = {},
): Currency => ({
  id,
  code,
  name,
  decimals: 2,
  symbol,
  active: true,
  custom: false,
  ...more,
});

/** Some active, some not, with zero, two and three decimals, and one of the company's own. */
export const seedCurrencies: Currency[] = [
  currency(1, 'USD', 'US Dollar', '$'),
  currency(2, 'EUR', 'Euro', '€'),
  currency(3, 'GBP', 'Pound Sterling', '£'),
  currency(4, 'CHF', 'Swiss Franc', 'CHF'),
  currency(5, 'SEK', 'Swedish Krona', 'kr'),
  currency(6, 'DKK', 'Danish Krone', 'kr'),
  currency(7, 'NOK', 'Norwegian Krone', 'kr'),
  currency(8, 'PLN', 'Polish Zloty', 'zł'),
  currency(9, 'CAD', 'Canadian Dollar', 'CA$'),
  currency(10, 'AUD', 'Australian Dollar', 'A$'),
  currency(11, 'JPY', 'Japanese Yen', '¥', { decimals: 0 }),
  currency(12, 'KWD', 'Kuwaiti Dinar', 'KD', { decimals: 3 }),
  currency(13, 'BRL', 'Brazilian Real', 'R$', { active: false }),
  currency(14, 'VES', 'Venezuelan Bolivar', 'Bs', { active: false }),
  currency(15, 'PTS', 'Loyalty points', 'pts', { decimals: 0, custom: true }),
];
