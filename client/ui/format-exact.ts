const numbers = new Intl.NumberFormat(undefined, { maximumFractionDigits: 14 });
const plainDays = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });

/** A number with every digit it has: 12,345.678. */
export const formatExact = (value: number): string => numbers.format(value);

/** An amount with every digit it has; a currency Intl does not know is written behind the number. */
export function formatExactMoney({ amount, currency }: { amount: number; currency: string }): string {
  try {
    const style = { style: 'currency', currency, maximumFractionDigits: 4 } as const;
    return new Intl.NumberFormat(undefined, style).format(amount);
  } catch {
    return `${formatExact(amount)} ${currency}`.trim();
  }
}

/** A day without a time, `YYYY-MM-DD`, in the reader's writing; the text itself when it is none. */
export function formatPlainDay(text: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(time) ? text : plainDays.format(time);
}
