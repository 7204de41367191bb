import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { AppError } from '../platform/errors.ts';

/**
 * The bytes of a file, unpacked where its name ends in `.gz`.
 * Throws AppError `catalog_file_unreadable` when it cannot be read, or not to its end.
 */
export async function* openRows(path: string): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  const unpacked = path.endsWith('.gz') ? createGunzip() : null;
  // `pipe` does not hand errors on, so a missing file would leave the unpacker waiting for ever.
  if (unpacked) file.on('error', (error) => unpacked.destroy(error)).pipe(unpacked);
  try {
    yield* unpacked ?? file;
  } catch (error) {
    throw new AppError({
      code: 'catalog_file_unreadable',
      status: 400,
      message: `Cannot read ${path}: ${reason(error)}.`,
      cause: error,
    });
  } finally {
    file.destroy();
    unpacked?.destroy();
  }
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be read';
  if (code === 'Z_BUF_ERROR') return 'the packed file is cut off';
  if (code === 'Z_DATA_ERROR') return 'it is not a gzip file, or it is damaged';
  return 'reading failed';
}
