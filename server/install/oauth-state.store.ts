import { type Connection, Schema } from 'mongoose';
import { fingerprint } from '../platform/crypto.ts';

/** Fingerprints only: whoever reads the database can finish nobody's install. Not of a company yet. */
type Row = { _id: string; browser: string; expiresAt: Date };

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    browser: { type: String, required: true },
    expiresAt: { type: Date, required: true },
  },
  { strict: 'throw', strictQuery: 'throw', autoIndex: false, autoCreate: false, versionKey: false },
).index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

/** What became of a `state` that came back. */
export type StateOutcome = 'good' | 'unknown' | 'expired' | 'other_browser';

export type OAuthStateStore = ReturnType<typeof createOAuthStateStore>;

/** Installs that were begun and not yet come back. */
export function createOAuthStateStore(db: Connection) {
  const states = db.model<Row>('OAuthState', schema, 'oauth_states', { overwriteModels: true });

  return {
    ensureIndexes: () => states.createIndexes(),

    /** Remembers a `state` and the browser that may bring it back. */
    async add(begun: { state: string; browser: string; expiresAt: Date }): Promise<void> {
      await states.create({
        _id: fingerprint(begun.state),
        browser: fingerprint(begun.browser),
        expiresAt: begun.expiresAt,
      });
    },

    /** Removes those nobody came back with in time; for databases that do not do so by themselves. */
    async dangerousRemoveExpiredAcrossCompanies(now: Date): Promise<void> {
      await states.deleteMany({ expiresAt: { $lt: now } });
    },

    /**
     * Uses a `state` up: of two callers with the same one, a single caller gets `good`.
     * Another browser's attempt leaves it to the browser that began.
     */
    async take(state: string, browser: string | undefined, now: Date): Promise<StateOutcome> {
      const _id = fingerprint(state);
      const row = await states.findById(_id).lean<Row>();
      if (!row) return 'unknown';
      if (browser === undefined || row.browser !== fingerprint(browser)) return 'other_browser';
      const { deletedCount } = await states.deleteOne({ _id });
      if (deletedCount === 0) return 'unknown';
      return row.expiresAt > now ? 'good' : 'expired';
    },
  };
}
