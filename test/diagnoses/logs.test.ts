import { describe, expect, it } from 'vitest';
import { logs as rule } from '../../src/diagnoses/logs.ts';
import type { FindingCode, FindingOf } from '../../src/domain/finding.ts';
import type { LogScan, LogTrouble, LogTroubleKind } from '../../src/domain/log-scan.ts';
import { known } from '../../src/domain/reading.ts';
import type { AgentPod } from '../../src/domain/snapshot.ts';
import { ago, brief, failed, NOW, pod, snapshot } from './build.ts';

type Read = Extract<LogScan['reading'], { readonly known: true }>['value'];

function trouble(kind: LogTroubleKind, over: Partial<LogTrouble> = {}): LogTrouble {
  return { kind, times: 7, first: ago(190), last: ago(45), text: `${kind} it is`, ...over };
}

function log(name: string, troubles: readonly LogTrouble[] = [], over: Partial<Read> = {}): LogScan {
  const value = { troubles, lines: 402, bytes: 71_955, recognised: 398, from: ago(5_400), to: ago(3), more: false };
  return { pod: name, reading: known({ ...value, ...over }, `kubectl logs ${name}`, NOW) };
}

function diagnose(logs: readonly LogScan[], pods?: readonly AgentPod[]) {
  return rule.diagnose(snapshot(pods === undefined ? {} : { pods }, { logs }));
}

function factsOf<C extends FindingCode>(code: C, logs: readonly LogScan[]) {
  const found = diagnose(logs).filter((finding): finding is FindingOf<C> & typeof finding => finding.code === code);
  expect(found).toHaveLength(1);
  return found[0]!.facts as FindingOf<C>['facts'];
}

const verdictOf = (one: LogTrouble, over: Partial<Read> = {}) => diagnose([log('dca-a', [one], over)])[0]?.verdict;

describe('how bad a trouble is', () => {
  it.each([
    ['metrics-rate-limited', 1, 'fault'],
    ['metrics-keys-rejected', 1, 'fault'],
    ['metrics-keys-missing', 1, 'fault'],
    ['forbidden', 1, 'fault'],
    ['token-refused', 1, 'fault'],
    ['token-too-short', 1, 'fault'],
    ['intake-key-invalid', 2, 'fault'],
    ['api-server-unreachable', 2, 'fault'],
    ['metrics-no-series', 2, 'warning'],
    ['admission-failing', 2, 'warning'],
    ['unknown-error', 1, 'warning'],
    ['election-lost', 4, 'explained'],
    ['election-lost', 5, 'warning'],
    ['checks-undispatchable', 2, 'explained'],
    ['checks-undispatchable', 3, 'warning'],
    ['checks-node-expired', 2, 'explained'],
    ['forwarding-failing', 4, 'explained'],
    ['forwarding-failing', 5, 'warning'],
  ] as const)('%s, %d lines: %s', (kind, times, verdict) => {
    expect(verdictOf(trouble(kind, { times }))).toBe(verdict);
  });

  it.each([
    ['ten minutes before the end of the log', { times: 1, first: ago(603), last: ago(603) }, 'fault'],
    ['a second more', { times: 1, first: ago(604), last: ago(604) }, 'explained'],
    ['twice its usual gap', { times: 4, first: ago(4_953), last: ago(1_983) }, 'fault'],
    ['a second more than that', { times: 4, first: ago(4_954), last: ago(1_987) }, 'explained'],
    ['no time', { times: 4 }, 'fault'],
  ] as const)('silent for %s', (_name, when, verdict) => {
    const { first, last, ...untimed } = trouble('metrics-rate-limited');
    expect([first, last]).not.toContain(undefined);
    expect(verdictOf({ ...untimed, ...when })).toBe(verdict);
  });

  it('in a log whose end has no time goes on', () => {
    const { to, ...value } = (log('dca-a', [trouble('forbidden', { last: ago(40_000) })]).reading as { value: Read })
      .value;
    expect(to).toBeDefined();
    expect(diagnose([{ pod: 'dca-a', reading: known(value, 'kubectl logs', NOW) }])[0]?.verdict).toBe('fault');
  });

  it.each([
    ['before the container that runs', ago(2_000), 'explained'],
    ['since then', ago(6_000), 'fault'],
  ])('said once, %s started', (_name, startedAt, verdict) => {
    const once = trouble('metrics-api-server-failed', { times: 1, first: ago(5_000), last: ago(5_000) });
    expect(diagnose([log('dca-a', [once])], [pod('dca-a', { startedAt })])[0]?.verdict).toBe(verdict);
    expect(verdictOf(once)).toBe('explained');
  });

  it('goes on while one replica still meets it', () => {
    const old = trouble('forbidden', { about: 'watch events', times: 3, first: ago(5_000), last: ago(4_000) });
    const now = trouble('forbidden', { about: 'watch events' });
    expect(brief(diagnose([log('dca-a', [old]), log('dca-b', [now])]))).toEqual(['logs-trouble fault']);
    expect(brief(diagnose([log('dca-a', [old]), log('dca-b', [old])]))).toEqual(['logs-trouble explained']);
  });
});

describe('equal troubles of several replicas', () => {
  const first = trouble('forbidden', {
    about: 'watch events',
    times: 3,
    first: ago(311),
    last: ago(29),
    text: 'older',
  });
  const second = trouble('forbidden', {
    about: 'watch events',
    times: 17,
    first: ago(97),
    last: ago(11),
    text: 'newer',
  });

  it('are one, with the newest line', () => {
    const [finding, ...more] = diagnose([log('dca-a', [first]), log('dca-b', [second])]);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      subject: 'dca-b',
      facts: {
        kind: 'forbidden',
        pods: [
          { pod: 'dca-b', times: 17 },
          { pod: 'dca-a', times: 3 },
        ],
        times: 20,
        first: ago(311),
        last: ago(11),
        lastSeconds: 11,
        text: 'newer',
        about: 'watch events',
        over: false,
      },
      evidence: ['kubectl logs dca-a', 'kubectl logs dca-b'],
    });
  });

  it('are two where they name different things', () => {
    const other = { ...second, about: 'list nodes' };
    expect(diagnose([log('dca-a', [first]), log('dca-b', [other])])).toHaveLength(2);
  });

  it('without a time or a name say so', () => {
    const bare: LogTrouble = { kind: 'intake-unreachable', times: 2, text: 'it' };
    const facts = factsOf('logs-trouble', [log('dca-a', [bare])]);
    expect(facts).toMatchObject({ first: null, last: null, lastSeconds: null, about: null });
  });
});

describe('the order', () => {
  it('is worst first, then what is known, then the newest; noise at the end', () => {
    const told = diagnose([
      log('dca-a', [
        trouble('noise', { last: ago(4) }),
        trouble('unknown-error', { last: ago(5) }),
        trouble('intake-rejected', { last: ago(80) }),
        trouble('forbidden', { last: ago(90) }),
        trouble('election-lost', { times: 1, last: ago(6) }),
        trouble('token-refused', { last: ago(70) }),
        trouble('admission-failing', { last: ago(60) }),
      ]),
    ]);
    const kinds = told.map(({ facts, verdict }) => [(facts as { kind: string }).kind, verdict]);
    expect(kinds).toEqual([
      ['token-refused', 'fault'],
      ['forbidden', 'fault'],
      ['admission-failing', 'warning'],
      ['intake-rejected', 'warning'],
      ['unknown-error', 'warning'],
      ['election-lost', 'explained'],
      ['noise', 'explained'],
    ]);
  });

  const many = Array.from({ length: 14 }, (_, n) => trouble('unknown-error', { about: `e${n}`, last: ago(40 + n) }));

  it('tells what comes after the tenth by its kind', () => {
    const old = trouble('token-refused', { times: 3, first: ago(5_000), last: ago(4_000) });
    const told = diagnose([log('dca-a', [...many, trouble('forbidden')]), log('dca-b', [old])]);
    expect(told).toHaveLength(11);
    expect(told[0]?.verdict).toBe('fault');
    expect(told[9]?.facts).toMatchObject({ about: 'e8' });
    expect(told[10]).toEqual({
      code: 'logs-more',
      verdict: 'warning',
      subject: 'shop-prod',
      facts: {
        troubles: 6,
        kinds: [
          { kind: 'unknown-error', troubles: 5, times: 35, over: false },
          { kind: 'token-refused', troubles: 1, times: 3, over: true },
        ],
      },
      evidence: ['kubectl logs dca-a', 'kubectl logs dca-b'],
    });
  });

  it.each([
    ['ten', many.slice(0, 10)],
    ['ten and noise', [...many.slice(0, 10), trouble('noise'), trouble('noise', { about: 'x' })]],
  ])('leaves out nothing of %s', (_name, troubles) => {
    const told = diagnose([log('dca-a', troubles)]);
    expect(told).toHaveLength(10);
    expect(told.every(({ code }) => code === 'logs-trouble')).toBe(true);
  });
});

describe('a quiet log', () => {
  it('is well, noise and all', () => {
    const logs = [
      log('dca-a', [trouble('noise', { times: 31 })]),
      log('dca-b', [], { lines: 77, from: ago(9_000), to: ago(8) }),
    ];
    expect(brief(diagnose(logs))).toEqual(['logs-quiet ok']);
    expect(factsOf('logs-quiet', logs)).toEqual({ pods: 2, lines: 479, from: ago(9_000), to: ago(3), noise: 31 });
  });

  it('is not called quiet beside one that is over', () => {
    const old = trouble('forbidden', { first: ago(5_000), last: ago(4_990) });
    expect(brief(diagnose([log('dca-a', [old]), log('dca-b')]))).toEqual(['logs-trouble explained']);
  });
});

describe('a log that says nothing', () => {
  const EMPTY = { lines: 0, bytes: 0, recognised: 0 };
  const FOREIGN = [trouble('unknown-error')];

  it.each([
    ['without lines', [log('dca-a', [], EMPTY)], ['logs-empty unknown'], 0],
    ['of another program', [log('dca-a', FOREIGN, { lines: 19, recognised: 0 })], ['logs-empty unknown'], 19],
    ['beside a quiet one', [log('dca-a', [], EMPTY), log('dca-b')], ['logs-empty unknown', 'logs-quiet ok'], 0],
    [
      'that could not be read',
      [{ pod: 'dca-a', reading: failed('timeout') }, log('dca-b')],
      ['logs-empty unknown', 'logs-quiet ok'],
      0,
    ],
    [
      'beside trouble',
      [log('dca-a', [], EMPTY), log('dca-b', [trouble('forbidden')])],
      ['logs-empty unknown', 'logs-trouble fault'],
      0,
    ],
  ])('%s is unknown', (_name, logs, expected, lines) => {
    expect(brief(diagnose(logs))).toEqual(expected);
    expect(factsOf('logs-empty', logs)).toEqual({ pods: ['dca-a'], lines });
  });

  it('since dca-bot may not read it is told with the right it lacks', () => {
    expect(diagnose([{ pod: 'dca-a', reading: failed('forbidden') }])).toEqual([]);
  });

  it('but its reason for giving up is told', () => {
    const gaveUp = log('dca-a', [trouble('start-failed')], { lines: 1, recognised: 0 });
    expect(brief(diagnose([gaveUp]))).toEqual(['logs-trouble fault']);
  });

  it.each([
    ['no logs', { logs: [] }],
    ['another question', {}],
  ])('is not there: %s', (_name, over) => {
    expect(rule.diagnose(snapshot({}, over))).toEqual([]);
  });
});

it('a log that goes back further is told beside the rest', () => {
  const logs = [
    log('dca-a', [], { more: true, bytes: 10_485_760, from: ago(700) }),
    log('dca-b', [], { more: true, bytes: 9_000_017, from: ago(4_000) }),
    log('dca-c'),
  ];
  expect(brief(diagnose(logs))).toEqual(['logs-cut explained', 'logs-quiet ok']);
  expect(factsOf('logs-cut', logs)).toEqual({ pods: ['dca-a', 'dca-b'], bytes: 19_485_777, from: ago(700) });
});
