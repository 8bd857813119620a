import type { Mask } from '../src/answers/compose-message.ts';
import type { AuditLog } from '../src/audit/audit-log.ts';
import type { ClusterKind, Language } from '../src/domain/question.ts';
import type { Producer } from '../src/queue/producer.ts';
import type { Redis } from '../src/redis/connection.ts';
import type { Keys } from '../src/redis/keys.ts';
import type { Log } from '../src/telemetry/log.ts';
import type { Metrics } from '../src/telemetry/metrics.ts';

export interface DeskConfig {
  readonly language: Language;
  /** By Slack's channel id. */
  readonly channels: Readonly<Record<string, { readonly cluster?: string; readonly language?: Language }>>;
  /** Milliseconds a question may take. */
  readonly deadlines: Readonly<Record<ClusterKind, number>>;
}

/** What the desk works with. */
export interface DeskTools {
  /** A connection whose commands fail fast. */
  readonly redis: Redis;
  readonly keys: Keys;
  readonly producer: Pick<Producer, 'enqueueAsk'>;
  readonly config: DeskConfig;
  /** Secrets out of what somebody pasted, before it is kept anywhere. */
  readonly mask: Mask;
  /** Who asked what. */
  readonly audit: Pick<AuditLog, 'asked' | 'refused'>;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'asks'>;
  readonly now: () => number;
}
