import type { Connection } from 'mongoose';
import { noKnowledge } from '../../server/mapping/diff/knowledge.ts';
import type { CheckedSandbox } from '../support/checked-sandbox.ts';

/** Makes records look as if no run had ever written to them, here and in Pipedrive; which store each is stays. */
export async function forgetWrites(db: Connection, sandbox: CheckedSandbox): Promise<void> {
  const never = { ...noKnowledge, last: null, broughtRelease: null };
  await db.collection('links').updateMany({}, { $set: never, $inc: { rev: 1 } });
  for (const organization of sandbox.world.organizations) organization.custom_fields = {};
}

/** Makes a company look as if it had never been scanned. */
export async function forgetLinks(db: Connection): Promise<void> {
  await db.collection('links').deleteMany({});
}
