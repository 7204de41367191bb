import type { EpochScope } from '../enrichment/epoch-guard.ts';
import type { ReplacedValues } from '../enrichment/replaced-values.ts';
import type { Tag } from '../mapping/diff/tags.ts';
import type { FieldValue } from '../pipedrive/types.ts';
import { type KeyRing, open, randomId, seal } from '../platform/crypto.ts';
import type { UndoValueStore } from './undo-values.store.ts';

type Place = EpochScope & { orgId: number };

/** What binds a sealed value to its place: company, installation, organization and field. */
const contextOf = ({ companyId, epoch, orgId }: Place, code: string) =>
  `undo:${companyId}:${epoch}:${orgId}:${code}`;

/** A tag as it is kept, eight bytes. */
export function tagBytes({ high, low }: Tag): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeInt32LE(high, 0);
  bytes.writeInt32LE(low, 4);
  return bytes;
}

/**
 * Opens a value that was kept.
 * @throws AppError `unreadable_secret` when its key is gone or it stood somewhere else
 */
export function openValue(keys: KeyRing, place: Place, { code, sealed }: { code: string; sealed: string }) {
  return JSON.parse(open(keys, sealed, contextOf(place, code))) as FieldValue;
}

/**
 * Keeps replaced values for companies that chose so. Whether they still do is looked at after the insert, too: where it
 * was switched off, or the app uninstalled, meanwhile, what was inserted goes again.
 */
export function createKeepValues(deps: {
  undoValues: UndoValueStore;
  keys: KeyRing;
  /** What an admin chose, of an installation that is there. */
  isOn(at: EpochScope): Promise<boolean>;
}): ReplacedValues {
  const { undoValues, keys, isOn } = deps;
  return {
    isOn,
    async keep({ fields, ...attempt }) {
      const id = `${attempt.companyId}:${attempt.orgId}:${randomId()}`;
      const sealed = fields.map(({ source, code, value, tag }) => ({
        ...{ source, code, sent: tagBytes(tag), held: null },
        sealed: seal(keys, JSON.stringify(value), contextOf(attempt, code)),
      }));
      await undoValues.insert({ ...attempt, id, settled: false, fields: sealed });
      if (!(await isOn(attempt))) await undoValues.erase(attempt.companyId, attempt.epoch);
      return id;
    },
    async settle(id, at, held) {
      const row = await undoValues.get(at, id);
      const fields = row?.fields.flatMap((field) => {
        const tag = held.get(field.code);
        return tag ? [{ ...field, held: tagBytes(tag) }] : [];
      });
      if (fields) await undoValues.saveFields(at, id, fields, true);
    },
    drop: (id, at) => undoValues.saveFields(at, id, [], false),
  };
}
