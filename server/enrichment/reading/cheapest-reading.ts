import { endpoints } from '../../pipedrive/endpoints.ts';
import { blockCost } from './read-block.ts';

/** What the cheapest way to learn the live records of a run hangs on. */
export type ReadingFacts = {
  /** Organizations of the company, as far as known: a walk has to read them all. */
  organizations: number;
  /** Records the run looks at, and how many of them a chunk holds. */
  records: number;
  chunkSize: number;
  /** Share of the records in which something is out of step that a careful rule protects. */
  outOfStep: number;
  /** Share of those that would be written to, once seen. */
  written: number;
  /** Calls a second the company's user may make. */
  pacePerSecond: number;
  /** For how many seconds a reading is good. */
  goodForSeconds: number;
};

/** Tokens each way costs; the writes themselves cost the same in both. */
type Cost = { reading: 'blocks' | 'pages'; blocks: number; pages: number };

const pageSize = 500;

/**
 * The cheaper way to learn the live records of a run.
 * - `blocks`: every record that is out of step is read by its id right before it would be written, a chunk at a time.
 * - `pages`: the whole company is walked first; then only those are read again that are to be written, and of them only
 *   those whose turn comes when what the walk saw is too old.
 * With equal cost blocks win: they know more freshly. Pure.
 */
export function cheapestReading(facts: ReadingFacts): Cost {
  const { organizations, records, chunkSize, outOfStep, written, pacePerSecond, goodForSeconds } = facts;
  const chunks = Math.max(1, Math.ceil(records / chunkSize));
  const inChunks = (total: number) => Math.ceil(chunks * blockCost(Math.ceil(total / chunks)));
  const toRead = Math.ceil(records * outOfStep);
  const blocks = toRead === 0 ? 0 : inChunks(toRead);

  const pageCount = Math.max(1, Math.ceil(organizations / pageSize));
  const pace = Math.max(0.1, pacePerSecond);
  const timeLeft = Math.max(0, goodForSeconds - pageCount / pace);
  const tooOld = Math.max(0, Math.ceil(toRead * written) - Math.floor(timeLeft * pace));
  const pages = pageCount * endpoints.listOrganizations.cost + (tooOld === 0 ? 0 : inChunks(tooOld));
  return { reading: pages < blocks ? 'pages' : 'blocks', blocks, pages };
}
