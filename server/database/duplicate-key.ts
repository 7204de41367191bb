import mongoose from 'mongoose';

/** True when a write was refused because a unique index already holds the key. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof mongoose.mongo.MongoServerError && error.code === 11_000;
}
