import { type Connection, Schema } from 'mongoose';
import { isDuplicateKey } from '../database/duplicate-key.ts';
import type { CalculatedValue, ObjectMapping, ObjectType } from './mapping.ts';
import { calculatedShape, entryShape, savedShape, shapeOf } from './mapping-shape.ts';
import { dangerousUpgradeMappingsAcrossCompanies } from './upgrade-mappings.ts';

/** Why a version was kept. */
export type SaveReason = 'saved' | 'fields' | 'imported' | 'restored';

/** What is written to one type of records, with what field creation must not forget. */
export type StoredObject = ObjectMapping & {
  /** Sources whose field may have been created without our having seen the answer. */
  intents: string[];
};

/** Everything a company decided about its mapping. */
export type MappingRow = {
  companyId: number;
  epoch: string;
  /** Changes with every change: what compare-and-set goes by. */
  version: number;
  /** Number of the last version that a person saved; 0: none yet. */
  edition: number;
  savedBy: { userId: number; at: Date; reason: SaveReason } | null;
  objects: Record<ObjectType, StoredObject>;
  calculated: CalculatedValue[];
  /** Custom fields there were (organizations and persons) when Pipedrive refused one more; null: never refused. */
  refusedAt: number | null;
  /** Who is creating fields now, and until when without a sign of life. */
  creating: { token: string; until: Date } | null;
};

/** The parts of a row that change. */
export type MappingChange = Partial<Pick<MappingRow, 'objects' | 'calculated' | 'refusedAt' | 'creating'>>;

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
