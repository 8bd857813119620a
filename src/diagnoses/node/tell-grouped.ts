import { type Finding, harm } from '../../domain/finding.ts';
import type { JudgedAgent } from './judge-node-agent.ts';
import { type AgentCounts, type Refused, tokenMismatch } from './token-mismatch.ts';

/** Facts that tell one trouble from another of the same code. */
const TELLING: readonly string[] = ['cause', 'service', 'setting', 'reason', 'reporting', 'error'];

/**
 * One finding for all node Agents with the same trouble, the worst first, then the most frequent: refused tokens with
 * every Agent's name, others as the story of the first with the number of those alike.
 */
export function tellGrouped(judged: readonly JudgedAgent[], counts: AgentCounts): readonly Finding[] {
  const groups = new Map<string, JudgedAgent[]>();
  for (const one of judged) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()]
    .toSorted((a, b) => harm(worstOf(b).verdict) - harm(worstOf(a).verdict) || b.length - a.length)
    .map((group) => tell(group, counts));
}

function tell(group: readonly JudgedAgent[], counts: AgentCounts): Finding {
  const [first, ...others] = group.flatMap(({ of, finding, trouble }): Refused[] =>
    finding.code === 'node-agent-token-mismatch' && trouble ? [{ of, trouble }] : [],
  );
  if (first !== undefined) return tokenMismatch([first, ...others], counts);
  const finding = worstOf(group);
  return group.length === 1 ? finding : withAlike(finding, group.length - 1);
}

function worstOf(group: readonly JudgedAgent[]): Finding {
  return group.map(({ finding }) => finding).reduce((a, b) => (harm(b.verdict) > harm(a.verdict) ? b : a));
}

/** Only a node Agent's own story can stand for others. */
function withAlike(finding: Finding, alike: number): Finding {
  return { ...finding, facts: { ...finding.facts, alike } } as Finding;
}

/** Alike: the same code, and the same cause, Service and words, whatever figures and addresses are in them. */
function keyOf({ of, finding }: JudgedAgent): string {
  const { code, facts } = finding;
  if (code === 'node-agent-token-mismatch') return JSON.stringify([code, of.live?.look.pod.owner]);
  if (code === 'node-agent-unseen') return JSON.stringify([code, facts.attempts[0]?.why]);
  const telling = Object.entries(facts).filter(([name, value]) => TELLING.includes(name) && typeof value === 'string');
  return JSON.stringify([code, ...telling.map(([, value]) => String(value).replaceAll(/\d+/g, '#'))]);
}
