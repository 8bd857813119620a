import type { Judgement } from '../src/access/judge.ts';
import type { AuditRecord } from '../src/audit/audit-record.ts';
import type { Address } from '../src/domain/ask.ts';
import type { Language, Question } from '../src/domain/question.ts';
import type { SlackMessage } from '../src/formatters/blocks.ts';
import { noticeMessage } from '../src/formatters/slack-notices.ts';
import type { NoticeOf } from '../src/phrases/notice.ts';
import type { DeskTools } from './desk-tools.ts';
import { PATIENCE_MS, startPatience } from './patience.ts';

export type Refusing = Extract<Judgement, { readonly allowed: false }>;

/** What somebody may not do. */
export interface RefusedRequest {
  /** The same however often Slack delivers the request; the id of the ask where it would have been one. */
  readonly id: string;
  /** The ask that exists already; absent: the request's own. */
  readonly ask?: string;
  readonly action?: AuditRecord['action'];
  readonly address: Omit<Address, 'responseUrl'>;
  readonly question?: Question;
  readonly cluster?: string;
}

/** Refuses: writes down who was refused what, once per request, and says why. Never rejects. */
export async function refuse(
  desk: Pick<DeskTools, 'audit' | 'now' | 'log'>,
  refusing: Refusing,
  request: RefusedRequest,
  language: Language,
): Promise<{ readonly outcome: 'notice'; readonly kind: 'refused'; readonly message: SlackMessage }> {
  const { reason } = refusing;
  const patience = startPatience(PATIENCE_MS);
  await patience.await(recordRefusal(desk, refusing, request)).finally(() => patience.end());
  desk.log.info({ notice: 'refused', reason }, 'a request was refused');
  return { outcome: 'notice', kind: 'refused', message: noticeMessage(refusedNotice(refusing), language) };
}

/** Rules and what they are about are told to members of our own organisation alone. */
function refusedNotice({ reason, ruledOut }: Refusing): NoticeOf<'refused'> {
  if (ruledOut === undefined || !ruledOut.tellable) return { kind: 'refused', reason };
  const { about, wouldAllow, lacks } = ruledOut;
  const rules = { question: about?.kind ?? null, cluster: about?.cluster ?? null, nearest: wouldAllow, lacks };
  return { kind: 'refused', reason, rules };
}

function recordRefusal(
  { audit, now }: Pick<DeskTools, 'audit' | 'now'>,
  { reason, ruledOut }: Refusing,
  { id, ask = id, action = 'ask', address, question, cluster }: RefusedRequest,
): Promise<void> {
  const { user, team, channel, thread } = address;
  const rule = ruledOut?.wouldAllow ?? undefined;
  const about = ruledOut?.about?.cluster ?? cluster;
  return audit.refused({
    request: id,
    ask,
    action,
    user,
    team,
    channel,
    ...(thread === undefined ? {} : { thread }),
    ...(question && { question }),
    ...(about === undefined ? {} : { cluster: about }),
    reason,
    ...(rule === undefined ? {} : { rule }),
    at: now(),
  });
}
