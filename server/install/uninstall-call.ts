import { z } from 'zod';
import type { Uninstall } from './uninstall.ts';

const id = z.coerce.number().int().positive().safe();

/**
 * Body of Pipedrive's uninstall call. The form of `timestamp` is not documented: every form Pipedrive uses anywhere
 * is taken (RFC 3339, `YYYY-MM-DD HH:MM:SS` in UTC, seconds or milliseconds).
 */
export const uninstallCall = z
  .object({
    client_id: z.string(),
    company_id: id,
    user_id: id,
    timestamp: z.union([z.string(), z.number()]),
  })
  .transform(({ client_id, company_id, user_id, timestamp }, context): Uninstall & { clientId: string } => {
    const at = endOfMoment(timestamp);
    if (at) return { clientId: client_id, companyId: company_id, userId: user_id, at };
    context.addIssue({ code: 'custom', message: 'not a moment', path: ['timestamp'] });
    return z.NEVER;
  });

/** Body of the app-sharing notice (pipedrive-api.md 1.9). */
export const sharingNotice = z.object({ company_id: id, user_id: id, isShared: z.boolean() });

/** The last millisecond of the moment a timestamp names: one in whole seconds may mean anything within its second. */
function endOfMoment(timestamp: string | number): Date | null {
  if (typeof timestamp === 'number' || /^\d+$/.test(timestamp)) {
    const number = Number(timestamp);
    return moment(number < 100_000_000_000 ? number * 1000 + 999 : number);
  }
  const form = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:?\d\d)?$/.exec(timestamp);
  if (!form) return null;
  const [, day, time, fraction = '.999', zone = 'Z'] = form;
  return moment(Date.parse(`${day}T${time}${fraction.slice(0, 4)}${zone}`));
}

function moment(milliseconds: number): Date | null {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? null : date;
}
