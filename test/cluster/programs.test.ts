import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPrograms } from '../../scripts/cluster/programs.ts';

const NAMES = ['etcd', 'kwok', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl'];
/** Plays `go build`: writes its own words to the file after -o. */
const FAKE_GO = `#!/bin/sh
words="$*"
while [ "$1" != -o ]; do shift; done
echo "$words" >"$2"
chmod +x "$2"
`;

let folder: string;
let env: Record<string, string>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dca-test-'));
  env = { PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, XDG_CACHE_HOME: join(folder, 'cache') };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function executable(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  await chmod(path, 0o755);
}

describe('the programs of a control plane', () => {
  it('are taken from KUBEBUILDER_ASSETS, each by itself, and what is missing there is built', async () => {
    const assets = join(folder, 'assets');
    for (const name of ['etcd', 'kube-apiserver', 'kubectl']) await executable(join(assets, name), '');
    await executable(join(folder, 'bin/go'), FAKE_GO);
    const programs = await findPrograms({ env: { ...env, KUBEBUILDER_ASSETS: assets } });
    expect(Object.keys(programs).sort()).toEqual([...NAMES].sort());
    expect(programs.kubectl).toBe(join(assets, 'kubectl'));
    const words = await readFile(programs['kube-scheduler'], 'utf8');
    expect(words).toContain('-trimpath');
    expect(words).toMatch(/-X k8s\.io\/component-base\/version\.gitVersion=v1\.\d+\.\d+ /);
    expect(words.trim()).toMatch(/ k8s\.io\/kubernetes\/cmd\/kube-scheduler$/);
  });

  it('are built once, also by two at the same time', async () => {
    await executable(join(folder, 'bin/go'), FAKE_GO);
    const [one, other] = await Promise.all([findPrograms({ env }), findPrograms({ env })]);
    expect(one).toEqual(other);
    expect((await readdir(dirname(one.etcd))).sort()).toEqual([...NAMES].sort());
    await rm(join(folder, 'bin/go'));
    const said: string[] = [];
    expect(await findPrograms({ env, onProgress: (sentence) => said.push(sentence) })).toEqual(one);
    expect(said).toEqual([]);
  });

  it('fail with the words of the build', async () => {
    await executable(join(folder, 'bin/go'), '#!/bin/sh\necho "no such module" >&2\nexit 3\n');
    await expect(findPrograms({ env })).rejects.toThrow(
      'go build go.etcd.io/etcd/server/v3 ended with 3: no such module',
    );
  });
});
