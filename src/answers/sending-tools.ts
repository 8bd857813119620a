import type { AuditLog } from '../audit/audit-log.ts';
import type { Progress } from '../domain/report.ts';
import type { Redis } from '../redis/connection.ts';
import type { DeadLetter } from '../redis/dead-letters.ts';
import type { Keys } from '../redis/keys.ts';
import type { Lease } from '../redis/lease.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Mask } from './compose-message.ts';
import type { SendingLimits } from './sending-limits.ts';
import type { SlackPort } from './slack-port.ts';

/** What sending works with. */
export interface SendingTools {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly port: SlackPort;
  readonly mask: Mask;
  readonly now: () => number;
  readonly limits: SendingLimits;
  /** The newest progress of an ask, if any was noted. */
  readonly readProgress: (askId: string) => Promise<Progress | undefined>;
  readonly metrics?: Pick<Metrics, 'answers' | 'masked'>;
  /** How asks end. */
  readonly audit?: Pick<AuditLog, 'ended'>;
  /** Told of what went wrong and was dealt with; a static sentence and its facts. */
  readonly log?: (message: string, facts: Readonly<Record<string, unknown>>) => void;
}

/** What is to be done with an entry after a try. */
export type Delivery =
  /** It is where it should be, or is not needed any more. */
  | { readonly next: 'remove'; readonly quietMs?: number }
  /** At once, in another form. */
  | { readonly next: 'again' }
  /** Later. `ask`: only this ask's entries wait; `channel`: Slack itself is in trouble, so all do, longer each time. */
  | { readonly next: 'wait'; readonly scope: 'ask'; readonly ms: number }
  | { readonly next: 'wait'; readonly scope: 'channel' }
  | { readonly next: 'give-up'; readonly why: DeadLetter['why']; readonly detail: string }
  /** Another gateway has the channel by now. */
  | { readonly next: 'lease-lost' };

/** One try at one entry. */
export interface Turn {
  readonly lease: Lease;
  readonly channel: string;
  /** Whether anything else waits in this outbox. */
  readonly othersWait: boolean;
}
