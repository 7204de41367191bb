/*
 * Readers of the cells of a Store Leads CSV export (conventions: storeleads.md 2.7). An empty or odd cell is absent:
 * undefined, never null, as attributes without data are left out.
 */

/** Text without outer blanks. */
export function cellText(cell: string): string | undefined {
  return cell.trim() || undefined;
}

/** A list joined by `:`. */
export function cellList(cell: string): string[] | undefined {
  return listOf(cell.split(':'));
}

/** A list of links: their own colons do not part it. */
export function cellLinks(cell: string): string[] | undefined {
  return listOf(cell.split(/[:,;\s]+(?=https?:\/\/)/));
}

/** E-mail addresses, which older files join by `,` or `;`. */
export function cellEmails(cell: string): string[] | undefined {
  return listOf(cell.split(/[:,;]/));
}

/** A day, `2019/04/01`, as the API writes it: a date-time without a zone. */
export function cellDate(cell: string): string | undefined {
  const match = /^(\d{4})[/-](\d{2})[/-](\d{2})/.exec(cell.trim());
  return match ? `${match[1]}-${match[2]}-${match[3]}T00:00:00` : undefined;
}

/** A number, also with commas between thousands. */
export function cellNumber(cell: string): number | undefined {
  const plain = cell.trim().replaceAll(',', '');
  return /^[-+]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined;
}

/** Money, `USD $51,707,048.53` or `USD $250000`, in hundredths. */
export function cellMoney(cell: string): number | undefined {
  const amount = /^(?:[A-Z]{3}\s*)?[^\d\s.,-]{0,4}\s*(\d[\d,]*(?:\.\d+)?)$/.exec(cell.trim())?.[1];
  return amount === undefined ? undefined : Math.round(Number(amount.replaceAll(',', '')) * 100);
}

function listOf(items: string[]): string[] | undefined {
  const found = items.map((item) => item.trim()).filter((item) => item !== '');
  return found.length === 0 ? undefined : found;
}
