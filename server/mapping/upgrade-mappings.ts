import { isDeepStrictEqual } from 'node:util';
import type { Collection } from 'mongoose';
import { defaultRow } from './default-mapping.ts';
import type { MappingEntry } from './mapping.ts';

/** A row of version 0.1.0, which knew organizations only. */
type OldRow = {
  companyId: number;
  epoch: string;
  version: number;
  entries: Omit<MappingEntry, 'newOption'>[];
  intents: string[];
};

const oldIndex = { companyId: 1, objectType: 1 };

/** Brings rows of version 0.1.0 into today's shape. Safe to repeat, also while other processes do the same. */
export async function dangerousUpgradeMappingsAcrossCompanies(mappings: Collection): Promise<void> {
  const old = await mappings.find<OldRow>({ entries: { $exists: true } }).toArray();
  if (old.length === 0) return;
  for (const { key, name } of await mappings.indexes()) {
    if (name && isDeepStrictEqual({ ...key }, oldIndex))
      await mappings.dropIndex(name).catch(() => undefined);
  }
  for (const { companyId, epoch, version, entries, intents } of old) {
    const { objects, edition, savedBy, calculated } = defaultRow(companyId, epoch);
    const organization = {
      enabled: true,
      entries: entries.map((entry) => ({ ...entry, newOption: 'skip' })),
      intents,
    };
    await mappings.updateOne(
      { companyId, version, entries: { $exists: true } },
      {
        $set: { version: version + 1, edition, savedBy, calculated, objects: { ...objects, organization } },
        $unset: { objectType: '', entries: '', intents: '' },
      },
    );
  }
}
