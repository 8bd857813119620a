import type { CheckRow } from '../../domain/check-facts.ts';
import { type Finding, harm, worst } from '../../domain/finding.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { pageOf } from '../page.ts';
import type { CheckScope } from './check-scope.ts';
import { originInWords } from './check-source.ts';
import type { CheckEnding, FollowedCheck } from './followed-check.ts';
import { leading } from './placements.ts';

/** Every check in one word, the worst first: what the leader has, and what Services ask for without its knowing. */
export function checksList(snapshot: Snapshot, mine: readonly FollowedCheck[], { asked }: CheckScope): Finding {
  const { checks, question } = snapshot;
  const rows = mine
    .map(rowOf)
    .sort(
      (a, b) =>
        harm(b.verdict) - harm(a.verdict) ||
        compare(a.word, b.word) ||
        compare(a.check, b.check) ||
        compare(a.from, b.from) ||
        compare(a.agent ?? '', b.agent ?? ''),
    );
  const { shown, page, pages } = pageOf(rows, question.page);
  const led = checks && leading(checks.dispatching);
  const agents = led?.agents.length ?? 0;
  return {
    code: 'checks-list',
    // An empty list is the whole truth only where the leader's is whole and what Services ask for could be read.
    verdict: rows.length > 0 ? worst(rows) : led?.cutOff === false && checks?.services.known ? 'explained' : 'unknown',
    subject: asked,
    facts: {
      rows: shown,
      total: rows.length,
      words: countWords(rows),
      page,
      pages,
      agents,
      notAsked: new Set(mine.flatMap(({ agent, ending }) => (ending.kind === 'not-asked' ? (agent ?? []) : []))).size,
    },
    evidence: checks ? [checks.dispatching.source] : [],
  };
}

function countWords(rows: readonly CheckRow[]) {
  const totals = new Map<CheckRow['word'], number>();
  for (const { word } of rows) totals.set(word, (totals.get(word) ?? 0) + 1);
  return [...totals].map(([word, total]) => ({ word, total }));
}

/** Plain order: a table of 50,000 rows is sorted in no language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function rowOf({ story, agent, ending, verdict }: FollowedCheck): CheckRow {
  const word = wordOf(ending);
  const error = 'error' in ending ? ending.error : null;
  return { verdict, check: story.check, from: originInWords(story.source), agent, word, error };
}

function wordOf(ending: CheckEnding): CheckRow['word'] {
  switch (ending.kind) {
    case 'not-discovered':
      return 'not-discovered';
    case 'not-dispatched':
      return ending.cause === 'warming-up' ? 'waiting' : 'unassigned';
    case 'agent-silent':
    case 'node-lost-agent':
      return 'silent';
    case 'not-arrived':
    case 'not-received':
      return 'not-arrived';
    case 'dispatch-unseen':
    case 'not-asked':
    case 'unseen':
      return 'unseen';
    case 'not-loaded':
      return 'not-loaded';
    case 'failing':
      return 'failing';
    case 'reports-nothing':
    case 'running':
      return 'running';
  }
}
