import * as v from 'valibot';
import type { Report } from '../domain/report.ts';
import type { Redis } from '../redis/connection.ts';
import type { Keys } from '../redis/keys.ts';
import { storeReport } from '../redis/reports.ts';
import type { Log } from '../telemetry/log.ts';
import type { EngineRun } from './run-engine.ts';
import { brokenReport, type Occasion } from './worker-reports.ts';

export interface ReportKeeping {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly mask: EngineRun['mask'];
  readonly log: Log;
}

/** Stores the report, or one that says why the report cannot be stored: trying again would compute the same. */
export async function keepReport(
  { redis, keys, mask, log }: ReportKeeping,
  askId: string,
  report: Report,
  occasion: Occasion,
): Promise<void> {
  try {
    await storeReport(redis, keys, askId, report);
  } catch (error) {
    if (!(error instanceof RangeError || v.isValiError(error))) throw error;
    log.error({ err: error, ask: askId }, 'the report cannot be stored');
    await storeReport(redis, keys, askId, brokenReport(occasion, 'unreadable', mask(error.message).text));
  }
  log.debug({ ask: askId }, 'report stored');
}
