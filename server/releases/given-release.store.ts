import { type Connection, Schema } from 'mongoose';

type Scope = { companyId: number; epoch: string };
type Row = Scope & { _id: string; release: number; at: Date };

const schema = new Schema<Row>(
  { _id: String, companyId: Number, epoch: String, release: Number, at: Date },
  { strict: 'throw', autoIndex: false, autoCreate: false, versionKey: false },
);

/**
 * The newest release each installation was given a run of, or had when it began. One row an installation.
 * @param name of the collection: other work that goes by releases keeps its own
 */
export function createGivenReleaseStore(db: Connection, name = 'given_releases') {
  const model = db.model(name, schema, name, { overwriteModels: true });
  const idOf = ({ companyId, epoch }: Scope) => `${companyId}:${epoch}`;

  return {
    ensureIndexes: async (): Promise<void> => undefined,

    /** Number of the release; null where the installation was never looked at. */
    async get(scope: Scope): Promise<number | null> {
      const row = await model.findOne({ _id: idOf(scope), companyId: scope.companyId }).lean<Row>();
      return row?.release ?? null;
    },
    /** The same for many installations, by company and epoch; those never looked at are missing. */
    async of(scopes: readonly Scope[]): Promise<Map<string, number>> {
      const rows = await model.find({ _id: { $in: scopes.map(idOf) } }).lean<Row[]>();
      return new Map(rows.map(({ _id, release }) => [_id, release]));
    },
    keyOf: idOf,
    /** Notes with which release an installation begins, unless that is noted already. */
    async begin(scope: Scope, release: number, at: Date): Promise<void> {
      const { companyId, epoch } = scope;
      const row = { companyId, epoch, release, at };
      await model.updateOne({ _id: idOf(scope) }, { $setOnInsert: row }, { upsert: true });
    },
    /** Notes that an installation was given a release; never one older than it was given before. */
    async give(scope: Scope, release: number, at: Date): Promise<void> {
      const { companyId, epoch } = scope;
      await model.updateOne(
        { _id: idOf(scope), companyId, epoch, release: { $lt: release } },
        { $set: { release, at } },
      );
    },
    /** Removes the rows of a company, or only that of one installation of it. Returns how many. */
    async erase(companyId: number, epoch?: string): Promise<number> {
      return (await model.deleteMany(epoch === undefined ? { companyId } : { companyId, epoch }))
        .deletedCount;
    },
  };
}

export type GivenReleaseStore = ReturnType<typeof createGivenReleaseStore>;
