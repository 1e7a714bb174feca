import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';

/** Absolute path of an executable in the folders of `path`; undefined when there is none. */
export async function findOnPath(name: string, path: string): Promise<string | undefined> {
  for (const folder of path.split(':')) {
    if (folder === '') continue;
    const file = join(folder, name);
    const isExecutable = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isExecutable) return file;
  }
  return undefined;
}
