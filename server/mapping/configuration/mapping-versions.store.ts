import { type Connection, Schema } from 'mongoose';
import { isDuplicateKey } from '../../database/duplicate-key.ts';
import type { MappingConfig, MappingRow, SavedBy } from '../mapping-row.ts';
import { calculatedShape, decidedEntry, shapeOf } from '../mapping-shape.ts';

/** A saved version, kept so that one can go back to it. */
export type MappingVersion = SavedBy & {
  companyId: number;
  epoch: string;
  edition: number;
  config: MappingConfig;
};

/** How many versions are kept. */
const mostKept = 50;

const decidedObject = shapeOf({ enabled: { type: Boolean }, entries: { type: [decidedEntry] } });

const schema = new Schema<MappingVersion>(
  {
    companyId: { type: Number, required: true },
    epoch: { type: String, required: true },
    edition: { type: Number, required: true },
    at: { type: Date, required: true },
    userId: { type: Number, required: true },
    reason: { type: String, required: true },
    fieldPrefix: { type: String },
    config: {
      type: shapeOf({
        organization: { type: decidedObject },
        person: { type: decidedObject },
        calculated: { type: [calculatedShape] },
      }),
      required: true,
    },
  },
  { strict: 'throw', strictQuery: 'throw', autoIndex: false, autoCreate: false, versionKey: false },
).index({ companyId: 1, epoch: 1, edition: 1 }, { unique: true });

export type MappingVersionStore = ReturnType<typeof createMappingVersionStore>;

/** Saved versions of mappings; written once, never changed. */
export function createMappingVersionStore(db: Connection) {
  const versions = db.model<MappingVersion>('MappingVersion', schema, 'mapping_versions', {
    overwriteModels: true,
  });
  type At = Pick<MappingRow, 'companyId' | 'epoch'>;

  return {
    ensureIndexes: () => versions.createIndexes(),

    /** Keeps a version; does nothing when it is kept already. Old ones go. */
    async add(version: MappingVersion): Promise<void> {
      const { companyId, epoch, edition } = version;
      try {
        await versions.create(version);
      } catch (error) {
        if (isDuplicateKey(error)) return;
        throw error;
      }
      await versions.deleteMany({ companyId, epoch, edition: { $lte: edition - mostKept } });
    },

    /** Without their content, newest first. */
    list: ({ companyId, epoch }: At): Promise<Omit<MappingVersion, 'config'>[]> =>
      versions
        .find({ companyId, epoch })
        .select('-_id -config')
        .sort({ edition: -1 })
        .limit(mostKept)
        .lean<Omit<MappingVersion, 'config'>[]>(),

    get: ({ companyId, epoch }: At, edition: number): Promise<MappingVersion | null> =>
      versions.findOne({ companyId, epoch, edition }).select('-_id').lean<MappingVersion>(),

    /** Removes the company's versions, or only those of an epoch. Returns how many. */
    async remove(companyId: number, epoch?: string): Promise<number> {
      const result = await versions.deleteMany({ companyId, ...(epoch !== undefined && { epoch }) });
      return result.deletedCount;
    },
  };
}
