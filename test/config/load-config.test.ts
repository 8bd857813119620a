import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '../../src/config/config.ts';
import type { ConfigProblem } from '../../src/config/config-problem.ts';
import { loadConfig, missingSecrets } from '../../src/config/load-config.ts';
import { problemText } from '../../src/config/problem-phrases.ts';
import { CLUSTER_KINDS, LANGUAGES } from '../../src/domain/question.ts';

const BOT = 'xoxb-11-22-abcdefghijkl';

function load(text: string, env: Record<string, string> = {}, files: Record<string, string> = {}) {
  return loadConfig({ env, readFile: (path) => (path === 'dca.yaml' ? text : files[path]) });
}

function problems(text: string, env: Record<string, string> = {}, files: Record<string, string> = {}) {
  const loaded = load(text, env, files);
  return loaded.ok ? [] : loaded.problems;
}

function config(text: string, env: Record<string, string> = {}, files: Record<string, string> = {}) {
  const loaded = load(text, env, files);
  if (!loaded.ok) throw new Error(loaded.problems.map((problem) => problemText(problem)).join('\n'));
  return loaded.config;
}

const WRONG: readonly (readonly [text: string, line: number, column: number, problem: string])[] = [
  ['langage: ja', 1, 1, 'langage: The key "langage" is not known. Did you mean "language"?'],
  [
    'slack:\n  zzz: 1',
    2,
    3,
    'slack.zzz: The key "zzz" is not known. Known here: mode, host, port, path, apiUrl, botTokenFile, appTokenFile, signingSecretFile.',
  ],
  ['language: de', 1, 11, 'language: "de" is not possible here. Possible: en, ja.'],
  ['slack:\n  port: 70000', 2, 9, 'slack.port: "70000" is not a whole number from 0 to 65535.'],
  ['worker: { concurrency: 0 }', 1, 24, 'worker.concurrency: "0" is not a whole number from 1 to 100.'],
  [
    'deadlines:\n  leader: 30',
    2,
    11,
    'deadlines.leader: "30" is not a duration from 1 s to 600 s, such as 30s or 1m30s.',
  ],
  [
    'deadlines:\n  status: 11m',
    2,
    11,
    'deadlines.status: "11m" is not a duration from 1 s to 600 s, such as 30s or 1m30s.',
  ],
  ['clusters: prod', 1, 11, 'clusters: A list belongs here: one line per entry, each beginning with a dash.'],
  ['slack: on', 1, 8, 'slack: A section with keys belongs here.'],
  ['clusters:\n  - name: a\n  - name: a', 3, 5, 'clusters.1: Two clusters are called "a".'],
  [
    'clusters:\n  - name: a\n    exec: maybe',
    3,
    11,
    'clusters.0.exec: "maybe" is not possible here. Possible: on, off.',
  ],
  ['clusters:\n  - inCluster: on\n    context: c', 2, 5, 'clusters.0: Either context or inCluster, not both.'],
  [
    'channels:\n  general: {}',
    2,
    3,
    'channels.general: "general" is not a channel id such as C0123ABCD (in Slack: channel details, at the bottom).',
  ],
  [
    'access:\n  - user: [U0123ABCD]\n    clusters: all\n    questions: all',
    2,
    5,
    'access.0.user: The key "user" is not known. Did you mean "users"?',
  ],
  [
    'access:\n  - users: [alice]\n    clusters: all\n    questions: all',
    2,
    13,
    `access.0.users.0: "alice" is not a person's id such as U0123ABCD (in Slack: profile, three dots, copy member ID).`,
  ],
  [
    'access:\n  - users: [U0123ABCD]\n    userGroups: [sre]\n    clusters: all\n    questions: all',
    3,
    18,
    'access.0.userGroups.0: "sre" is not the id of a user group such as S0123ABCD (in Slack: People, User groups, copy group ID).',
  ],
  [
    'access:\n  - apps: [U0123ABCD]\n    clusters: all\n    questions: all',
    2,
    12,
    'access.0.apps.0: "U0123ABCD" is not the id of an app or a bot such as A0123ABCD or B0123ABCD.',
  ],
  [
    'access:\n  - users: []\n    clusters: all\n    questions: all',
    2,
    12,
    'access.0.users: This list is empty, which would mean nobody. Fill it, or leave its key out.',
  ],
  [
    'access:\n  - channels:\n    clusters: all\n    questions: all',
    2,
    14,
    'access.0.channels: This list is empty, which would mean nobody. Fill it, or leave its key out.',
  ],
  [
    'access:\n  - users:\n      -\n    clusters: all\n    questions: all',
    3,
    8,
    'access.0.users.0: This entry of the list is empty.',
  ],
  [
    'access:\n  - users: [U0123ABCD]\n    questions: all',
    2,
    5,
    'access.0: The rule does not say which clusters: add clusters, a list or "all".',
  ],
  [
    'access:\n  - clusters: all\n    questions: [status, hpas]',
    3,
    25,
    'access.0.questions.1: "hpas" is not possible here. Possible: status, leader, hpa, metrics, checks, endpoints, metadata, node, events, logs, health, flare, explain, compare, replay.',
  ],
  [
    'access:\n  - clusters: prod\n    questions: all',
    2,
    15,
    'access.0.clusters: A list belongs here: one line per entry, each beginning with a dash.',
  ],
  [
    'access:\n  - strangers: on\n    clusters: all\n    questions: all',
    2,
    5,
    'access.0: A rule with strangers must also say which channels.',
  ],
  ['access:\n  - &a { name: a, clusters: all, questions: all }\n  - *a', 3, 5, 'access.1: Two rules are called "a".'],
  ['access: { sre: all }', 1, 9, 'access: A list belongs here: one line per entry, each beginning with a dash.'],
  [
    'agent:\n  namespace: Data_Dog',
    2,
    14,
    'agent.namespace: "Data_Dog" is not a Kubernetes name (lower-case letters, digits, dots and dashes).',
  ],
  [
    `slack:\n  botToken: ${BOT}`,
    2,
    3,
    'slack.botToken: A secret does not belong into this file. Put it into the environment as SLACK_BOT_TOKEN, or name a file that holds it with botTokenFile.',
  ],
  [
    'redis:\n  url: redis://:hunter2@cache:6379',
    2,
    3,
    'redis.url: A secret does not belong into this file. Put it into the environment as REDIS_URL, or name a file that holds it with urlFile.',
  ],
  [`slack:\n  mode: ${BOT}`, 2, 3, 'slack.mode: A secret does not belong into this file.'],
  [
    'slack: {mode: socket',
    1,
    21,
    'This is not YAML: Flow map in block collection must be sufficiently indented and end with a }.',
  ],
  ['language: en\nlanguage: ja', 2, 1, 'This is not YAML: Map keys must be unique.'],
  ['slack:\n  botTokenFile: /none', 2, 17, 'slack.botTokenFile: There is no file /none.'],
  ['slack:\n  botTokenFile: /wrong', 2, 17, 'slack.botTokenFile: This is not a bot token, which begins with xoxb-.'],
];

describe('what is wrong with dca.yaml', () => {
  it.each(WRONG)('%j', (text, line, column, sentence) => {
    const [first] = problems(text, {}, { '/wrong': 'hunter2-and-more' });
    expect(first && problemText(first)).toBe(`dca.yaml, line ${line}, column ${column}: ${sentence}`);
  });

  it('is told all at once, in the order of the file', () => {
    const found = problems('langage: ja\nslack:\n  port: x\nlog:\n  level: loud\n', { SLACK_BOT_TOKEN: 'wrong' });
    expect(found.map(({ code, path }) => [code, path])).toEqual([
      ['unknown-key', 'langage'],
      ['not-a-number', 'slack.port'],
      ['not-legal', 'log.level'],
      ['env-not-legal', 'slack.botToken'],
    ]);
  });

  it('never repeats a secret, in any language', () => {
    const secrets = [BOT, 'hunter2', 'xapp-1-A0-22-zyxwvutsrqponm', '5f1d0a9c3b7e4f62a8d1c0e9b3f7a264'];
    const places = [
      '',
      'slack: ',
      'language: ',
      'slack:\n  mode: ',
      'slack:\n  signingSecret: ',
      'log: [',
      'a: "',
      'x',
    ];
    for (const secret of secrets)
      for (const place of places)
        for (const language of LANGUAGES)
          for (const problem of problems(`${place}${secret.startsWith('hunter') ? `redis://:${secret}@h` : secret}`))
            expect(problemText(problem, language)).not.toContain(secret);
    const [problem] = problems('', { SLACK_BOT_TOKEN: 'hunter2' });
    expect(problem && problemText(problem)).toBe(
      'slack.botToken: The environment variable SLACK_BOT_TOKEN is not a bot token, which begins with xoxb-.',
    );
  });

  it('has Japanese words for each', () => {
    for (const [text] of WRONG)
      for (const problem of problems(text)) expect(problemText(problem, 'ja')).toMatch(/[ぁ-ん一-龠]/);
  });

  it('says when the file is missing or cannot be read', () => {
    const missing = loadConfig({ file: 'x.yaml', env: {}, readFile: () => undefined });
    expect(missing.ok ? [] : missing.problems.map((problem) => problemText(problem))).toEqual([
      'There is no file x.yaml.',
    ]);
    const named = loadConfig({ env: { DCA_CONFIG: 'y.yaml' }, readFile: () => undefined });
    expect(named.ok).toBe(false);
    const refused = loadConfig({
      env: {},
      readFile: () => {
        throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
      },
    });
    expect(refused.ok ? [] : refused.problems.map((problem) => problemText(problem))).toEqual([
      'The file dca.yaml cannot be read (EACCES).',
    ]);
  });
});

describe('a configuration', () => {
  it('is complete without a file', () => {
    const loaded = loadConfig({ env: {}, readFile: () => undefined });
    expect(loaded).toEqual({ ok: true, config: DEFAULTS });
  });

  it('is the defaults where sections are empty', () => {
    expect(config('slack:\nredis:\nclusters: []\nchannels: {}\n# nothing\n')).toEqual(DEFAULTS);
  });

  it('takes secrets from the environment before files', () => {
    const file = 'slack:\n  botTokenFile: /run/bot\n  appTokenFile: /run/app\nredis:\n  urlFile: /run/redis\n';
    const files = {
      '/run/bot': 'xoxb-from-file\n',
      '/run/app': 'xapp-from-file',
      '/run/redis': 'redis://:pw@h:6379\n',
    };
    expect(config(file, { SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: '' }, files)).toMatchObject({
      slack: { botToken: BOT, appToken: 'xapp-from-file' },
      redis: { url: 'redis://:pw@h:6379' },
    });
  });

  it('knows anchors, durations and both ways to write a switch', () => {
    const text =
      'deadlines: { status: 1m30s, leader: 2500ms, metrics: 10s, endpoints: 70s, logs: 80s }\nclusters:\n  - &a { name: a, exec: off }\n  - { name: b, exec: true }\n';
    expect(config(text)).toMatchObject({
      deadlines: {
        status: 90_000,
        leader: 2500,
        hpa: 45_000,
        metrics: 10_000,
        checks: 60_000,
        endpoints: 70_000,
        logs: 80_000,
      },
      clusters: [
        { name: 'a', exec: false },
        { name: 'b', exec: true },
      ],
    });
  });

  it('reads access rules, each with a name to be called by', () => {
    const text = `access:
  - name: sre
    users: [U0123ABCD, W0123ABCD]
    userGroups: [S0123ABCD]
    clusters: all
    questions: all
  - channels: [C0123ABCD]
    apps: [A0123ABCD, B0123ABCD]
    guests: on
    strangers: yes
    clusters: [prod-eu, all]
    questions:
      - status
      - explain
  - clusters: [dev]
    questions: [hpa]
`;
    expect(config(text).access).toEqual([
      {
        name: 'sre',
        users: ['U0123ABCD', 'W0123ABCD'],
        userGroups: ['S0123ABCD'],
        guests: false,
        strangers: false,
        clusters: 'all',
        questions: 'all',
      },
      {
        name: '#2',
        channels: ['C0123ABCD'],
        apps: ['A0123ABCD', 'B0123ABCD'],
        guests: true,
        strangers: true,
        clusters: 'all',
        questions: ['status', 'explain'],
      },
      { name: '#3', guests: false, strangers: false, clusters: ['dev'], questions: ['hpa'] },
    ]);
  });

  it('tells all that is wrong with rules at once', () => {
    const text =
      'access:\n  - users: [x]\n    clusters: []\n  - strangers: perhaps\n    clusters: all\n    questions: 7\n';
    expect(problems(text).map(({ code, path }) => [code, path])).toEqual([
      ['key-missing', 'access.0'],
      ['not-a-text', 'access.0.users.0'],
      ['empty-list', 'access.0.clusters'],
      ['not-legal', 'access.1.strangers'],
      ['not-a-list', 'access.1.questions'],
    ]);
  });

  it('loads the example that ships', () => {
    const text = readFileSync(join(import.meta.dirname, '../../deploy/dca.example.yaml'), 'utf8');
    expect(config(text)).toMatchObject({
      slack: { mode: 'socket', port: 3000 },
      clusters: [
        { name: 'prod-eu', inCluster: true, namespace: 'datadog', exec: true },
        { name: 'staging', kubeconfig: '/etc/dca/kubeconfig', context: 'staging-admin', exec: false },
      ],
      channels: { C0123ABCD: { cluster: 'prod-eu', language: 'ja' } },
      access: [
        { name: 'sre', userGroups: ['S0123ABCD'], clusters: 'all' },
        { name: 'everybody', clusters: ['staging'], questions: ['status', 'hpa', 'health'] },
        { name: 'partner', channels: ['C0456EFGH'], strangers: true },
        { name: 'alerts', apps: ['A0789JKLM'] },
      ],
      agent: { namespace: 'datadog', leaseNames: ['datadog-leader-election'] },
    });
    // Every section of the configuration is shown.
    for (const key of Object.keys(DEFAULTS)) expect(text).toMatch(new RegExp(`^${key}:`, 'm'));
    expect(config(text).deadlines).toEqual(DEFAULTS.deadlines);
    for (const kind of CLUSTER_KINDS) expect(text).toMatch(new RegExp(`^  ${kind}: \\d+s`, 'm'));
  });

  it.each([
    ['all', '', ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN']],
    ['gateway', 'slack: { mode: http }', ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'REDIS_URL']],
    ['worker', '', ['REDIS_URL']],
  ] as const)('says which secrets %s lacks', (role, text, expected) => {
    const missing: readonly ConfigProblem[] = missingSecrets(config(text), role);
    expect(missing.map((problem) => problem.code === 'secret-missing' && problem.facts.env)).toEqual(expected);
    const env = { SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: 'xapp-1', SLACK_SIGNING_SECRET: 's', REDIS_URL: 'redis://h' };
    expect(missingSecrets(config(text, env), role)).toEqual([]);
  });
});
