import type { Ask } from '../domain/ask.ts';
import { appendAudit } from '../redis/audit-stream.ts';
import type { Redis } from '../redis/connection.ts';
import type { Keys } from '../redis/keys.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { type AuditRecord, askedRecord, type End, endedRecord, type Refused, refusedRecord } from './audit-record.ts';

/**
 * Writes down who asked what and how it ended. Nothing here ever rejects: an answer does not fail for its record, and
 * a record that is lost is counted and logged.
 */
export interface AuditLog {
  asked(ask: Ask): Promise<void>;
  refused(refused: Refused): Promise<void>;
  ended(ask: Ask, end: End): Promise<void>;
}

export interface AuditTools {
  readonly redis: Redis;
  readonly keys: Keys;
  /** People type names, and sometimes a secret in the place of one. */
  readonly mask: (text: string) => { readonly text: string };
  readonly metrics: Pick<Metrics, 'auditLost'>;
  /** Told of a record that was lost; a static sentence and its facts. */
  readonly log: (message: string, facts: Readonly<Record<string, unknown>>) => void;
}

export function makeAuditLog({ redis, keys, mask, metrics, log }: AuditTools): AuditLog {
  const masked = (record: AuditRecord): AuditRecord => ({
    ...record,
    ...(record.subject === undefined ? {} : { subject: mask(record.subject).text }),
    ...(record.cluster === undefined ? {} : { cluster: mask(record.cluster).text }),
  });
  const write = async (event: AuditRecord['event'], ask: string, records: readonly AuditRecord[]) => {
    try {
      const lines = records.map((record) => ({ id: record.id, text: JSON.stringify(masked(record)) }));
      await appendAudit(redis, keys, lines);
    } catch (error) {
      metrics.auditLost.add({ event });
      log('an audit record could not be written', { err: error, ask, event });
    }
  };
  return {
    asked: (ask) => write('asked', ask.id, [askedRecord(ask)]),
    refused: (refused) => write('refused', refused.ask, [refusedRecord(refused)]),
    // Whoever stored the ask may have died before its record was written.
    ended: (ask, end) => write('ended', ask.id, [askedRecord(ask), endedRecord(ask, end)]),
  };
}
