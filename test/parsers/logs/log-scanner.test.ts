import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { LOG_TROUBLE_KINDS } from '../../../src/domain/log-scan.ts';
import { logScanner, type ScannedLog } from '../../../src/parsers/logs/log-scanner.ts';
import { agentLine } from './agent-lines.ts';

function scan(...pieces: readonly string[]): ScannedLog {
  const scanner = logScanner();
  for (const piece of pieces) scanner.take(piece);
  return scanner.end();
}

function captured(path: string): string {
  return readFileSync(new URL(`../../../simulator/cluster/scenarios/${path}`, import.meta.url), 'utf8');
}

const brief = ({ troubles }: ScannedLog) => troubles.map(({ kind, times, about }) => [kind, times, about ?? '']);

describe('a captured log', () => {
  it('of a leader that was restarted twice', () => {
    const text = captured('leader-and-follower/leader-cluster-agent.log');
    const scanned = scan(text);
    expect(scanned).toMatchObject({
      lines: 400,
      bytes: 71_955,
      recognised: 400,
      from: '2026-11-23T18:19:32.000Z',
      to: '2026-11-23T18:35:52.000Z',
      more: false,
    });
    expect(brief(scanned)).toEqual([
      ['noise', 75, ''],
      ['metrics-api-server-failed', 1, ''],
      ['checks-undispatchable', 2, 'http_check'],
      ['checks-unscheduled', 1, 'http_check kube_services:kube_service://default/nginx'],
      ['election-lost', 2, ''],
    ]);
  });

  it('of a node Agent that was refused, and has no such checks', () => {
    const scanned = scan(captured('leader-and-follower/node1-agent.log'));
    expect(brief(scanned)).toMatchObject([
      ['noise', 42, ''],
      ['unknown-error', 1, expect.stringMatching(/^Cannot get kubeUtil object: .* with host: #\./)],
      ['unknown-error', 1, expect.stringMatching(/^Cannot get node name: /)],
      ['start-failed', 1, 'endpointschecks'],
      ['forwarding-failing', 1, ''],
      ['token-refused', 15, ''],
      ['unknown-error', 1, expect.stringContaining("config 'http_check'")],
    ]);
    expect(scanned.troubles.find(({ kind }) => kind === 'token-refused')).toMatchObject({
      first: '2026-11-23T18:27:36.000Z',
      last: '2026-11-23T18:29:16.000Z',
    });
  });
});

describe('lines of other forms', () => {
  it('client-go’s own say what they say, at no time', () => {
    const text = [
      'I0730 14:00:00.123456       1 leaderelection.go:250] attempting to acquire leader lease',
      'E0730 14:00:01.123456       1 reflector.go:138] pkg/x.go:1: Failed to watch *v1.Node: nodes is forbidden: User "a" cannot watch resource "nodes" in API group "" at the cluster scope',
      'E0730 14:00:02.123456       1 x.go:1] something else',
      '2026-11-23T18:40:07.5Z W0730 14:00:03.123456       1 x.go:1] failed to renew lease a/b: timed out',
    ].join('\n');
    expect(scan(text)).toMatchObject({
      lines: 4,
      recognised: 0,
      troubles: [
        { kind: 'forbidden', about: 'watch nodes' },
        { kind: 'unknown-error', text: 'something else' },
        { kind: 'election-lost', last: '2026-11-23T18:40:07.500Z' },
      ],
    });
    expect(scan(text).troubles[0]).not.toHaveProperty('last');
  });

  it('last words are told, at the time of the line before them', () => {
    const before = agentLine('INFO', 'Starting', '2026-11-23 18:41:02 UTC');
    const stack = 'panic: runtime error: index out of range [7] with length 3\n\ngoroutine 19 [running]:\nmain.go:7';
    expect(scan(`${before}\n${stack}\n`).troubles).toEqual([
      {
        kind: 'unknown-error',
        about: 'panic: runtime error: index out of range [#] with length #',
        times: 1,
        first: '2026-11-23T18:41:02.000Z',
        last: '2026-11-23T18:41:02.000Z',
        text: stack,
      },
    ]);
    expect(brief(scan('Error: no API key configured, exiting'))).toEqual([['start-failed', 1, '']]);
  });

  it('lines that go on belong to the one before, client-go’s between them left out', () => {
    const text = [
      agentLine('ERROR', 'Unable to fetch external metrics: '),
      'E0730 14:00:00.123456 1 a.go:138] something else',
      'API error 429 Too Many Requests',
    ].join('\n');
    expect(brief(scan(text))).toEqual([
      ['unknown-error', 1, 'something else'],
      ['metrics-rate-limited', 1, ''],
    ]);
  });

  it.each([
    ['nothing', '', 0],
    ['an empty line', '\n', 1],
    ['another program', 'level=error msg="it broke" err="API error 429"\nTraceback (most recent call last):', 2],
    ['JSON of another program', '{"level":"error","ts":1,"msg":"it broke"}', 1],
    ['JSON cut in two', '{"level":"ERROR","time":"2026-11-23 18:40:05 UTC","msg":"it bro', 1],
    ['lines that follow nothing', 'goroutine 19 [running]:\nError code', 2],
  ])('%s is not recognised', (_name, text, lines) => {
    expect(scan(text)).toEqual({
      troubles: [],
      lines,
      bytes: Buffer.byteLength(text),
      recognised: 0,
      more: false,
    });
  });
});

describe('errors that nobody knows', () => {
  it.each([
    ['numbers', 'took 17.5s, 3 tries', 'took 21s, 14 tries'],
    ['addresses', 'no route to 10.0.0.7:5005', 'no route to 10.1.22.133:41234'],
    ['IPv6 addresses', 'no route to [fd00::7]:5005', 'no route to [fd00:1::1c]:41234'],
    ['UUIDs', 'id 65e9d9f0-8a41-4c4e-9b0a-daaed1aa2c3e gone', 'id 0b5e9d9f-9a41-4c4e-8b0a-ffaed1aa2c3e gone'],
    ['digests', 'config 8eb5ef8cc0e47dbf', 'config 49e7a4e7098620c3'],
    ['endings of pods of a Deployment', 'pod web-6c9c858f76-8qmb7 gone', 'pod web-7d4f5b6c89-ljbd8 gone'],
    ['endings of pods of a DaemonSet', 'pod agent-z7jgp gone', 'pod agent-xkwlq gone'],
  ])('are one where only %s differ', (_name, first, second) => {
    const { troubles } = scan([agentLine('ERROR', first), agentLine('CRITICAL', second)].join('\n'));
    expect(troubles).toMatchObject([{ kind: 'unknown-error', times: 2, text: second }]);
  });

  it.each([
    ['cannot read a', 'cannot read b'],
    ['check nginx failed', 'check redis failed'],
  ])('are two where words differ: %s', (first, second) => {
    expect(scan([agentLine('ERROR', first), agentLine('ERROR', second)].join('\n')).troubles).toHaveLength(2);
  });

  it('are no warnings', () => {
    expect(scan(agentLine('WARN', 'something odd')).troubles).toEqual([]);
  });
});

describe('what is counted', () => {
  it('has its first and last time and its newest words, whatever the order', () => {
    const limited = (seconds: string, n: number) =>
      agentLine('ERROR', `Error getting metrics from Datadog: API error 429 x ${n}`, `2026-11-23 18:40:${seconds} UTC`);
    expect(scan([limited('30', 3), limited('55', 5), limited('10', 1)].join('\n'))).toMatchObject({
      from: '2026-11-23T18:40:10.000Z',
      to: '2026-11-23T18:40:55.000Z',
      troubles: [
        {
          times: 3,
          first: '2026-11-23T18:40:10.000Z',
          last: '2026-11-23T18:40:55.000Z',
          text: 'Error getting metrics from Datadog: API error 429 x 5',
        },
      ],
    });
  });

  it('makes at most 200 groups and loses no line', () => {
    const words = (n: number) => [...String(n)].map((digit) => 'qwertyuiop'[Number(digit)]).join('');
    const lines = Array.from({ length: 5_000 }, (_, n) => agentLine('ERROR', `cannot ${words(n)}`));
    const kinds = ['Leader election lost', 'API Key invalid, dropping transaction for x', 'invalid session token'];
    const { troubles } = scan([...lines, ...kinds.map((kind) => agentLine('ERROR', kind))].join('\n'));
    expect(troubles.length).toBeLessThanOrEqual(200);
    expect(troubles.reduce((sum, { times }) => sum + times, 0)).toBe(5_003);
    expect(troubles.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['election-lost', 'intake-key-invalid', 'token-refused']),
    );
  });

  it('keeps at most 600 characters of a line, and 300 of what it names', () => {
    const [trouble] = scan(agentLine('ERROR', `Query is too long. Dropping: ${'tag:value '.repeat(9_000)}`)).troubles;
    expect(trouble?.text.length).toBeLessThanOrEqual(600);
    expect(trouble?.about?.length).toBeLessThanOrEqual(300);
  });
});

describe('pieces', () => {
  const TEXT = [
    `\x1b[31m${agentLine('ERROR', 'Unable to fetch external metrics: ')}\x1b[0m\r`,
    '  API error 429 Too Many Requests: 日本 🐶\r',
    'E0730 14:00:00.123456 1 a.go:138] something else',
    JSON.stringify({ time: '2026-11-23T18:41:00Z', level: 'ERROR', msg: 'ünknown "🐶" 17' }),
    agentLine('INFO', 'Expiring out node node-7, last status report 31 seconds ago'),
    '',
    'panic: it broke',
  ].join('\n');
  const whole = scan(TEXT);

  it('cut anywhere give what the whole gives', () => {
    expect(whole.troubles).toHaveLength(5);
    expect(whole.bytes).toBe(Buffer.byteLength(TEXT));
    for (let at = 0; at <= TEXT.length; at += 1) expect(scan(TEXT.slice(0, at), TEXT.slice(at))).toEqual(whole);
    expect(scan(...TEXT.split(''))).toEqual(whole);
  });

  it('of a long line are read to one length, however they are cut', () => {
    const long = agentLine('ERROR', `Query is too long. Dropping: ${'x'.repeat(200_000)}`);
    expect(scan(long.slice(0, 65_000), long.slice(65_000, 66_000), long.slice(66_000))).toEqual(scan(long));
  });

  it('of a captured log, in any sizes', () => {
    const text = captured('leader-and-follower/node1-agent.log');
    const expected = scan(text);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9_000 }), { minLength: 1, maxLength: 12 }), (sizes) => {
        const pieces: string[] = [];
        for (let at = 0, n = 0; at < text.length; n += 1) {
          const size = sizes[n % sizes.length]!;
          pieces.push(text.slice(at, at + size));
          at += size;
        }
        expect(scan(...pieces)).toEqual(expected);
      }),
      { seed: 20_261_123, numRuns: 30 },
    );
  });
});

describe('whatever the text', () => {
  const BITS = [
    '2026-11-23 18:40:05 UTC | ',
    'CLUSTER | ',
    'ERROR | ',
    'INFO | ',
    '(a in b) | ',
    'k:v,',
    'E0730 14:00:00.1 1 a.go:1] ',
    'panic: ',
    'is forbidden: User "a" cannot ',
    'resource "b" in API group "',
    'tls handshake error from ',
    'failed to list v1.A: ',
    'Query is too long. Dropping: ',
    '{"msg":"',
    '"level":"ERROR",',
    '"time":"',
    '"}',
    '\x1b[31m',
    '\r',
    '\n',
    '\\"',
    '[pod/',
    '-bcdfg',
    '1.2.3.4',
    '\ud83d',
  ];
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...BITS)).map((all) => all.join('')),
  );

  it('never throws, and keeps its measures', () => {
    fc.assert(
      fc.property(texts, fc.nat(), (text, cut) => {
        const at = cut % (text.length + 1);
        const scanned = scan(text.slice(0, at), text.slice(at));
        expect(scanned).toEqual(scan(text));
        expect(scanned.recognised).toBeLessThanOrEqual(scanned.lines);
        for (const { kind, times, text: words } of scanned.troubles)
          expect([LOG_TROUBLE_KINDS.includes(kind), times > 0, words.length <= 600]).toEqual([true, true, true]);
      }),
      { seed: 20_261_123, numRuns: 2_000 },
    );
  });

  it('means the same between blank lines, colours and other lines of the Agent', () => {
    const text = captured('leader-and-follower/node1-agent.log');
    const dressed = text
      .split('\n')
      .flatMap((line) => [line === '' ? '' : `\x1b[33m${line}\x1b[0m\r`, agentLine('INFO', 'Got a request')])
      .join('\n');
    expect(brief(scan(dressed))).toEqual(brief(scan(text)));
  });

  const many = (unit: string) => unit.repeat(Math.ceil(10_000_000 / unit.length));
  it.each([
    ['known errors', many(`${agentLine('ERROR', 'Error getting metrics from Datadog: API error 429 x')}\n`)],
    ['unknown errors', many(`${agentLine('ERROR', 'cannot read 17 of web-6c9c858f76-8qmb7 at 10.0.0.7:41234')}\n`)],
    ['refusals', many(`${agentLine('ERROR', 'x is forbidden: User "a" cannot list resource "b" in API group ""')}\n`)],
    ['other lines', many(`${agentLine('INFO', 'Dispatching configuration load:3a36 to node pool')}\n`)],
    ['one line', agentLine('ERROR', many('is forbidden: User "a" cannot '))],
    ['failed lists in one entry', `${agentLine('ERROR', 'x')}\n${many('failed to list v1.A: \n')}`],
    ['long lines of digits and hyphens', many(`${agentLine('ERROR', '1'.repeat(9_000) + '-bcdfg'.repeat(2_000))}\n`)],
    ['handshakes', many(`${agentLine('ERROR', 'tls handshake error from a: read tcp '.repeat(500))}\n`)],
    ['lines after one line', `${agentLine('ERROR', 'x')}\n${many('a\n')}`],
    ['escapes', many('\x1b[')],
    ['line ends', many('\n')],
    ['JSON that does not end', many('{"msg":"level')],
  ])('10 MB of %s are read in linear time', (_name, text) => {
    const began = performance.now();
    const { bytes } = scan(text);
    expect(bytes).toBe(Buffer.byteLength(text));
    // A quadratic step over ten million characters would take hours.
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  /** What all patterns together were given to look through, in characters. */
  function searched(text: string): number {
    let sum = 0;
    const exec = RegExp.prototype.exec;
    const spy = vi.spyOn(RegExp.prototype, 'exec').mockImplementation(function (this: RegExp, input: string) {
      sum += input.length;
      return exec.call(this, input);
    });
    try {
      scan(text);
    } finally {
      spy.mockRestore();
    }
    return sum;
  }

  it.each([
    ['known errors', `${agentLine('ERROR', 'Error getting metrics from Datadog: API error 429 x')}\n`],
    ['unknown errors', `${agentLine('ERROR', 'cannot read 17 of web-6c9c858f76-8qmb7')}\n`],
    ['lines that go on', 'and on\n'],
  ])('twice as many %s are twice the work', (_name, unit) => {
    const [once, twice] = [2_000, 4_000].map((times) => searched(agentLine('ERROR', 'x\n') + unit.repeat(times)));
    expect(once).toBeGreaterThan(0);
    expect(twice! / once!).toBeCloseTo(2, 0);
  });
});
