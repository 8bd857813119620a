import { describe, expect, it } from 'vitest';
import type { AgentSetting } from '../../src/domain/event-collection.ts';
import { LANGUAGES } from '../../src/domain/question.ts';
import { TEXT_PIECES } from '../../src/domain/text-facts.ts';
import { canWatch, refusal, setVariable, tokenCommand, withoutElection } from '../../src/phrases/event-names.ts';
import { buildArchive, removeArchive } from '../../src/phrases/flare-names.ts';
import { configMapRightsManifest, eventRightsManifest } from '../../src/phrases/manifests.ts';
import { leastLinked, mapCommand, onlyNode, onlyPod, treeRows } from '../../src/phrases/metadata-names.ts';
import { phrasesOf } from '../../src/phrases/phrases-of.ts';
import { textOf } from '../../src/phrases/rich.ts';
import { pieceCommand } from '../../src/phrases/text-names.ts';
import { EVENTS_SAMPLE_FACTS } from './events-sample-facts.ts';
import { CONTEXTS } from './every-phrase.ts';
import { METADATA_SAMPLE_FACTS } from './metadata-sample-facts.ts';

const CONTEXT = CONTEXTS[0]!;
const PASTED = CONTEXTS[1]!;
const LEADER = 'datadog-cluster-agent-6c9c858f76-8qmb7';
const IN_LEADER = `kubectl exec -n datadog ${LEADER} -c cluster-agent --`;

describe('the metadata map', () => {
  const [small, ofPod, empty, huge] = METADATA_SAMPLE_FACTS['metadata-map-healthy'];

  it.each([
    [LEADER, 'worker-3', `${IN_LEADER} datadog-cluster-agent metamap worker-3`],
    [LEADER, 'a b', `${IN_LEADER} datadog-cluster-agent metamap`],
    [
      null,
      null,
      'kubectl exec -n datadog deploy/datadog-cluster-agent -c cluster-agent -- datadog-cluster-agent metamap',
    ],
  ])('of %s about %s', (pod, node, command) => {
    expect(mapCommand(pod, node, CONTEXT)).toBe(command);
  });

  it('is cut where it was asked for as a whole, and counts what it leaves out', () => {
    const whole = treeRows(huge.tree, huge.left, true);
    const pods = whole.rows.filter(({ kind }) => kind === 'pod').length;
    expect(whole.rows.length).toBeLessThan(30);
    expect(whole.rows.at(-1)?.kind).toBe('pod');
    expect(whole.left + pods).toBe(100_000);
    expect(treeRows(huge.tree, 0, false)).toMatchObject({ rows: { length: 220 }, left: 0 });
    expect(treeRows(small.tree, 4, true).rows.map(({ name }) => name)).toEqual([
      'worker-3',
      'shop/api-7fd4-q9m2z',
      'shop/web-6bd9c5-7xk2p',
      'worker-4',
    ]);
  });

  it('does not end in a node whose pods were cut off', () => {
    const pods = Array.from({ length: 22 }, (_, index) => ({ namespace: 'a', pod: `p${index}`, services: ['s'] }));
    const { rows, left } = treeRows(
      [
        { node: 'n1', pods },
        { node: 'n2', pods },
      ],
      0,
      true,
    );
    expect(rows.at(-1)?.name).toBe('a/p21');
    expect(left).toBe(22);
  });

  it('knows when it was narrowed', () => {
    expect(onlyPod(ofPod)).toEqual(['web', 'web-internal']);
    expect(onlyPod(small)).toBeNull();
    expect(onlyNode(ofPod)).toBe('worker-3');
    expect([onlyNode(small), onlyNode(empty)]).toEqual([null, null]);
    expect(leastLinked(METADATA_SAMPLE_FACTS['metadata-replicas-disagree'][0].replicas)).toMatch(/ljbd8$/);
  });

  it.each([
    ['en', 'worker-3 (2 pods)', 'worker-4 (0 pods)'],
    ['ja', 'worker-3(2 Pod)', 'worker-4(0 Pod)'],
  ] as const)('is a table in %s, with as many cells as columns', (language, full, bare) => {
    const phrase = phrasesOf(language).findings['metadata-map-healthy'];
    const { table } = phrase(small, CONTEXT);
    expect(table?.rows.map((row) => row.length)).toEqual([2, 2, 2, 2]);
    expect(table?.rows.map(([cell]) => textOf(cell ?? []).replace(/\S+\//, ''))).toEqual([
      full,
      '└ api-7fd4-q9m2z',
      '└ web-6bd9c5-7xk2p',
      bare,
    ]);
    expect(phrase(empty, PASTED).table).toBeUndefined();
  });
});

describe('events', () => {
  const setting = (place: string | null): AgentSetting => ({ name: 'DD_X', value: null, from: 'default', place });

  it.each([
    ['Deployment/dca', 'kubectl set env deploy/dca -n datadog DD_X=true'],
    [null, 'kubectl set env deploy/datadog-cluster-agent -n datadog DD_X=true'],
    ['Deployment/a b', undefined],
  ])('are switched on in %s', (place, command) => {
    expect(setVariable(setting(place), 'true', CONTEXT)).toBe(command);
  });

  it('are asked about verb by verb', () => {
    expect(canWatch('datadog/dca', 'watch')).toBe(
      'kubectl auth can-i watch events -A --as=system:serviceaccount:datadog:dca',
    );
    for (const account of ['dca', 'a/b/c', "a/'b'"]) expect(canWatch(account, 'watch')).toBeUndefined();
    expect(canWatch('datadog/dca', 'watch; id')).toBeUndefined();
    expect(refusal(['get', 'watch'])).toBe('cannot watch resource "events"');
    expect(refusal(['list'])).toBe('cannot list resource "events"');
    expect(tokenCommand('a b', CONTEXT)).toBeUndefined();
  });

  it('are granted to the account alone', () => {
    expect(eventRightsManifest('datadog/dca')).toMatch(/resources: \[events\]\n {4}verbs: \[get, list, watch\]/);
    expect(eventRightsManifest('datadog/dca')).toMatch(/name: dca\n {4}namespace: datadog$/);
    expect(eventRightsManifest('not an account')).toBeUndefined();
    expect(configMapRightsManifest('datadog/dca', 'datadogtoken')).toContain('resourceNames: [datadogtoken]');
    expect(configMapRightsManifest('datadog/dca', 'a\nb')).toBeUndefined();
    expect(configMapRightsManifest('dca', 'datadogtoken')).toBeUndefined();
  });

  it('are taken from node Agents by their DaemonSet', () => {
    const [facts, lonely] = EVENTS_SAMPLE_FACTS['node-agents-also-elect'];
    expect(withoutElection(facts, CONTEXT)).toBe(
      'kubectl set env ds/datadog -n datadog DD_LEADER_ELECTION- DD_COLLECT_KUBERNETES_EVENTS-',
    );
    expect(withoutElection(lonely, CONTEXT)).toBeUndefined();
  });

  it.each(LANGUAGES)('that are off are switched on in %s where the setting comes from', (language) => {
    const phrase = phrasesOf(language).findings['events-leader-election-off'];
    const [pod, , , map] = EVENTS_SAMPLE_FACTS['events-leader-election-off'];
    const say = (facts: typeof pod | typeof map, context = CONTEXT) => phrase(facts, context).remedy;
    expect(textOf(say(map)?.say ?? [])).toContain('ConfigMap/agent-settings');
    expect(textOf(say(pod)?.say ?? [])).toContain('datadog.leaderElection: true');
    expect(say(pod, { ...CONTEXT, installer: 'unknown' })?.command).toBe(
      'kubectl set env deploy/datadog-cluster-agent -n datadog DD_LEADER_ELECTION=true',
    );
  });
});

describe('flares', () => {
  const NAME = 'datadog-agent-2026-11-23T18-35-50Z-info.zip';

  it.each([
    [LEADER, NAME, `${IN_LEADER} rm /tmp/${NAME}`],
    [LEADER, null, `${IN_LEADER} ls /tmp`],
    [LEADER, '../etc/passwd', undefined],
    [LEADER, 'datadog-agent-a.zip; id', undefined],
    [LEADER, '/tmp/datadog-agent-a.zip', undefined],
    ['x y', NAME, undefined],
    [null, NAME, undefined],
  ])('in %s: %s', (pod, name, command) => {
    expect(removeArchive(pod, name, CONTEXT)).toBe(command);
  });

  it('are never built by a command that would upload', () => {
    for (const pod of [LEADER, 'x y', null])
      expect(buildArchive(pod, CONTEXT)).toMatch(/ -- datadog-cluster-agent flare -e EMAIL$/);
    expect(buildArchive(null, PASTED)).toContain(' LEADER ');
  });
});

describe('pieces of text', () => {
  it('each have a command of their own', () => {
    for (const context of CONTEXTS) {
      const all = TEXT_PIECES.map((piece) => pieceCommand(piece, context));
      expect(new Set(all).size).toBe(TEXT_PIECES.length);
      for (const command of all) expect(command).toMatch(/^kubectl /);
    }
  });
});
