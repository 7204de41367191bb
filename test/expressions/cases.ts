import type { CalculatedResult, ResultType, Variable } from '../../server/expressions/types.ts';

/** The store and the values that all shared cases are calculated for. */
export const sampleRecord = {
  domain: {
    name: 'shop.example',
    title: 'Café Überall – online shop',
    platform: 'shopify',
    rank: 1234,
    estimated_sales: 1250050,
    employee_count: 12,
    created_at: '2021-03-01T08:30:00',
    last_updated_at: '2026-10-20T00:00:00',
    country_code: 'CH',
    categories: ['/Apparel', '/Apparel/Footwear'],
    features: ['Blog', 'Gift cards'],
    technologies: [
      { name: 'Klaviyo', installed_at: '2023-03-01T00:00:00' },
      { name: 'Yotpo', installed_at: '2024-06-01T00:00:00' },
      { name: 'Hotjar', installed_at: '2025-01-15T00:00:00' },
    ],
    apps: [
      { name: 'Reviews', state: 'Active', monthly: 1900 },
      { name: 'Upsell', state: 'Inactive', monthly: 900 },
    ],
    contact_info: [],
    trustpilot: { avg_rating: 4.3, review_count: 210 },
    region: null,
    'odd-key': 'odd',
    constructor: 'Builders Ltd',
  },
  values: {
    city: 'Bern',
    employees: 12,
    visits: null,
    created: '2021-03-01',
    feature_list: ['Blog', 'Gift cards'],
    sales: { amount: 12500.5, currency: 'USD' },
  } satisfies Record<string, CalculatedResult>,
};

export const sampleVariables: readonly Variable[] = [
  { name: 'city', type: 'text' },
  { name: 'employees', type: 'number' },
  { name: 'visits', type: 'number' },
  { name: 'created', type: 'date' },
  { name: 'feature_list', type: 'list' },
  { name: 'sales', type: 'money' },
];

export const sampleNow = new Date('2026-11-02T09:00:00.000Z');

/** `gives`: the value · `fails`: checks well, but this store fails with the code · `refused`: the code of the check. */
export type Case = { source: string; as: ResultType } & (
  | { gives: CalculatedResult }
  | { fails: string }
  | { refused: string }
);

const gives =
  (as: ResultType) =>
  (source: string, value: CalculatedResult): Case => ({ source, as, gives: value });
const text = gives('text');
const number = gives('number');
const yesNo = gives('yes_no');
const date = gives('date');
const list = gives('list');
const money = gives('money');
const fails = (source: string, code: string, as: ResultType = 'number'): Case => ({
  source,
  as,
  fails: code,
});
const refused = (source: string, code: string, as: ResultType = 'text'): Case => ({
  source,
  as,
  refused: code,
});

/** What the product promises about expressions, each with its result for the sample store. */
export const cases: readonly Case[] = [
  // The example of the product, with the field and without.
  number('has(_domain.technologies) ? _domain.technologies.size() : 0', 3),
  number('has(_domain.shipping_carriers) ? _domain.shipping_carriers.size() : 0', 0),
  fails('_domain.shipping_carriers.size()', 'missing_field'),
  yesNo('has(_domain.region)', 'Yes'),
  text('_domain.region', null),
  yesNo('!has(_domain.nothing) || _domain.nothing > 1', 'Yes'),
  yesNo('has(_domain.technologies[2].name)', 'Yes'),
  fails('has(_domain.technologies[7].name)', 'index_out_of_range', 'yes_no'),
  fails('has(_domain.theme.name)', 'missing_field', 'yes_no'),
  text('_domain.?theme.?name.orValue("none")', 'none'),
  number('_domain.?trustpilot.?review_count.orValue(0)', 210),
  text('_domain["odd-key"]', 'odd'),
  text('_domain.constructor', 'Builders Ltd'),
  fails('_domain.__proto__', 'missing_field', 'text'),
  fails('_domain.toString', 'missing_field', 'text'),
  fails('_domain.technologies[3].name', 'index_out_of_range', 'text'),

  // Lists of maps.
  yesNo('_domain.technologies.exists(t, t.name == "Klaviyo")', 'Yes'),
  yesNo('_domain.technologies.all(t, t.name.size() > 5)', 'No'),
  yesNo('_domain.apps.exists_one(a, a.state == "Active")', 'Yes'),
  list('_domain.technologies.map(t, t.name)', ['Klaviyo', 'Yotpo', 'Hotjar']),
  list('_domain.technologies.filter(t, t.installed_at >= "2024").map(t, t.name)', ['Yotpo', 'Hotjar']),
  list('_domain.apps.map(a, a.state == "Active", a.name)', ['Reviews']),
  number('_domain.apps.map(a, a.monthly).sum() / 100', 28),
  number('_domain.apps.filter(a, a.state == "Active").size()', 1),
  text('_domain.technologies.map(t, t.name).sort().join(", ")', 'Hotjar, Klaviyo, Yotpo'),
  text('_domain.contact_info.map(c, c.value).first()', null),
  list('_domain.categories.map(c, c.split("/").last()).distinct()', ['Apparel', 'Footwear']),
  yesNo('"Blog" in _domain.features', 'Yes'),
  yesNo('"avg_rating" in _domain.trustpilot', 'Yes'),
  list('feature_list', ['Blog', 'Gift cards']),
  list('[1, 2.5, true, "a", null]', ['1', '2.5', 'Yes', 'a']),
  list('[]', []),
  yesNo('[].all(e, e > 0)', 'Yes'),
  list('_domain.apps.map(a, _domain.technologies.exists(t, t.name == a.name))', ['No', 'No']),
  fails('_domain.technologies', 'wrong_result_type', 'list'),
  refused('[1].map(a, [a].map(b, [b].map(c, c)))', 'too_many_macros', 'list'),

  // Numbers, as a spreadsheet calculates them.
  number('_domain.estimated_sales / 100', 12500.5),
  number('employees / 8', 1.5),
  number('employees + 1', 13),
  number('100 - employees', 88),
  number('2 * employees', 24),
  number('employees % 5', 2),
  number('1 + 1.0', 2),
  yesNo('employees == 12', 'Yes'),
  yesNo('12 == employees', 'Yes'),
  yesNo('employees != 12.5', 'Yes'),
  yesNo('1 == 1.0', 'Yes'),
  yesNo('_domain.employee_count == employees', 'Yes'),
  yesNo('_domain.rank == 1234 && 1234.0 == _domain.rank', 'Yes'),
  yesNo('employees in [11, 12]', 'Yes'),
  yesNo('_domain.rank in [1, 1234]', 'Yes'),
  yesNo('_domain.rank in [1.5, 1234.0]', 'Yes'),
  yesNo('employees in [11, 12.5]', 'No'),
  yesNo('1234 in [_domain.rank]', 'Yes'),
  yesNo('1 in [1.0, 2.0]', 'Yes'),
  yesNo('1 in []', 'No'),
  yesNo('[1, 2.0] == [1.0, 2]', 'Yes'),
  yesNo('_domain.rank > 1e3 && 5 < employees', 'Yes'),
  number('-employees', -12),
  number('7 / 2', 3),
  number('7 / 2.0', 3.5),
  number('round(2.345 * 100) / 100', 2.35),
  number('round(1.005, 2)', 1.01),
  number('round(-2.5)', -3),
  number('round(employees / 7, 1)', 1.7),
  number('round(1234, -2)', 1200),
  number('math.greatest(1, employees, 3.5)', 12),
  number('min([3, 1, 2])', 1),
  number('abs(-7)', 7),
  number('int("42") + int(7.9)', 49),
  number('double("1.5e3")', 1500),
  number('coalesce(visits, 0)', 0),
  number('visits', null),
  number('visits == null ? 0 : visits', 0),
  fails('visits + 1', 'no_value'),
  fails('round(visits)', 'no_value'),
  fails('employees / 0', 'division_by_zero'),
  fails('employees / 0.0', 'division_by_zero'),
  fails('7 / 0', 'division_by_zero'),
  fails('employees % 0', 'division_by_zero'),
  fails('_domain.rank / (employees - 12.0)', 'division_by_zero'),
  yesNo('employees != 12 && 1 / 0 > 1', 'No'),
  fails('9223372036854775807 + 1', 'number_too_large'),
  fails('1e308 * 10', 'number_too_large'),
  fails('int("")', 'not_a_number'),
  fails('int("0x1f")', 'not_a_number'),
  fails('double("1,5")', 'not_a_number'),
  refused('9223372036854775808', 'number_too_large', 'number'),
  refused('sales * 2', 'wrong_types', 'number'),
  number('sales.amount * 2', 25001),

  // Text.
  text('city + ", " + _domain.country_code', 'Bern, CH'),
  text('"Employees: " + string(employees)', 'Employees: 12'),
  text('upper(city)', 'BERN'),
  text('_domain.title.replace("–", "-")', 'Café Überall - online shop'),
  text('_domain.title.left(4)', 'Café'),
  text('left(_domain.title, _domain.trustpilot.review_count - 206)', 'Café'),
  text('city.substring(1.0)', 'ern'),
  fails('left(city, 1.5)', 'wrong_arguments', 'text'),
  fails('right(city, -1)', 'index_out_of_range', 'text'),
  number('size("🛒🛒")', 2),
  text('"🛒🧺".charAt(1)', '🧺'),
  text('"a\\"b\\n"', 'a"b\n'),
  text("r'a\\d'", 'a\\d'),
  text('"café".upperAscii()', 'CAFé'),
  text('"a-b-c".split("-", 2).join("|")', 'a|b-c'),
  yesNo('_domain.title.matches("(?i)über")', 'Yes'),
  yesNo('matches(city, "^B.+n$")', 'Yes'),
  yesNo('city < "Cham"', 'Yes'),
  fails('city.substring(9)', 'index_out_of_range', 'text'),
  fails('_domain.rank', 'wrong_result_type', 'text'),
  fails('_domain.name + _domain.rank', 'wrong_types', 'text'),
  refused('city + 5', 'wrong_types'),
  refused('employees', 'wrong_result_type'),
  refused('"a".matches("[")', 'bad_pattern', 'yes_no'),
  fails('city.matches(_domain.title + "[")', 'bad_pattern', 'yes_no'),

  // Choices.
  text('employees >= 50 ? "large" : employees >= 10 ? "medium" : "small"', 'medium'),
  text('employees > 50 ? "large" : null', null),
  text('city == "Bern" ? "capital" : null', 'capital'),
  number('has(_domain.theme) ? _domain.theme.size() : employees', 12),
  refused('employees ? "a" : "b"', 'not_a_condition'),
  fails('_domain.rank ? "a" : "b"', 'not_a_condition', 'text'),

  // Dates.
  date('created', '2021-03-01'),
  date('date(_domain.created_at)', '2021-03-01'),
  date('timestamp(_domain.created_at)', '2021-03-01'),
  date('timestamp("2026-01-01T00:30:00+02:00")', '2025-12-31'),
  date('addDays(created, 30)', '2021-03-31'),
  date('now', '2026-11-02'),
  number('daysBetween(created, now)', 2072),
  number('year(now) - year(created)', 5),
  number('timestamp(created).getMonth()', 2),
  number('timestamp("2026-01-15T00:30:00Z").getDate("UTC")', 15),
  number('timestamp("2026-01-15T00:30:00Z").getHours("-08:00")', 16),
  number('timestamp("2026-07-15T23:30:00Z").getDate("Europe/Zurich")', 16),
  text('string(timestamp("2026-01-15"))', '2026-01-15T00:00:00Z'),
  number('int(timestamp("1970-01-02"))', 86400),
  yesNo('now - timestamp(_domain.last_updated_at) < duration("720h")', 'Yes'),
  fails('timestamp("2024-02-30T00:00:00Z")', 'not_a_date', 'date'),
  fails('date("2023-02-29")', 'not_a_date', 'date'),
  fails('_domain.created_at', 'not_a_date', 'date'),
  fails('_domain.rank', 'wrong_result_type', 'date'),
  fails('now.getHours("Nowhere/Land")', 'bad_time_zone'),

  // Money.
  money('sales', { amount: 12500.5, currency: 'USD' }),
  money('money(_domain.estimated_sales / 100, "CHF")', { amount: 12500.5, currency: 'CHF' }),
  fails('money(1, "francs")', 'not_money', 'money'),
  fails('{"amount": 1}', 'not_money', 'money'),
  refused('employees', 'wrong_result_type', 'money'),

  // What people mistype.
  refused('', 'empty_expression'),
  refused('city =', 'syntax_error'),
  refused('city = "Bern"', 'syntax_error', 'yes_no'),
  refused('"Bern', 'syntax_error'),
  refused('(city', 'syntax_error'),
  refused('if(city == "Bern", 1, 2)', 'syntax_error'),
  refused('a & b', 'syntax_error'),
  refused('citty', 'unknown_name'),
  refused('constructor', 'unknown_name'),
  refused('uper(city)', 'unknown_function'),
  refused('city.push("x")', 'unknown_function'),
  refused('toString()', 'unknown_function'),
  refused('_int("1")', 'unknown_function', 'number'),
  refused('has(city)', 'wrong_arguments', 'yes_no'),
  refused('city.map(c, c)', 'wrong_arguments', 'list'),
  refused('size(employees)', 'wrong_arguments', 'number'),
  refused('{"__proto__": 1}', 'forbidden_key', 'money'),
  refused('{"a": 1, "a": 2}', 'duplicate_key', 'money'),
  refused('b"bytes"', 'not_supported'),
];
