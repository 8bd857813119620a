import type { Collector, RunningCheck } from '../../domain/agent-status.ts';
import { asCount, asList, asObject, asText, textEntries } from './json-value.ts';
import { readCount } from './read-number.ts';
import { indentOf, isUnderline, keyValue, type SectionResult, type SectionText } from './section.ts';

// Ids hold spaces and colons, so only the state at the end is fixed.
const INSTANCE = /^ {6}Instance ID: (.+) \[(OK|WARNING|ERROR)\]$/;
const NOTHING_RAN = 'No checks have run yet';

interface CheckDraft {
  readonly name: string;
  id?: string;
  state?: RunningCheck['state'];
  runs?: number;
  lastError?: string;
  warned?: boolean;
}

interface Reading {
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
  const reading: Reading = { part: '', title: '', loader: '', ran: false, checks: [], loading: new Map() };
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
      reading.title = nameOf(line.trim());
      reading.loader = '';
      if (reading.part === 'Running Checks') reading.checks.push({ name: reading.title });
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
      reading.checks.push({ name: current.name, id: instance[1]!, state });
    }
    return;
  }
  const pair = keyValue(line);
  // Deeper lines are a traceback's and shallower ones the rest of a warning: other people's words.
  if (pair?.indent !== 6) {
    return;
  }
  if (pair.key === 'Total Runs') {
    const runs = readCount(pair.value);
    if (runs !== undefined) current.runs = runs;
  } else if (pair.key === 'Error') {
    current.lastError ??= pair.value;
  } else if (pair.key === 'Warning') {
    current.warned = true;
  }
}

// Before 7.17 no line tells the instance or its state; an error or a warning below the title does.
function runningCheck(draft: CheckDraft): RunningCheck {
  const { name, runs, lastError } = draft;
  return {
    name,
    id: draft.id ?? name,
    state: draft.state ?? (lastError !== undefined ? 'ERROR' : draft.warned ? 'WARNING' : 'OK'),
    ...(runs !== undefined && { runs }),
    ...(lastError !== undefined && { lastError }),
  };
}

/** `http_check (8.0.1)` is the check `http_check`. */
function nameOf(title: string): string {
  const at = title.endsWith(')') ? title.lastIndexOf(' (') : -1;
  return at > 0 ? title.slice(0, at) : title;
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

function checkFromJson(name: string, id: string, raw: Readonly<Record<string, unknown>>): RunningCheck {
  const lastError = messageOf(asText(raw.LastError) ?? '');
  const warned = (asList(raw.LastWarnings) ?? []).length > 0;
  // The text of a long-running check shows no runs either: it started once and never returns.
  const runs = raw.LongRunning === true ? undefined : asCount(raw.TotalRuns);
  return {
    name: asText(raw.CheckName) || name,
    id: asText(raw.CheckID) || id,
    state: lastError !== undefined ? 'ERROR' : warned ? 'WARNING' : 'OK',
    ...(runs !== undefined && { runs }),
    ...(lastError !== undefined && { lastError }),
  };
}

// Python checks put a JSON list inside the string, Go checks plain text. The first line is what the text form prints.
function messageOf(lastError: string): string | undefined {
  if (lastError === '') {
    return undefined;
  }
  let message = lastError;
  try {
    const parsed: unknown = JSON.parse(lastError);
    message = asText(asObject(asList(parsed)?.[0])?.message) ?? lastError;
  } catch {
    message = lastError;
  }
  return message.trim().split('\n', 1)[0]!.trimEnd();
}
