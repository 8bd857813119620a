import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { makeProgram } from '../../src/cli/main.ts';
import { runDca } from './run-dca.ts';

// Each test starts programs, and other files' tests run beside it.
vi.setConfig({ testTimeout: 60_000 });

const COMMANDS = makeProgram().commands.flatMap((command) => [
  [command.name()],
  ...command.commands.map((below) => [command.name(), below.name()]),
]);

describe('--help', () => {
  it('knows every command', () => {
    expect(COMMANDS.map((words) => words.join(' ')).sort()).toEqual(
      [
        ...['all', 'ask', 'audit', 'clusters', 'clusters forget', 'compare', 'demo', 'doctor'],
        ...['explain', 'gateway', 'rbac', 'replay', 'worker'],
      ].sort(),
    );
  });

  it.each(COMMANDS.map((words) => [words.join(' '), words] as const))('%s', async (_name, words) => {
    const { code, stdout, stderr } = await runDca([...words, '--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(new RegExp(`^Usage: dca ${words.join('.* ')}`));
  });

  it('of the program names the commands; an unknown word is a usage error', async () => {
    const [help, wrong, version] = await Promise.all([runDca(['--help']), runDca(['hepl']), runDca(['--version'])]);
    for (const [name] of COMMANDS) expect(help.stdout).toContain(name);
    expect([wrong.code, wrong.stdout]).toEqual([64, '']);
    expect(wrong.stderr).toMatch(/help/);
    expect(version).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+/) });
  });
});

describe('rbac', () => {
  it('prints YAML that kubectl can read, in the namespaces asked for', async () => {
    const { code, stdout } = await runDca(['rbac', '--agent-namespace', 'monitoring-7', '--namespace', 'bots-8']);
    const documents = parseAllDocuments(stdout);
    expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
    const objects = documents.map((document) => document.toJS());
    const role = objects.find(({ kind }) => kind === 'Role');
    expect([code, role.metadata.namespace]).toEqual([0, 'monitoring-7']);
    expect(role.rules).toContainEqual({ apiGroups: [''], resources: ['pods/exec'], verbs: ['get', 'create'] });
    expect(objects.find(({ kind }) => kind === 'ServiceAccount')?.metadata.namespace).toBe('bots-8');
    expect(stdout).not.toContain('secrets');
  });

  it.each([
    { questions: ['hpa'], has: 'horizontalpodautoscalers', hasNot: 'watch' },
    { questions: ['metrics'], has: 'datadogmetrics', hasNot: 'external.metrics.k8s.io"' },
    { questions: ['leader', 'metrics'], has: 'leases', hasNot: 'statefulsets' },
    { questions: ['leader'], has: 'leases', hasNot: 'horizontalpodautoscalers' },
  ])('--for $questions', async ({ questions, has, hasNot }) => {
    const { code, stdout } = await runDca(['rbac', '--for', ...questions]);
    expect(code).toBe(0);
    expect(stdout).toContain(`- ${has}`);
    expect(stdout).not.toContain(hasNot);
  });

  it('a question nobody can ask is a usage error', async () => {
    const { code, stdout, stderr } = await runDca(['rbac', '--for', 'weather']);
    expect([code, stdout, stderr]).toEqual([
      64,
      '',
      '--for weather: status | leader | hpa | metrics | checks | endpoints | metadata | node | events | logs | health | flare\n',
    ]);
  });
});

describe('configuration', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dca-config-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(['all', 'gateway', 'worker', 'doctor', 'clusters'])(
    '%s tells all problems at once, with line and column, and secrets never',
    async (command) => {
      const file = join(folder, `${command}.yaml`);
      await writeFile(
        file,
        ['slack:', '  mode: carrier-pigeon', '  prot: 17', 'deadlines:', '  status: soon', 'langage: ja', ''].join(
          '\n',
        ),
      );
      const env = { SLACK_BOT_TOKEN: 'xoxb-not-to-be-told-17', REDIS_URL: 'redis://:hunter2-17@127.0.0.1:1' };
      const { code, stdout, stderr } = await runDca([command, '--config', file], { env });
      expect([code, stdout]).toEqual([64, '']);
      for (const place of [
        [2, 9],
        [3, 3],
        [5, 11],
        [6, 1],
      ])
        expect(stderr).toContain(`line ${place[0]}, column ${place[1]}`);
      expect(stderr).toContain('carrier-pigeon');
      expect(stderr).not.toMatch(/not-to-be-told|hunter2/);
    },
  );

  it('missing secrets are named', async () => {
    const file = join(folder, 'good.yaml');
    await writeFile(file, 'language: en\n');
    const { code, stderr } = await runDca(['gateway', '--config', file]);
    expect(code).toBe(64);
    for (const name of ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN']) expect(stderr).toContain(name);
  });

  it('a file that is not there is told', async () => {
    const { code, stderr } = await runDca(['worker', '--config', join(folder, 'none-17.yaml')]);
    expect(code).toBe(64);
    expect(stderr).toContain('none-17.yaml');
  });
});
