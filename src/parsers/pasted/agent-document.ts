import type { AgentStatus } from '../../domain/agent-status.ts';
import type { ConfigCheck, Dispatching } from '../../domain/checks.ts';
import type { LeaderLock, LockRef } from '../../domain/leader-lock.ts';
import type { MetadataMap } from '../../domain/metadata.ts';
import type { Telemetry } from '../../domain/telemetry.ts';
import type { TextFactsByCode, TextPiece } from '../../domain/text-facts.ts';

/** What a pasted piece holds that the Agent printed, `status` apart, or that only says which piece it is. */
export type AgentDocument =
  | { readonly kind: 'metamap'; readonly map: MetadataMap }
  | { readonly kind: 'clusterchecks'; readonly dispatching: Dispatching }
  | {
      readonly kind: 'configcheck';
      readonly by: 'cluster-agent' | 'node-agent' | 'unknown';
      readonly configCheck: ConfigCheck;
    }
  | { readonly kind: 'telemetry'; readonly telemetry: Telemetry }
  /** Entries of `Running Checks` without the document around them; nothing else of the status is known. */
  | { readonly kind: 'running-checks'; readonly status: AgentStatus }
  | { readonly kind: 'lock'; readonly lock: LockRef; readonly record: LeaderLock | null }
  /** Recognised, and of no use to any rule by itself. */
  | { readonly kind: 'mere-piece'; readonly piece: TextPiece }
  | ({ readonly kind: 'foreign' } & Omit<TextFactsByCode['not-a-cluster-agent-matter'], 'from'>);
