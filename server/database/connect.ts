import mongoose, { type Connection } from 'mongoose';

/**
 * Opens a connection to one database. Writes are acknowledged by a majority with the journal on disk, so an
 * acknowledged write survives a crash of the server.
 */
export async function connectDatabase(uri: string, name: string): Promise<Connection> {
  const connection = mongoose.createConnection(uri, {
    dbName: name,
    writeConcern: { w: 'majority', journal: true },
    serverSelectionTimeoutMS: 10_000,
    maxPoolSize: 50,
    autoCreate: false,
    autoIndex: false,
  });
  return connection.asPromise();
}
