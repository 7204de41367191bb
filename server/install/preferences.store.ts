import { type Connection, Schema } from 'mongoose';
import { isDuplicateKey } from '../database/duplicate-key.ts';
import type { Preferences } from './preferences.contract.ts';

type Scope = { companyId: number; epoch: string };
type Row = Scope & { _id: string; version: number; chosen: Preferences };

const part = { _id: false, strict: 'throw' } as const;
const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    companyId: { type: Number, required: true },
    epoch: { type: String, required: true },
    version: { type: Number, required: true },
    chosen: {
      type: new Schema<Preferences>(
        {
          automatic: Boolean,
          order: String,
          quietHours: {
            type: new Schema({ from: String, until: String, timeZone: String }, part),
            default: null,
          },
          undo: Boolean,
          signals: [new Schema({ kind: String, names: [String] }, part)],
        },
        part,
      ),
      required: true,
    },
  },
  { strict: 'throw', strictQuery: 'throw', autoIndex: false, autoCreate: false, versionKey: false },
);

/** What admins chose about automatic work: one row an installation, made by the first choice. */
export function createPreferenceStore(db: Connection) {
  const model = db.model<Row>('Preference', schema, 'preferences', { overwriteModels: true });
  const idOf = ({ companyId, epoch }: Scope) => `${companyId}:${epoch}`;

  return {
    ensureIndexes: async (): Promise<void> => undefined,

    get: ({ companyId, epoch }: Scope): Promise<Row | null> =>
      model.findOne({ _id: idOf({ companyId, epoch }), companyId }).lean<Row>(),

    /** Saves over the row of this version (0: there is none yet); false when there is another by now. */
    async save({ companyId, epoch }: Scope, version: number, chosen: Preferences): Promise<boolean> {
      const _id = idOf({ companyId, epoch });
      if (version === 0) {
        try {
          await model.create({ _id, companyId, epoch, version: 1, chosen });
          return true;
        } catch (error) {
          if (isDuplicateKey(error)) return false;
          throw error;
        }
      }
      const set = { $set: { chosen, version: version + 1 } };
      return (await model.updateOne({ _id, companyId, version }, set)).matchedCount === 1;
    },

    /** Removes the rows of a company, or only that of one installation of it. Returns how many. */
    async erase(companyId: number, epoch?: string): Promise<number> {
      return (await model.deleteMany(epoch === undefined ? { companyId } : { companyId, epoch }))
        .deletedCount;
    },
  };
}

export type PreferenceStore = ReturnType<typeof createPreferenceStore>;
