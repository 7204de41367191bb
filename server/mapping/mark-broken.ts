import { changeMapping } from './change-mapping.ts';
import type { MappingDeps } from './mapping-deps.ts';

/**
 * Notes that Pipedrive refused a field: its entry is shown as broken and left out from now on, until a person
 * switches it on again or has the field created anew. Does nothing when no entry writes to it.
 * @param refused field code and the code of the reason.
 */
export async function markFieldBroken(
  deps: Pick<MappingDeps, 'mappings' | 'getInstallation' | 'clock'>,
  at: { companyId: number; epoch: string },
  refused: { fieldCode: string; code: string },
): Promise<void> {
  const broken = { code: refused.code, since: deps.clock.now() };
  await changeMapping(deps, at, ({ entries }) => {
    if (!entries.some((entry) => entry.target?.code === refused.fieldCode && !entry.broken)) return null;
    return {
      entries: entries.map((entry) =>
        entry.target?.code === refused.fieldCode ? { ...entry, broken } : entry,
      ),
    };
  });
}
