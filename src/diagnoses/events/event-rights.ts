import type { AccountRight, RightPurpose } from '../../domain/autoscaling.ts';
import type { Finding, FindingOf } from '../../domain/finding.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type { Rule } from '../rule.ts';
import { loggedNow } from './event-log.ts';
import { collectionSwitch } from './event-switches.ts';
import { leaderCheck } from './leader-check.ts';

const VERBS = ['get', 'list', 'watch'] as const;
/** Without these nothing is collected. */
const NEEDED: readonly string[] = ['list', 'watch'];
const USUAL_TOKEN = 'datadogtoken';
/** As the Agent's log repeats the API server: `watch events`, in newer API groups `watch events.events.k8s.io`. */
const ABOUT_EVENTS = /^(?<verb>get|list|watch) events(?:\.events\.k8s\.io)?(?: -n \S+)?$/;

/** What the Agent's account may not do with events and with the ConfigMap that keeps its place in them. */
export const eventRights: Rule = {
  topic: 'events',
  codes: ['events-forbidden', 'events-token-forbidden'],
  looksAt: 'SubjectAccessReviews of the Agent’s account, verb by verb, and the refusals in the leader’s log',
  diagnose: (snapshot): readonly Finding[] => {
    if (snapshot.events === undefined || collectionSwitch(snapshot).state === 'off') return [];
    return [forbiddenEvents(snapshot), forbiddenToken(snapshot)].flatMap((finding) => finding ?? []);
  },
};

/** The API server's word on each verb counts; where it gives none, what it last told the Agent does. */
export function forbiddenEvents(snapshot: Snapshot): FindingOf<'events-forbidden'> | undefined {
  const rights = rightsFor(snapshot, 'collect-events');
  const logged = loggedNow(snapshot, ({ kind, about }) => kind === 'forbidden' && ABOUT_EVENTS.test(about ?? ''));
  const refused = new Set(logged.troubles.map(({ about }) => ABOUT_EVENTS.exec(about ?? '')?.groups?.verb));
  const answers = VERBS.map((verb) => ({
    verb,
    allowed: answerOf(rights, verb) ?? (refused.has(verb) ? false : null),
  }));
  const verbs = (wanted: boolean | null) =>
    answers.filter(({ allowed }) => allowed === wanted).map(({ verb }): string => verb);
  const denied = verbs(false);
  if (denied.length === 0) return undefined;
  const account = accountOf(snapshot, rights);
  const seen = leaderCheck(snapshot);
  // Lines about verbs that are allowed by now are history.
  const about = loggedNow(snapshot, (one) => {
    const verb = one.kind === 'forbidden' ? ABOUT_EVENTS.exec(one.about ?? '')?.groups?.verb : undefined;
    return verb !== undefined && denied.includes(verb);
  });
  return {
    code: 'events-forbidden',
    verdict: denied.some((verb) => NEEDED.includes(verb)) ? 'fault' : 'warning',
    subject: account,
    facts: {
      account,
      allowed: verbs(true),
      denied,
      unknown: verbs(null),
      logTimes: about.times,
      logFirst: about.first,
      totalEvents: (seen.known ? seen.check?.totalEvents : undefined) ?? null,
    },
    evidence: [
      ...new Set([...rights.flatMap(({ allowed }) => (allowed.known ? allowed.source : [])), ...about.sources]),
    ],
  };
}

/** Whether the API server says itself that events may be listed and watched. */
export function mayCollect(snapshot: Snapshot): boolean {
  const rights = rightsFor(snapshot, 'collect-events');
  return NEEDED.every((verb) => answerOf(rights, verb) === true);
}

export function rightsFor({ events }: Snapshot, purpose: RightPurpose): readonly AccountRight[] {
  return (events?.rights ?? []).filter((right) => right.who === 'agent' && right.purpose === purpose);
}

function answerOf(rights: readonly AccountRight[], verb: string): boolean | undefined {
  const { allowed } = rights.find(({ right }) => right.verb === verb) ?? {};
  return allowed?.known ? allowed.value : undefined;
}

function forbiddenToken(snapshot: Snapshot): Finding | undefined {
  const rights = rightsFor(snapshot, 'keep-event-token');
  const denied = rights.filter(({ allowed }) => allowed.known && !allowed.value);
  if (denied.length === 0) return undefined;
  const { token } = snapshot.events ?? {};
  const account = accountOf(snapshot, rights);
  return {
    code: 'events-token-forbidden',
    verdict: 'warning',
    subject: account,
    facts: {
      account,
      configMap: (token?.known ? token.value?.name : undefined) ?? USUAL_TOKEN,
      denied: denied.map(({ right }) => right.verb),
    },
    evidence: denied.map(({ allowed }) => allowed.source),
  };
}

/** `system:serviceaccount:datadog:agent` -> `datadog/agent`. */
function accountOf({ namespace, pods }: Snapshot, [right]: readonly AccountRight[]): string {
  const [, , ...parts] = right?.user.split(':') ?? [];
  if (parts.length === 2) return parts.join('/');
  const account = pods.known ? pods.value.find(({ serviceAccount }) => serviceAccount)?.serviceAccount : undefined;
  return `${namespace}/${account ?? 'default'}`;
}
