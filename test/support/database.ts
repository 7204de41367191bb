import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import { afterAll, inject } from 'vitest';
import { connectDatabase } from '../../server/database/connect.ts';

/** A fresh, empty database of the run's server. Call it at the top of the test file: it is dropped when the file is done. */
export async function testDatabase(): Promise<Connection> {
  const connection = await connectDatabase(
    inject('databaseUri'),
    `t_${randomUUID().replaceAll('-', '').slice(0, 20)}`,
  );
  afterAll(async () => {
    await connection.dropDatabase();
    await connection.close();
  });
  return connection;
}

/** Everything stored in a database, by collection: for privacy checks. */
export async function dumpDatabase(connection: Connection): Promise<Record<string, unknown[]>> {
  const collections = await connection.listCollections();
  const dump: Record<string, unknown[]> = {};
  for (const { name } of collections) dump[name] = await connection.collection(name).find().toArray();
  return dump;
}
