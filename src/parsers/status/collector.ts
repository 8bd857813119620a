import type { Collector, RunningCheck } from '../../domain/agent-status.ts';
import { asCount, asList, asObject, asText, type JsonObject, textEntries } from './json-value.ts';
import { lastErrorMessage } from './last-error.ts';
import { type CheckCounts, checkCounts, countOf } from './metric-samples.ts';
import { readCount } from './read-number.ts';
import { positiveIso, readTime, type Zones } from './read-time.ts';
import { indentOf, isUnderline, keyValue, type SectionResult, type SectionText } from './section.ts';

// Ids hold spaces and colons, so only the state at the end is fixed.
const INSTANCE = /^ {6}Instance ID: (.+) \[(OK|WARNING|ERROR)\]$/;
const NOTHING_RAN = 'No checks have run yet';

interface CheckDraft {
  readonly name: string;
  readonly version?: string;
  id?: string;
  state?: RunningCheck['state'];
  source?: string;
  runs?: number;
  counts?: CheckCounts;
  lastRun?: string;
  lastSuccess?: string;
  lastError?: string;
  warned?: boolean;
}

interface Reading {
  readonly zones: Zones;
  part: string;
  title: string;
  loader: string;
  ran: boolean;
  readonly checks: CheckDraft[];
  readonly loading: Map<string, string[]>;
}

/** `Collector`: every check instance with its state, and the checks that could not be loaded. */
export function collectorFromText(section: SectionText): SectionResult<Collector> {
  const { lines } = section;
  const reading: Reading = {
    zones: section.zones,
    part: '',
    title: '',
    loader: '',
    ran: false,
    checks: [],
    loading: new Map(),
  };
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i]!;
    const indent = indentOf(line);
    const titled = line !== '' && indent <= 4 && isUnderline(lines[i + 1]) && !isUnderline(line);
    if (titled && indent <= 2) {
      reading.part = line.trim();
      reading.title = '';
      reading.ran ||= reading.part === 'Running Checks';
      i += 1;
    } else if (titled) {
      const title = readTitle(line.trim());
      reading.title = title.name;
      reading.loader = '';
      if (reading.part === 'Running Checks') reading.checks.push(title);
      i += 1;
    } else {
      takeLine(reading, line);
    }
  }
  const saysNone = lines.some((line) => line.trim() === NOTHING_RAN);
  if (!section.complete || !reading.ran || (reading.checks.length === 0 && !saysNone)) {
    return undefined;
  }
  const loadingErrors = [...reading.loading].map(([check, texts]) => [check, texts.join('; ')] as const);
  return {
    state: 'present',
    value: { checks: reading.checks.map(runningCheck), loadingErrors: Object.fromEntries(loadingErrors) },
  };
}

function takeLine(reading: Reading, line: string): void {
  if (reading.part === 'Running Checks') {
    takeCheckLine(reading, line);
  } else if (reading.part === 'Loading Errors' && reading.title !== '' && line !== '') {
    const loader = /^ {6}(\S.{0,100}):$/.exec(line)?.[1];
    if (loader !== undefined) {
      reading.loader = loader;
    } else {
      const texts = reading.loading.get(reading.title) ?? [];
      texts.push(reading.loader === '' ? line.trim() : `${reading.loader}: ${line.trim()}`);
      reading.loading.set(reading.title, texts);
    }
  }
}

function takeCheckLine(reading: Reading, line: string): void {
  const current = reading.checks.at(-1);
  if (!current) {
    return;
  }
  const instance = INSTANCE.exec(line);
  if (instance) {
    const state = instance[2] === 'ERROR' ? 'ERROR' : instance[2] === 'WARNING' ? 'WARNING' : 'OK';
    if (current.id === undefined) {
      current.id = instance[1]!;
      current.state = state;
    } else {
      const { name, version } = current;
      reading.checks.push({ name, ...(version !== undefined && { version }), id: instance[1]!, state });
    }
    return;
  }
  const pair = keyValue(line);
  // Deeper lines are a traceback's and shallower ones the rest of a warning: other people's words.
  if (pair?.indent !== 6) {
    return;
  }
  takeFact(current, pair.key, pair.value, reading.zones);
}

function takeFact(check: CheckDraft, key: string, value: string, zones: Zones): void {
  switch (key) {
    case 'Configuration Source':
      check.source ??= value;
      break;
    case 'Total Runs': {
      const runs = readCount(value);
      if (runs !== undefined) check.runs = runs;
      break;
    }
    case 'Last Execution Date':
    case 'Last Successful Execution Date': {
      const time = readTime(value, zones);
      if (time !== undefined) check[key === 'Last Execution Date' ? 'lastRun' : 'lastSuccess'] ??= time;
      break;
    }
    case 'Error':
      check.lastError ??= value;
      break;
    case 'Warning':
      check.warned = true;
      break;
    default:
      // What stands first is the Agent's; an error's text may have such lines as well.
      check.counts = { ...checkCounts(key, value), ...check.counts };
  }
}

// Before 7.17 no line tells the instance or its state; an error or a warning below the title does.
function runningCheck({ counts, warned, ...draft }: CheckDraft): RunningCheck {
  return {
    ...draft,
    ...counts,
    id: draft.id ?? draft.name,
    state: draft.state ?? (draft.lastError !== undefined ? 'ERROR' : warned ? 'WARNING' : 'OK'),
  };
}

/** `http_check (8.0.1)` is the check `http_check` in version 8.0.1; checks without one say `(unversioned)`, or nothing. */
function readTitle(title: string): Pick<RunningCheck, 'name' | 'version'> {
  const at = title.endsWith(')') ? title.lastIndexOf(' (') : -1;
  return at > 0 ? { name: title.slice(0, at), ...versionFact(title.slice(at + ' ('.length, -1)) } : { name: title };
}

function versionFact(version: string | undefined): Pick<RunningCheck, 'version'> {
  return version && version !== 'unversioned' ? { version } : {};
}

/** The document's `runnerStats` and `checkSchedulerStats`; `Checks` is missing when nothing ran. */
export function collectorFromJson(runner: unknown, scheduler: unknown): SectionResult<Collector> {
  const stats = asObject(runner);
  if (!stats) {
    return undefined;
  }
  const checks = Object.entries(asObject(stats.Checks) ?? {}).flatMap(([name, instances]) =>
    Object.entries(asObject(instances) ?? {}).map(([id, raw]) => checkFromJson(name, id, asObject(raw) ?? {})),
  );
  const loadingErrors = Object.entries(asObject(asObject(scheduler)?.LoaderErrors) ?? {}).map(
    ([check, loaders]) =>
      [
        check,
        textEntries(loaders)
          .map(([loader, text]) => `${loader}: ${text}`)
          .join('; '),
      ] as const,
  );
  return { state: 'present', value: { checks, loadingErrors: Object.fromEntries(loadingErrors) } };
}

function checkFromJson(name: string, id: string, raw: JsonObject): RunningCheck {
  const lastError = lastErrorMessage(asText(raw.LastError) ?? '');
  const warned = (asList(raw.LastWarnings) ?? []).length > 0;
  const source = asText(raw.CheckConfigSource);
  return {
    name: asText(raw.CheckName) || name,
    ...versionFact(asText(raw.CheckVersion)),
    id: asText(raw.CheckID) || id,
    state: lastError !== undefined ? 'ERROR' : warned ? 'WARNING' : 'OK',
    ...(source && { source }),
    // The text of a long-running check tells no runs and no times either: it started once and never returns.
    ...(raw.LongRunning !== true && runsFromJson(raw)),
    ...countOf('totalSamples', asCount(raw.TotalMetricSamples)),
    ...countOf('totalEvents', asCount(raw.TotalEvents)),
    ...countOf('totalServiceChecks', asCount(raw.TotalServiceChecks)),
    ...(sendsMore(raw) && { sendsMore: true }),
    ...(lastError !== undefined && { lastError }),
  };
}

function sendsMore(raw: JsonObject): boolean {
  const others = [raw.TotalHistogramBuckets, ...Object.values(asObject(raw.TotalEventPlatformEvents) ?? {})];
  return others.some((count) => (asCount(count) ?? 0) > 0);
}

function runsFromJson(raw: JsonObject): Pick<RunningCheck, 'runs' | 'lastRun' | 'lastSuccess' | keyof CheckCounts> {
  const runs = asCount(raw.TotalRuns);
  const lastRun = secondsIso(raw.UpdateTimestamp);
  const lastSuccess = secondsIso(raw.LastSuccessDate);
  return {
    ...(runs !== undefined && { runs }),
    ...countOf('lastSamples', asCount(raw.MetricSamples)),
    ...countOf('lastEvents', asCount(raw.Events)),
    ...countOf('lastServiceChecks', asCount(raw.ServiceChecks)),
    ...(lastRun !== undefined && { lastRun }),
    ...(lastSuccess !== undefined && { lastSuccess }),
  };
}

/** Epoch seconds; zero means never. */
function secondsIso(value: unknown): string | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? positiveIso(value * 1_000) : undefined;
}
