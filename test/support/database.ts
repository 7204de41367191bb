import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import { afterAll, inject } from 'vitest';
import { connectDatabase } from '../../server/database/connect.ts';

/** The database server of this worker. */
export function testServer() {
  const servers = inject('databases');
  const server = servers[(Number(process.env['VITEST_POOL_ID'] ?? 1) - 1) % servers.length];
  if (!server) throw new Error('no database server');
  return server;
}

/** A fresh, empty database of the worker's server. Call it at the top of the test file: it is dropped when the file is done. */
export async function testDatabase(): Promise<Connection> {
  const connection = await connectDatabase(
    testServer().uri,
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
