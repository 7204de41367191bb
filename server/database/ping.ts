import mongoose from 'mongoose';

/** True when a server answers `ping` at this address within `ms` milliseconds. */
export async function ping(uri: string, ms: number): Promise<boolean> {
  const client = new mongoose.mongo.MongoClient(uri, { serverSelectionTimeoutMS: ms, connectTimeoutMS: ms });
  try {
    await client.db('admin').command({ ping: 1 });
    return true;
  } catch {
    return false;
  } finally {
    await client.close().catch(() => undefined);
  }
}

/** Resolves once the server answers; rejects when `gaveUp` settles first. */
export async function waitUntilUp(uri: string, gaveUp: Promise<void>): Promise<boolean> {
  let over = false;
  const end = gaveUp.then(
    () => {
      over = true;
      return false;
    },
    () => {
      over = true;
      return false;
    },
  );
  const up = (async () => {
    for (let tries = 0; tries < 240 && !over; tries++) {
      if (await ping(uri, 250)) return true;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return false;
  })();
  return Promise.race([up, end]);
}
