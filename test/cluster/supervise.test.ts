import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSupervisor } from './supervise.ts';
import { until } from './until.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dca-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A shell that writes its process id and sleeps. */
function sleeper(pidFile: string) {
  const args = ['-c', `echo $$ > ${pidFile}.new && mv ${pidFile}.new ${pidFile}; exec sleep 1000`];
  return { name: 'sleeper', program: '/bin/sh', args, env: {}, log: `${pidFile}.log` };
}

async function pidIn(file: string): Promise<number> {
  return until('a process id', async () => Number(await readFile(file, 'utf8')));
}

async function untilGone(pid: number): Promise<void> {
  await until(`the end of ${pid}`, () => {
    try {
      process.kill(pid, 0);
      return undefined;
    } catch {
      return true;
    }
  });
}

describe('the supervisor', () => {
  it('ends what it started, and removes the folder', async () => {
    const own = join(folder, 'own');
    await mkdir(own);
    const supervisor = startSupervisor(own);
    supervisor.start(sleeper(join(folder, 'stopped')));
    const pid = await pidIn(join(folder, 'stopped'));
    await supervisor.stop();
    await untilGone(pid);
    await expect(access(own)).rejects.toThrow('ENOENT');
  });

  it('does so too when whoever started it is killed', async () => {
    const own = join(folder, 'killed-own');
    await mkdir(own);
    const pidFile = join(folder, 'killed');
    const code = `
      import { startSupervisor } from ${JSON.stringify(join(import.meta.dirname, 'supervise.ts'))};
      startSupervisor(${JSON.stringify(own)}).start(${JSON.stringify(sleeper(pidFile))});`;
    const args = ['--import', 'tsx', '--input-type=module', '-e', code];
    const starter = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    const pid = await pidIn(pidFile);
    starter.kill('SIGKILL');
    await once(starter, 'close');
    await untilGone(pid);
    await until('the folder to go', async () => {
      const isThere = await access(own).then(
        () => true,
        () => false,
      );
      return isThere ? undefined : true;
    });
  });

  it('tells what ended by itself', async () => {
    const supervisor = startSupervisor(undefined);
    const log = join(folder, 'ended.log');
    supervisor.start({ name: 'short', program: '/bin/sh', args: ['-c', 'echo done; exit 7'], env: {}, log });
    supervisor.start({ name: 'none', program: join(folder, 'no-such-program'), args: [], env: {}, log });
    const ends = await until('two ends', () => (supervisor.ended().length === 2 ? supervisor.ended() : undefined));
    await supervisor.stop();
    expect(ends).toContainEqual({ name: 'short', code: '7' });
    expect(ends).toContainEqual({ name: 'none', code: expect.stringContaining('ENOENT') });
    expect(await readFile(log, 'utf8')).toBe('done\n');
  });
});
