import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The first of `folders` and PATH that holds an executable `name`, or null. */
export function findProgram(
  name: string,
  searchPath: string | undefined,
  folders: string[] = [],
): string | null {
  for (const folder of [...folders, ...(searchPath ?? '').split(delimiter)]) {
    if (folder === '') continue;
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // not here: look on
    }
  }
  return null;
}
