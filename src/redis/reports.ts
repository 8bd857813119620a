import { gunzipSync, gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { VERDICTS } from '../domain/finding.ts';
import { WHYS } from '../domain/reading.ts';
import { REPORT_SCHEMA, type Report } from '../domain/report.ts';
import { reportIdForm, shortReportId } from '../domain/report-id.ts';
import type { Redis } from './connection.ts';
import type { Keys } from './keys.ts';
import { questionEntries } from './question-record.ts';
import { runScript, script } from './script.ts';
import { readStored, type Stored } from './stored.ts';

export const REPORT_SECONDS = 30 * 24 * 3600;
/** Compressed. */
export const REPORT_BYTES = 256 * 1024;
/** A report larger than this when unpacked was not written by dca-bot. */
const UNPACKED_BYTES = 64 * 1024 * 1024;
/** Longer than a deadline's answer can wait in an outbox. */
const OVERDUE_SECONDS = 49 * 3600;

/** For those kept unpacked: compressed bytes of each, and how many. */
const KEPT_BYTES = 16 * 1024;
const KEPT_REPORTS = 64;
const unpacked: { readonly packed: Buffer; readonly record: Stored<Report> }[] = [];

const strings = v.array(v.string());

/** Facts and snapshot are read as they are: a rule's facts belong to its phrases, a snapshot to `replay`. */
const reportSchema = v.object({
  schema: v.literal(REPORT_SCHEMA),
  question: v.looseObject({ kind: v.string(), ...questionEntries }),
  cluster: v.string(),
  verdict: v.picklist(VERDICTS),
  findings: v.array(
    v.object({
      code: v.pipe(v.string(), v.nonEmpty()),
      verdict: v.picklist(VERDICTS),
      subject: v.string(),
      facts: v.looseObject({}),
      evidence: strings,
    }),
  ),
  readings: v.array(
    v.object({
      source: v.string(),
      at: v.string(),
      known: v.boolean(),
      why: v.exactOptional(v.picklist(WHYS)),
      detail: v.exactOptional(v.string()),
    }),
  ),
  snapshot: v.exactOptional(v.looseObject({ origin: v.picklist(['cluster', 'text']), cluster: v.string() })),
  agent: v.object({ versions: strings, images: strings }),
  masked: v.number(),
  at: v.string(),
  tookMs: v.number(),
});

/** Two reports whose ids begin alike are found by neither beginning, rather than one in the other's place. */
const STORE = script(`
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'EX', ARGV[2]) then return 0 end
local known = redis.call('GET', KEYS[2])
local id = ARGV[3]
if known and known ~= id then id = '' end
redis.call('SET', KEYS[2], id, 'EX', ARGV[2])
return 1`);

/**
 * Stores the report of an ask, once, for 30 days. One that takes over 256 KB gzipped is stored without its snapshot
 * and with a reading note that says so; throws for a report that is too large even then or breaks the schema.
 */
export async function storeReport(
  redis: Redis,
  keys: Keys,
  askId: string,
  report: Report,
): Promise<'stored' | 'known'> {
  const names = [keys.report(askId), keys.reportId(shortReportId(askId))];
  const stored = await runScript(redis, STORE, names, [pack(report), REPORT_SECONDS, askId]);
  return stored === 1 ? 'stored' : 'known';
}

/** The id of a stored report by either form of it, as a person typed it; `undefined` where there is none. */
export async function findReportId(redis: Redis, keys: Keys, typed: string): Promise<string | undefined> {
  const known = reportIdForm(typed);
  if (known === undefined || known.form === 'full') return known?.id;
  return (await redis.get(keys.reportId(known.id))) || undefined;
}

export async function loadReport(redis: Redis, keys: Keys, askId: string): Promise<Stored<Report>> {
  return reportIn(await redis.getBuffer(keys.report(askId)));
}

/** Removes a report that does not belong to its ask, so that the right one can still be stored. */
export async function dropReport(redis: Redis, keys: Keys, askId: string): Promise<void> {
  await redis.del(keys.report(askId));
}

/** Stores what the deadline says in place of a report. It is no report: one that comes later still wins. */
export async function storeOverdue(redis: Redis, keys: Keys, askId: string, standIn: Report): Promise<void> {
  await redis.set(keys.overdue(askId), pack(standIn), 'EX', OVERDUE_SECONDS, 'NX');
}

/**
 * The report as `storeReport` can keep it: without its snapshot where that is too large. For whoever has the time to
 * find out before the report goes where time counts.
 */
export function fitReport(report: Report): Report {
  const { length } = gzipSync(JSON.stringify(report));
  return length <= REPORT_BYTES ? report : withoutSnapshot(report, length);
}

function withoutSnapshot({ snapshot: _snapshot, ...rest }: Report, bytes: number): Report {
  const detail = `the readings took ${bytes} bytes compressed, over ${REPORT_BYTES}: they were not kept for replay`;
  const note = { source: 'stored report', at: rest.at, known: false, why: 'truncated', detail } as const;
  return { ...rest, readings: [...rest.readings, note] };
}

function pack(report: Report): Buffer {
  v.parse(reportSchema, report);
  const whole = gzipSync(JSON.stringify(report));
  if (whole.length <= REPORT_BYTES) return whole;
  const packed = gzipSync(JSON.stringify(withoutSnapshot(report, whole.length)));
  if (packed.length <= REPORT_BYTES) return packed;
  throw new RangeError(`a report may take ${REPORT_BYTES} bytes compressed, this one takes ${packed.length}`);
}

/**
 * The report in what was stored. It is read when it is taken in, for the answer and for the end of the opening, within
 * milliseconds: the last few small ones are kept unpacked.
 */
export function reportIn(packed: Buffer | null): Stored<Report> {
  if (packed === null) return { state: 'absent' };
  const known = unpacked.find((other) => other.packed.equals(packed));
  if (known !== undefined) return known.record;
  const record = unpack(packed);
  if (packed.length <= KEPT_BYTES && unpacked.unshift({ packed, record }) > KEPT_REPORTS) unpacked.pop();
  return record;
}

/** A report in JSON from elsewhere, trusting nothing in it. */
export function reportInJson(text: string): Stored<Report> {
  const record = readStored(text, reportSchema);
  // The schema checks all that is common to findings; which facts go with which code only the compiler knows.
  return record.state === 'found' ? { state: 'found', value: record.value as unknown as Report } : record;
}

function unpack(packed: Buffer): Stored<Report> {
  let text: string;
  try {
    text = gunzipSync(packed, { maxOutputLength: UNPACKED_BYTES }).toString('utf8');
  } catch {
    return { state: 'unreadable', detail: 'not gzip, or too large' };
  }
  return reportInJson(text);
}
