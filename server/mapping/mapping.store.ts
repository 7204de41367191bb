import { type Connection, Schema } from 'mongoose';
import { isDuplicateKey } from '../database/duplicate-key.ts';
import type { MappingChange, MappingRow } from './mapping-row.ts';
import { calculatedShape, entryShape, savedShape, shapeOf } from './mapping-shape.ts';
import { dangerousUpgradeMappingsAcrossCompanies } from './upgrade-mappings.ts';

const objectShape = shapeOf({
  enabled: { type: Boolean },
  entries: { type: [entryShape] },
  intents: { type: [String], default: [] },
});

const schema = new Schema<MappingRow>(
  {
    companyId: { type: Number, required: true },
    epoch: { type: String, required: true },
    version: { type: Number, required: true },
    edition: { type: Number, required: true },
    savedBy: { type: savedShape, default: null },
    objects: { type: shapeOf({ organization: { type: objectShape }, person: { type: objectShape } }) },
    calculated: { type: [calculatedShape], default: [] },
    refusedAt: { type: Number, default: null },
    creating: { type: shapeOf({ token: { type: String }, until: { type: Date } }), default: null },
  },
  { strict: 'throw', strictQuery: 'throw', autoIndex: false, autoCreate: false, versionKey: false },
).index({ companyId: 1 }, { unique: true });

export type MappingStore = ReturnType<typeof createMappingStore>;

/** Mappings in the database: one document a company, changed by compare-and-set on its version. */
export function createMappingStore(db: Connection) {
  const mappings = db.model<MappingRow>('Mapping', schema, 'mappings', { overwriteModels: true });

  return {
    async ensureIndexes(): Promise<void> {
      await dangerousUpgradeMappingsAcrossCompanies(mappings.collection);
      await mappings.createIndexes();
    },

    get: (companyId: number): Promise<MappingRow | null> =>
      mappings.findOne({ companyId }).select('-_id').lean<MappingRow>(),

    /** False when the company has one already. */
    async add(row: MappingRow): Promise<boolean> {
      try {
        await mappings.create(row);
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },

    /** Changes a row if it still has this version and epoch; false when it has not. */
    async save(
      at: Pick<MappingRow, 'companyId' | 'epoch' | 'version'>,
      change: MappingChange & Partial<Pick<MappingRow, 'edition' | 'savedBy'>>,
    ): Promise<boolean> {
      const result = await mappings.updateOne(
        { companyId: at.companyId, epoch: at.epoch, version: at.version },
        { $set: { ...change, version: at.version + 1 } },
      );
      return result.matchedCount === 1;
    },

    /** Removes the company's row, or only that of an epoch. Returns how many. */
    async remove(companyId: number, epoch?: string): Promise<number> {
      const result = await mappings.deleteMany({ companyId, ...(epoch !== undefined && { epoch }) });
      return result.deletedCount;
    },
  };
}
