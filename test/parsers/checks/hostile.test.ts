import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfigCheck } from '../../../src/parsers/checks/config-check-output.ts';
import { FUZZ_SEED, FUZZ_TIMEOUT, tryOften } from '../fuzz/fuzz-runs.ts';
import { disguiseEverywhere, type Harmless } from '../fuzz/harmless.ts';
import { ENDPOINT_CHECKS, FOLLOWER_AND_LEADER, fixtureText, parseClusterChecks } from './read-fixture.ts';

const CLUSTER_CHECKS = [
  `${FOLLOWER_AND_LEADER}/leader-clusterchecks.txt`,
  `${FOLLOWER_AND_LEADER}/follower-clusterchecks.txt`,
  'made/clusterchecks-2019-v1.2.txt',
  'made/clusterchecks-2021-v1.14.txt',
  'made/clusterchecks-2024-warming-up.txt',
  'made/clusterchecks-2024-zero-agents.txt',
  'made/clusterchecks-2026-v7.79.txt',
];
const CONFIG_CHECKS = [
  `${ENDPOINT_CHECKS}/leader-configcheck.txt`,
  `${ENDPOINT_CHECKS}/node1-configcheck.txt`,
  'made/configcheck-2024-verbose.txt',
  'made/configcheck-2026-verbose.txt',
  'made/odd-instances.txt',
];

function isWhole(text: string): boolean {
  const parsed = parseClusterChecks(text);
  return parsed.recognised && !parsed.dispatching.cutOff;
}

describe('clusterchecks', () => {
  it(`that lost some of its lines with a meaning is never whole (DCA_TEST_SEED=${FUZZ_SEED})`, {
    timeout: FUZZ_TIMEOUT,
  }, () => {
    const text = fixtureText(`${FOLLOWER_AND_LEADER}/leader-clusterchecks.txt`);
    const lines = text.split('\n');
    // Headings, counts, what opens and what ends a block. Other lines are somebody's YAML, or say the same in other words.
    const telling = lines.flatMap((line, i) => (/^(?:=|default-pool|~$)/.test(line) ? [i] : []));
    return tryOften(
      fc.property(fc.constantFrom(...telling), fc.integer({ min: 1, max: 40 }), (start, count) => {
        const left = lines.toSpliced(start, count).join('\n');
        // A run of lines up to the part about endpoint checks is what an Agent without that part prints.
        const endpointsGone = !left.includes('Pod-backed') && start > lines.indexOf('=== load check ===');
        expect(isWhole(left) && !endpointsGone).toBe(false);
      }),
    );
  });
});

describe('cut at any place', () => {
  // Behind these an Agent prints nothing more if it gives no endpoint checks out: a cut there is not to be seen.
  const MAY_END =
    /(?:Checks on [\s\S]*\n===|reporting ===\nNo check will be dispatched until agents report to the cluster-agent|currently follower)\n*$/;

  it.each(CLUSTER_CHECKS)('%s is whole, or known not to be', (file) => {
    const text = fixtureText(file);
    const whole = parseClusterChecks(text);
    expect(isWhole(text)).toBe(true);
    const silent: string[] = [];
    for (let end = 0; end < text.trimEnd().length; end += 1) {
      const start = text.slice(0, end);
      const parsed = parseClusterChecks(start);
      const told = parsed.recognised && !parsed.dispatching.cutOff;
      if (told && JSON.stringify(parsed) !== JSON.stringify(whole) && !MAY_END.test(start))
        silent.push(start.slice(-60));
    }
    expect(silent).toEqual([]);
  });

  // Nothing tells how many configurations, errors or warnings there are, and of the last parts none is read.
  function mayStop(start: string): boolean {
    const headings = start.match(/^=== .+ ===$/gm) ?? [];
    return (
      /(?:^|\n)===\n*$/.test(start) ||
      /(?:errors|warnings) ===$/.test(headings.at(-1) ?? '') ||
      headings.some((heading) => /^=== (?:Unresolved|Collected|Services)/.test(heading))
    );
  }

  // Where the YAML itself holds a closer, the text up to there looks whole.
  const unambiguous = CONFIG_CHECKS.filter((file) => !file.includes('odd'));

  it.each(unambiguous)('%s holds whole configurations only', (file) => {
    const text = fixtureText(file);
    const whole = parseConfigCheck(text);
    const silent: string[] = [];
    for (let end = 0; end < text.trimEnd().length; end += 1) {
      const start = text.slice(0, end);
      const parsed = parseConfigCheck(start);
      if (!parsed.recognised || !whole.recognised) continue;
      const { configs, cutOff } = parsed.configCheck;
      expect(configs).toEqual(whole.configCheck.configs.slice(0, configs.length));
      if (!cutOff && !mayStop(start)) silent.push(start.slice(-60));
    }
    expect(silent).toEqual([]);
  });
});

describe('what changes nothing', () => {
  const everywhere = ['CRLF', 'log lines of the Agent', 'blank lines', 'trailing spaces'] as const satisfies Harmless[];
  const harmless: readonly (readonly [string, (text: string) => string])[] = [
    ...everywhere.map((kind) => [kind, (text: string) => disguiseEverywhere(text, kind)] as const),
    ['carriage returns alone', (text) => text.replaceAll('\n', '\r')],
    ['colours', (text) => text.replaceAll(/=== (\S+)/g, '=== \u001b[34m$1\u001b[0m')],
    ['no blank lines', (text) => text.replaceAll(/\n+/g, '\n')],
    ['a prompt on both sides', (text) => `root@agent-7g24:/# agent clusterchecks\n${text}\nroot@agent-7g24:/# `],
    ['a code fence', (text) => `\`\`\`\n${text}\`\`\`\n`],
    ['a question below', (text) => `${text}\nwhat is wrong with this?\n`],
    ['no line break at the end', (text) => text.trimEnd()],
    ['no-break spaces', (text) => text.replaceAll(' ', '\u00a0')],
    ['a byte order mark', (text) => `\ufeff${text}`],
  ];

  it.each(harmless)('%s', (_name, change) => {
    for (const file of CLUSTER_CHECKS) {
      const text = fixtureText(file);
      expect(parseClusterChecks(change(text)), file).toEqual(parseClusterChecks(text));
    }
    for (const file of CONFIG_CHECKS) {
      const text = fixtureText(file);
      expect(parseConfigCheck(change(text)), file).toEqual(parseConfigCheck(text));
    }
  });

  it.each([1, 2, 7, 1_000])('pieces of %i characters', (length) => {
    for (const file of CLUSTER_CHECKS) {
      const text = fixtureText(file);
      const crlf = text.replaceAll('\n', '\r\n');
      expect(parseClusterChecks(crlf, length), file).toEqual(parseClusterChecks(text));
      expect(parseClusterChecks(text.replaceAll('\n', '\r'), length), file).toEqual(parseClusterChecks(text));
    }
  });
});
