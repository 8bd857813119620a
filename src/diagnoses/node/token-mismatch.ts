import type { Finding, FindingOf } from '../../domain/finding.ts';
import type { NodeAgents, TokenSource } from '../../domain/node-agent.ts';
import { secondsBetween } from '../leadership.ts';
import type { LinkCase } from './link-case.ts';
import type { LinkTrouble } from './link-trouble.ts';

type Secret = { readonly name: string; readonly key: string };

/** What is counted of all node Agents, most of which may not have been asked. */
export interface AgentCounts {
  readonly total: number | null;
  /** Agents that do not report to the leader and were asked, by their pods, and how many do not report in all. */
  readonly silent: { readonly asked: readonly string[]; readonly total: number };
}

/** Node Agents that the Cluster Agent refuses, all for one and the same reason: the first of them is told with its error. */
export interface Refused {
  readonly of: LinkCase;
  readonly trouble: LinkTrouble;
}

/**
 * Refused with 401 or 403; `counts` is for a survey alone. Secrets are not read: where both sides name the same one and the refused containers are
 * older than the Cluster Agent's, that it changed in between is inferred.
 */
export function tokenMismatch(refused: readonly [Refused, ...Refused[]], counts: AgentCounts | null): Finding {
  const [{ of, trouble }] = refused;
  const { agents } = of.live ?? {};
  const pods = refused.flatMap((one) => one.of.live?.look.pod ?? []);
  const secret = commonSecret(pods.map(({ token }) => token));
  const clusterAgentSecret = commonSecret(agents?.clusterAgents.map(({ token }) => token) ?? []);
  const startedAt = newestStart(agents);
  const owners = new Set(pods.map(({ owner }) => owner ?? null));
  const facts: FindingOf<'node-agent-token-mismatch'>['facts'] = {
    agents: refused.map((one) => ({ ...one.of.story, startedAt: one.of.live?.look.pod.startedAt ?? null })),
    total: refused.length,
    of: counts?.total ?? null,
    asked: counts && askedOf(refused, counts.silent),
    error: trouble.error,
    secret,
    sameSecret:
      secret === null || clusterAgentSecret === null
        ? null
        : secret.name === clusterAgentSecret.name && secret.key === clusterAgentSecret.key,
    clusterAgentSecret,
    clusterAgentStartedAt: startedAt,
    refusedAreOlder: areOlder(
      pods.map((pod) => pod.startedAt),
      startedAt,
    ),
    owner: owners.size === 1 ? ([...owners][0] ?? null) : null,
  };
  const evidence = [...new Set(refused.flatMap((one) => one.trouble.evidence))];
  return { code: 'node-agent-token-mismatch', verdict: 'fault', subject: of.subject, facts, evidence };
}

/** Where every silent Agent that was asked is refused, so may be those that nobody asked. */
function askedOf(refused: readonly Refused[], { asked, total }: AgentCounts['silent']) {
  const pods = new Set(refused.map(({ of }) => of.story.pod));
  const areTheSame = pods.size === asked.length && asked.every((pod) => pods.has(pod));
  return areTheSame && asked.length > 1 && total > asked.length ? { total: asked.length, silent: total } : null;
}

/** The Secret that all of them name; `null`: they differ, or take the token from elsewhere. */
function commonSecret(tokens: readonly TokenSource[]): Secret | null {
  const secrets = tokens.flatMap((token) => (token.from === 'secret' ? { name: token.name, key: token.key } : []));
  const [first] = secrets;
  if (first === undefined || secrets.length < tokens.length) return null;
  return secrets.every(({ name, key }) => name === first.name && key === first.key) ? first : null;
}

/** A replica takes up a changed Secret when it starts: the one that started last knows it best. */
function newestStart(agents: NodeAgents | undefined): string | null {
  const started = agents?.clusterAgents.flatMap(({ startedAt }) => startedAt ?? []) ?? [];
  return started.toSorted((a, b) => Date.parse(a) - Date.parse(b)).at(-1) ?? null;
}

function areOlder(started: readonly (string | undefined)[], clusterAgentStartedAt: string | null): boolean | null {
  const ages = started.map((at) => secondsBetween(at, clusterAgentStartedAt ?? undefined));
  if (ages.length === 0 || ages.includes(null)) return null;
  return ages.every((seconds) => seconds !== null && seconds > 0);
}
