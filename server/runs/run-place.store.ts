import { type Connection, Schema } from 'mongoose';
import { isDuplicateKey } from '../database/duplicate-key.ts';
import type { Run } from './run.ts';

type PlaceRow = { _id: string; companyId: number; epoch: string; runId: string; takenAt: Date };

const schema = new Schema<PlaceRow>(
  { _id: String, companyId: Number, epoch: String, runId: String, takenAt: Date },
  { strict: 'throw', autoIndex: false, autoCreate: false, versionKey: false, collection: 'run_places' },
);

/** Long enough for the run to be written after its place was taken. */
const gracePeriodMs = 60_000;

/**
 * The one place there is for a run of a kind in a company. A row of its own, come and gone by its `_id`: that is the
 * unique key every server we run on keeps right (one of them never forgets former values of an indexed field).
 */
export function createRunPlaceStore(db: Connection) {
  const model = db.model('run_place', schema, 'run_places', { overwriteModels: true });
  const idOf = ({ companyId, kind }: Pick<Run, 'companyId' | 'kind'>) => `${companyId}:${kind}`;

  return {
    /**
     * Takes the place; false when an active run holds it. One whose run is over is taken over, and one whose run was
     * never written, once it is clear that it will not be.
     */
    async take(
      run: Run,
      stateOf: (runId: string) => Promise<'active' | 'over' | 'absent'>,
    ): Promise<boolean> {
      for (;;) {
        try {
          const { companyId, epoch, id: runId, createdAt: takenAt } = run;
          await model.create({ _id: idOf(run), companyId, epoch, runId, takenAt });
          return true;
        } catch (error) {
          if (!isDuplicateKey(error)) throw error;
        }
        const holder = await model.findOne({ _id: idOf(run) }).lean<PlaceRow>();
        if (!holder) continue;
        const state = await stateOf(holder.runId);
        const isFresh = run.createdAt.getTime() - holder.takenAt.getTime() < gracePeriodMs;
        if (state === 'active' || (state === 'absent' && isFresh)) return false;
        await model.deleteOne({ _id: holder._id, runId: holder.runId });
      }
    },
    /** Gives the place of a run free. */
    async leave(run: Pick<Run, 'companyId' | 'kind' | 'id'>): Promise<void> {
      await model.deleteOne({ _id: idOf(run), runId: run.id });
    },
    async erase(companyId: number, epoch?: string): Promise<number> {
      return (await model.deleteMany(epoch === undefined ? { companyId } : { companyId, epoch }))
        .deletedCount;
    },
  };
}
