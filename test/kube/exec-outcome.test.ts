import { describe, expect, it } from 'vitest';
import { readOutcome } from '../../src/kube/exec-outcome.ts';

const failure = (fields: object) => JSON.stringify({ metadata: {}, status: 'Failure', ...fields });
const exitWith = (message: string) =>
  failure({ reason: 'NonZeroExitCode', details: { causes: [{ reason: 'ExitCode', message }] } });
const end = (status: string, stdout = '', stderr = '') => readOutcome({ stdout, stderr, status });

describe('readOutcome', () => {
  it.each([
    [JSON.stringify({ metadata: {}, status: 'Success' }), 0],
    [exitWith('255'), 255],
    [exitWith('3'), 3],
  ])('%s', (status, exitCode) => {
    expect(end(status, 'o', 'e')).toEqual({ stdout: 'o', stderr: 'e', exitCode });
  });

  it.each([
    ['containerd', failure({ message: 'exec: "x": executable file not found in $PATH: unknown' }), '', ''],
    ['CRI-O', exitWith('255'), '', 'time=… executable file `x` not found in $PATH: No such file or directory'],
    [
      'runc through Docker',
      exitWith('126'),
      'OCI runtime exec failed: exec: "x": executable file not found in $PATH',
      '',
    ],
    ['an absolute path', exitWith('127'), '', 'stat /opt/agent: no such file or directory'],
  ])('recognises a missing executable as %s says it', (_runtime, status, stdout, stderr) => {
    expect(() => end(status, stdout, stderr)).toThrow(/executable file not found/);
  });

  it('leaves an Agent alone that prints the same words in a long output', () => {
    const stdout = `${'x'.repeat(3000)} executable file not found`;
    expect(end(exitWith('255'), stdout)).toMatchObject({ exitCode: 255 });
  });

  it.each([
    ['', /ended within the status/],
    ['{"status":"Succ', /ended within the status/],
    ['<html>', /not JSON/],
    ['[]', /expected an object/],
    ['{"status":7}', /expected text/],
    [exitWith('many'), /exit code "many"/],
    [failure({ message: 'Internal error occurred: dial tcp 53', code: 500 }), /dial tcp 53/],
  ])('throws for %s', (status, message) => {
    expect(() => end(status)).toThrow(message);
  });
});
