import { type Connection, mongo, Schema } from 'mongoose';
import type { Mapping } from './mapping.ts';

/** A mapping as stored, with what field creation must not forget. */
export type MappingRow = Mapping & {
  epoch: string;
  /** Custom fields there were (organizations and persons) when Pipedrive refused one more; null: never refused. */
  refusedAt: number | null;
  /** Sources whose field may have been created without our having seen the answer. */
  intents: string[];
  /** Who is creating fields now, and until when without a sign of life. */
  creating: { token: string; until: Date } | null;
};

/** The parts of a row that change. */
export type MappingChange = Partial<Pick<MappingRow, 'entries' | 'refusedAt' | 'intents' | 'creating'>>;

const { Mixed } = Schema.Types;
const options = { strict: 'throw', strictQuery: 'throw', autoIndex: false, autoCreate: false } as const;
const nested = { _id: false, strict: 'throw' } as const;

const schema = new Schema<MappingRow>(
  {
    companyId: { type: Number, required: true },
    objectType: { type: String, required: true },
    epoch: { type: String, required: true },
    version: { type: Number, required: true },
    entries: {
      type: [
        new Schema(
          {
            source: String,
            target: { type: new Schema({ code: String, type: String }, nested), default: null },
            rule: String,
            whenMissing: String,
            volatility: Mixed,
            enabled: Boolean,
            broken: { type: new Schema({ code: String, since: Date }, nested), default: null },
          },
          nested,
        ),
      ],
      required: true,
    },
    refusedAt: { type: Number, default: null },
    intents: { type: [String], default: [] },
    creating: { type: new Schema({ token: String, until: Date }, nested), default: null },
  },
  { ...options, versionKey: false },
).index({ companyId: 1, objectType: 1 }, { unique: true });

export type MappingStore = ReturnType<typeof createMappingStore>;

/** Mappings in the database: one document a company and object type, changed by compare-and-set on its version. */
export function createMappingStore(db: Connection) {
  const mappings = db.model<MappingRow>('Mapping', schema, 'mappings', { overwriteModels: true });
  const objectType = 'organization';

  return {
    ensureIndexes: () => mappings.createIndexes(),

    get: (companyId: number): Promise<MappingRow | null> =>
      mappings.findOne({ companyId, objectType }).select('-_id').lean<MappingRow>(),

    /** False when the company has one already. */
    async add(row: MappingRow): Promise<boolean> {
      try {
        await mappings.create(row);
        return true;
      } catch (error) {
        if (error instanceof mongo.MongoServerError && error.code === 11_000) return false;
        throw error;
      }
    },

    /** Changes a row if it still has this version and epoch; false when it has not. */
    async save(
      at: Pick<MappingRow, 'companyId' | 'epoch' | 'version'>,
      change: MappingChange,
    ): Promise<boolean> {
      const result = await mappings.updateOne(
        { companyId: at.companyId, objectType, epoch: at.epoch, version: at.version },
        { $set: { ...change, version: at.version + 1 } },
      );
      return result.matchedCount === 1;
    },

    /** Removes the company's rows, or only those of an epoch. Returns how many. */
    async remove(companyId: number, epoch?: string): Promise<number> {
      const result = await mappings.deleteMany({ companyId, ...(epoch !== undefined && { epoch }) });
      return result.deletedCount;
    },
  };
}
