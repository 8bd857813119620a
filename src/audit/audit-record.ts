import type { Ask } from '../domain/ask.ts';
import type { Verdict } from '../domain/finding.ts';
import type { Question, QuestionKind } from '../domain/question.ts';

/**
 * How an ask ended. `expired`: no report came in time, or its answer lay in the outbox for too long; `failed`: Slack
 * would not take the answer in any form.
 */
export type Ending = 'answered' | 'stopped' | 'failed' | 'expired' | 'refused';

/** Who asked what, where, and what became of it. It holds names and ids, no words of the question or the answer. */
export interface AuditRecord {
  /** Of this record alone; one that is written twice stands there once. */
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly event: 'asked' | 'refused' | 'ended';
  /** The ask, which is also the id of its report; of a refused question, what it would have been. */
  readonly ask: string;
  readonly action: 'ask' | 'stop';
  /** Slack's ids. */
  readonly user: string;
  readonly team: string;
  readonly channel: string;
  readonly thread?: string;
  /** Absent where the words were no question. */
  readonly kind?: QuestionKind;
  /** `shop/web`, a node, a report's id; of a comparison its two sides. */
  readonly subject?: string;
  readonly cluster?: string;
  readonly decision: 'allowed' | 'refused';
  /** Why it was refused, and the rule that came nearest to allowing it. */
  readonly reason?: string;
  readonly rule?: string;
  readonly ended?: Ending;
  readonly verdict?: Verdict;
  /** Milliseconds from the question to the answer in Slack. */
  readonly tookMs?: number;
}

/** Somebody asked or clicked and was refused. */
export interface Refused {
  /** The same however often Slack delivers the request. */
  readonly request: string;
  readonly ask: string;
  readonly action: AuditRecord['action'];
  readonly user: string;
  readonly team: string;
  readonly channel: string;
  readonly thread?: string;
  readonly question?: Question;
  readonly cluster?: string;
  readonly reason: string;
  readonly rule?: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface End {
  readonly ended: Exclude<Ending, 'refused'>;
  readonly verdict?: Verdict;
  readonly reason?: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export function askedRecord(ask: Ask): AuditRecord {
  return { ...ofAsk(ask), id: `${ask.id}:asked`, at: iso(ask.askedAt), event: 'asked' };
}

export function endedRecord(ask: Ask, { ended, verdict, reason, at }: End): AuditRecord {
  return {
    ...ofAsk(ask),
    id: `${ask.id}:ended`,
    at: iso(at),
    event: 'ended',
    ...optional('reason', reason),
    ended,
    ...optional('verdict', verdict),
    tookMs: Math.max(0, at - ask.askedAt),
  };
}

export function refusedRecord(refused: Refused): AuditRecord {
  const { request, ask, action, user, team, channel, thread, question, cluster, reason, rule, at } = refused;
  return {
    id: `${request}:refused`,
    at: iso(at),
    event: 'refused',
    ask,
    action,
    user,
    team,
    channel,
    ...optional('thread', thread),
    ...(question && aboutQuestion(question)),
    ...optional('cluster', cluster),
    decision: 'refused',
    reason,
    ...optional('rule', rule),
    ended: 'refused',
  };
}

function ofAsk({ id, address, question, cluster }: Ask) {
  const { user, team, channel, thread } = address;
  return {
    ask: id,
    action: 'ask',
    user,
    team,
    channel,
    ...optional('thread', thread),
    ...aboutQuestion(question),
    cluster,
    decision: 'allowed',
  } as const;
}

function aboutQuestion(question: Question): Pick<AuditRecord, 'kind' | 'subject'> {
  return { kind: question.kind, ...optional('subject', subjectOf(question)) };
}

function subjectOf({ subject, against, report, cluster }: Question): string | undefined {
  if (report !== undefined) return report;
  if (against !== undefined) return 'report' in against ? against.report : `${cluster ?? ''} ${against.cluster}`.trim();
  if (subject === undefined) return undefined;
  const { namespace, name } = subject;
  return namespace === undefined ? name : `${namespace}/${name ?? ''}`;
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** `{ key: value }`, or nothing where there is no value: an optional property is left out and never undefined. */
function optional<K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: T });
}
