import { describe, expect, it } from 'vitest';
import type { AgentStatus } from '../../../src/domain/agent-status.ts';
import { parseStatus } from '../../../src/parsers/status/parse-status.ts';
import { fixtureText, readStatus } from './read-fixture.ts';

const FACTS = [
  'leaderElection',
  'externalMetrics',
  'clusterChecks',
  'admission',
  'forwarder',
  'aggregator',
  'collector',
  'clusterAgentLink',
] as const satisfies readonly (keyof AgentStatus)[];

/** True when everything in `part` is in `whole` too: values equal, fields and ends of lists may be missing. */
function isPartOf(part: unknown, whole: unknown): boolean {
  if (Array.isArray(part)) {
    return Array.isArray(whole) && part.every((item, i) => isPartOf(item, whole[i]));
  }
  if (typeof part === 'object' && part !== null) {
    return (
      typeof whole === 'object' &&
      whole !== null &&
      Object.entries(part).every(([key, value]) => isPartOf(value, (whole as Record<string, unknown>)[key]))
    );
  }
  return part === whole;
}

/** Says what a cut text claims that its whole does not. */
function wrongClaims(cut: AgentStatus, whole: AgentStatus): string[] {
  const wrong: string[] = [];
  for (const key of FACTS) {
    const said = cut[key];
    const truth = whole[key];
    if (said.state === 'absent') {
      if (truth.state !== 'absent' && !cut.cutOff)
        wrong.push(`${key} is absent, and nothing says that the text is cut`);
    } else if (said.state === 'error' && truth.state === 'error') {
      if (!truth.text.startsWith(said.text)) wrong.push(`${key} has another error`);
    } else if (key === 'clusterAgentLink' && cut.generation === 2) {
      // The last line of all in these texts: a paste without its final line break looks the same as one cut there.
      if (!JSON.stringify(truth).startsWith(JSON.stringify(said).replace(/"\}\}$/, ''))) wrong.push(`${key} differs`);
    } else if (said.state !== truth.state || !isPartOf(said, truth)) {
      wrong.push(`${key}: ${JSON.stringify(said)}`);
    } else if (!cut.cutOff && JSON.stringify(said) !== JSON.stringify(truth)) {
      wrong.push(`${key} is only a part, and nothing says that the text is cut`);
    }
  }
  return wrong;
}

describe('a text cut at any character', () => {
  it.each([
    'agent-2025-leader-and-follower/leader-status.txt',
    'agent-2025-leader-and-follower/follower-status.txt',
    'agent-2025-endpoint-checks-running/node3-status.txt',
    'made/gen2-leader-v1.14.0.txt',
    'made/gen2-follower-v1.21.0.txt',
    'made/gen2-disabled-v7.50.0.txt',
    'made/gen3-crd-v7.63.0.txt',
    'made/gen3-configmap-bug-v7.58.1.txt',
    'made/node-2021-v7.31.0.txt',
    'made/node-2021-error-v7.30.0.txt',
  ])('%s: never claims what the whole does not', (file) => {
    const text = fixtureText(file);
    const whole = readStatus(text);
    const wrong: string[] = [];
    for (let end = 0; end < text.length; end += 1) {
      const parsed = parseStatus(text.slice(0, end));
      if (parsed.recognised) {
        wrong.push(...wrongClaims(parsed.status, whole).map((claim) => `cut at ${end}: ${claim}`));
      }
    }
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  it.each([
    'agent-2025-leader-and-follower/leader-status.json',
    'agent-2025-endpoint-checks-running/node1-status.json',
  ])('%s: is broken JSON', (file) => {
    const text = fixtureText(file).trimEnd();
    for (let end = 1; end < text.length; end += 7) {
      expect(parseStatus(text.slice(0, end))).toMatchObject({
        why: 'broken-json',
        detail: expect.stringContaining('ends early'),
      });
    }
  });
});

describe('where each layout ends', () => {
  const gen3 = fixtureText('agent-2025-leader-and-follower/leader-status.txt');
  const gen2 = fixtureText('made/gen2-disabled-v7.50.0.txt');

  it.each([
    ['before Leader Election', true, gen3.slice(0, gen3.indexOf('===============\nLeader Election'))],
    ['in its banner', true, gen3.slice(0, gen3.indexOf('Leader Election\n') + 5)],
    ['after the leader', true, gen3.slice(0, gen3.indexOf('  Renewed leadership'))],
    ['after its last line', false, gen3.slice(0, gen3.indexOf('=====================\nOrchestrator'))],
    ['in the next banner', true, gen3.slice(0, gen3.indexOf('Orchestrator Explorer\n') + 9)],
    ['at the end', false, gen3],
    ['at the end, trimmed', false, gen3.trimEnd()],
  ])('7.53 and later, %s: cut off %s', (_where, cutOff, text) => {
    expect(readStatus(text).cutOff).toBe(cutOff);
  });

  it.each([
    ['before the cluster checks would come', true, 'absent', gen2.slice(0, gen2.indexOf('Admission Controller\n'))],
    ['in the collector', true, 'absent', gen2.slice(0, gen2.indexOf('  Loading Errors'))],
    ['in the banner of Endpoints', true, 'absent', gen2.slice(0, gen2.indexOf('Endpoints\n') + 4)],
    ['after Endpoints', false, 'disabled', gen2.slice(0, gen2.indexOf('==========\nLogs Agent'))],
  ])('before 7.53, %s: cut off %s, cluster checks %s', (_where, cutOff, state, text) => {
    const status = readStatus(text);
    expect([status.cutOff, status.clusterChecks.state]).toEqual([cutOff, state]);
  });

  it('a number that the cut halved is not taken', () => {
    const text = fixtureText('made/gen2-leader-v1.14.0.txt');
    const status = readStatus(
      text.slice(0, text.indexOf('Check Configurations: 1,205') + 'Check Configurations: 1,2'.length),
    );
    expect(status.clusterChecks).toEqual({
      state: 'present',
      value: { role: 'leader', activeAgents: 13, unscheduled: [] },
    });
  });

  it('a list of metrics that the cut shortened is not taken for the list', () => {
    const text = fixtureText('made/gen2-leader-v1.14.0.txt');
    const { externalMetrics } = readStatus(text.slice(0, text.indexOf('  * watermark')));
    expect(externalMetrics).toMatchObject({ state: 'present', value: { total: 2, valid: 1 } });
    expect(externalMetrics).not.toHaveProperty('value.metrics');
  });
});
