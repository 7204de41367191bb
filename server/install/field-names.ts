import type { Caller, Pipedrive } from '../pipedrive/types.ts';
import type { Clock } from '../platform/clock.ts';
import { isAppError } from '../platform/errors.ts';

const keptMs = 10 * 60_000;
const keptCompanies = 1000;
/** The settings page waits no longer than this for a name. */
const patienceMs = 3_000;

export type FieldNames = {
  /** The name Pipedrive shows for an organization field; its code when Pipedrive cannot be asked. */
  nameOf(caller: Caller, code: string): Promise<string>;
};

/**
 * Names of organization fields, for display. They are the customer's words, so they are not stored: this process
 * remembers them for ten minutes, because asking costs 10 tokens.
 */
export function createFieldNames(deps: {
  pipedrive: Pick<Pipedrive, 'listOrganizationFields'>;
  clock: Clock;
}): FieldNames {
  const byCompany = new Map<number, { until: number; names: Map<string, string> }>();

  async function namesOf(caller: Caller): Promise<Map<string, string>> {
    const fields = await deps.pipedrive.listOrganizationFields(caller);
    const names = new Map(fields.map((field) => [field.code, field.name]));
    const oldest = byCompany.keys().next();
    if (byCompany.size >= keptCompanies && !oldest.done) byCompany.delete(oldest.value);
    byCompany.set(caller.companyId, { until: deps.clock.now().getTime() + keptMs, names });
    return names;
  }

  return {
    async nameOf(caller, code) {
      const kept = byCompany.get(caller.companyId);
      const known = kept && kept.until > deps.clock.now().getTime() ? kept.names.get(code) : undefined;
      if (known !== undefined) return known;
      try {
        const names = await namesOf({ ...caller, signal: AbortSignal.timeout(patienceMs) });
        return names.get(code) ?? code;
      } catch (error) {
        if (isAppError(error)) return code;
        throw error;
      }
    },
  };
}
