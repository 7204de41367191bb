import type { Connection } from 'mongoose';
import { connectDatabase } from './connect.ts';
import { type DatabaseOptions, resolveDatabase } from './resolve-database.ts';

/** An open database: the connection, what serves it, and how to close both. */
export type OpenDatabase = { db: Connection; serverName: string; close(): Promise<void> };

/** Finds the server (see `resolveDatabase`), connects, and gives both back as one thing to close. */
export async function openDatabase(
  options: DatabaseOptions & { databaseName: string },
): Promise<OpenDatabase> {
  const server = await resolveDatabase(options);
  const db = await connectDatabase(server.uri, options.databaseName);
  return {
    db,
    serverName: server.name,
    async close() {
      await db.close();
      await server.stop();
    },
  };
}
