import { type Finding, type FindingOf, harm, worst } from '../domain/finding.ts';
import type { LogScan } from '../domain/log-scan.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { harmOfLines } from './logs/log-harm.ts';
import { type MergedTrouble, mergedTroubles } from './logs/merge-troubles.ts';
import { type ReadLog, readLogs } from './logs/read-logs.ts';
import type { Rule } from './rule.ts';

/** More of them nobody reads one by one; the worst and newest come first. */
const MAX_TROUBLES = 10;

/** What the replicas' logs complain of, what of it is history, and which logs say nothing. */
export const logs: Rule = {
  topic: 'logs',
  codes: ['logs-trouble', 'logs-more', 'logs-quiet', 'logs-empty', 'logs-cut'],
  looksAt: 'the newest lines of every replica’s log',
  diagnose: (snapshot) => {
    if (snapshot.logs === undefined || snapshot.logs.length === 0) return [];
    const read = readLogs(snapshot.logs);
    // Words of another program in the place of a Cluster Agent's log mean nothing here.
    const telling = read.filter(({ scanned }) => scanned.recognised > 0 || endedInLastWords(scanned.troubles));
    const merged = mergedTroubles(telling, snapshot);
    const troubles = merged.filter(({ facts }) => facts.kind !== 'noise');
    const noise = merged.filter(({ facts }) => facts.kind === 'noise');
    return [
      ...(troubles.length > 0 ? inOrder([...troubles, ...noise], snapshot) : quiet(telling, noise, snapshot)),
      ...empty(snapshot.logs, telling, snapshot),
      ...cut(telling, snapshot),
    ];
  },
};

/** An Agent that gives up before its logger stands prints its reason bare. */
function endedInLastWords(troubles: readonly { readonly kind: string }[]): boolean {
  return troubles.some(({ kind }) => kind === 'start-failed' || kind === 'token-too-short');
}

/** Noise is told last, and only beside what matters: it is what people see first in a log. */
function inOrder(troubles: readonly MergedTrouble[], snapshot: Snapshot): Finding[] {
  const findings = troubles.map(({ facts, evidence }): FindingOf<'logs-trouble'> => {
    const verdict = harmOfLines(facts.kind, facts.times, facts.over);
    return { code: 'logs-trouble', verdict, subject: facts.pods[0]?.pod ?? snapshot.cluster, facts, evidence };
  });
  const sorted = findings.toSorted(worstFirst);
  return [...sorted.slice(0, MAX_TROUBLES), ...leftOut(sorted.slice(MAX_TROUBLES), snapshot)];
}

/** What is not told one by one is named by its kind. Noise is known not to matter. */
function leftOut(rest: readonly FindingOf<'logs-trouble'>[], snapshot: Snapshot): Finding[] {
  const troubles = rest.filter(({ facts }) => facts.kind !== 'noise');
  if (troubles.length === 0) return [];
  const kinds = [...new Set(troubles.map(({ facts }) => facts.kind))].map((kind) => {
    const alike = troubles.filter(({ facts }) => facts.kind === kind);
    return {
      kind,
      troubles: alike.length,
      times: alike.reduce((sum, { facts }) => sum + facts.times, 0),
      over: alike.every(({ facts }) => facts.over),
    };
  });
  return [
    {
      code: 'logs-more',
      verdict: worst(troubles),
      subject: snapshot.cluster,
      facts: { troubles: troubles.length, kinds },
      evidence: [...new Set(troubles.flatMap(({ evidence }) => evidence))],
    },
  ];
}

function worstFirst(a: FindingOf<'logs-trouble'>, b: FindingOf<'logs-trouble'>): number {
  const noise = Number(a.facts.kind === 'noise') - Number(b.facts.kind === 'noise');
  const known = Number(a.facts.kind === 'unknown-error') - Number(b.facts.kind === 'unknown-error');
  const newer = (b.facts.last ?? '').localeCompare(a.facts.last ?? '');
  return noise || harm(b.verdict) - harm(a.verdict) || known || newer || b.facts.times - a.facts.times;
}

function quiet(telling: readonly ReadLog[], noise: readonly MergedTrouble[], snapshot: Snapshot): Finding[] {
  if (telling.length === 0) return [];
  return [
    {
      code: 'logs-quiet',
      verdict: 'ok',
      subject: snapshot.cluster,
      facts: {
        pods: telling.length,
        lines: telling.reduce((sum, { scanned }) => sum + scanned.lines, 0),
        from: telling.flatMap(({ scanned }) => scanned.from ?? []).toSorted()[0] ?? null,
        to:
          telling
            .flatMap(({ scanned }) => scanned.to ?? [])
            .toSorted()
            .at(-1) ?? null,
        noise: noise.reduce((sum, { facts }) => sum + facts.times, 0),
      },
      evidence: telling.map(({ source }) => source),
    },
  ];
}

/** Logs without a line that can be judged. One that dca-bot may not read is told with the right it lacks. */
function empty(all: readonly LogScan[], telling: readonly ReadLog[], snapshot: Snapshot): Finding[] {
  const silent = all.filter(
    ({ pod, reading }) => (reading.known || reading.why !== 'forbidden') && !telling.some((log) => log.pod === pod),
  );
  if (silent.length === 0) return [];
  const lines = silent.reduce((sum, { reading }) => sum + (reading.known ? reading.value.lines : 0), 0);
  return [
    {
      code: 'logs-empty',
      verdict: 'unknown',
      subject: silent[0]?.pod ?? snapshot.cluster,
      facts: { pods: silent.map(({ pod }) => pod), lines },
      evidence: silent.map(({ reading }) => reading.source),
    },
  ];
}

function cut(telling: readonly ReadLog[], snapshot: Snapshot): Finding[] {
  const longer = telling.filter(({ scanned }) => scanned.more);
  if (longer.length === 0) return [];
  return [
    {
      code: 'logs-cut',
      verdict: 'explained',
      subject: longer[0]?.pod ?? snapshot.cluster,
      facts: {
        pods: longer.map(({ pod }) => pod),
        bytes: longer.reduce((sum, { scanned }) => sum + scanned.bytes, 0),
        // Before the latest of them, a part of what happened is missing.
        from:
          longer
            .flatMap(({ scanned }) => scanned.from ?? [])
            .toSorted()
            .at(-1) ?? null,
      },
      evidence: longer.map(({ source }) => source),
    },
  ];
}
