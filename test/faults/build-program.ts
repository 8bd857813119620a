import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const BUILD = fileURLToPath(new URL('../../scripts/build.mjs', import.meta.url));

/**
 * Builds the program of this working copy as `npm run build` does, into `folder`, and gives its path: a
 * process then starts several times faster than from its sources, and these tests start many.
 */
export async function buildProgram(folder: string): Promise<string> {
  await promisify(execFile)(process.execPath, [BUILD, folder]);
  return join(folder, 'dca.js');
}
