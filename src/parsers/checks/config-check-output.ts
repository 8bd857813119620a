import type { CheckConfig, ConfigCheck } from '../../domain/checks.ts';
import { cutText } from '../cut-text.ts';
import { asObject, printJson } from '../status/json-value.ts';
import { stripNoise } from '../status/strip-noise.ts';
import { isErrorLine, type UnreadOutput, unreadOutput } from '../unread-output.ts';
import { configBlocks } from './config-blocks.ts';
import { configCheckFromJson } from './config-check-json.ts';

export type ParsedConfigCheck = { readonly recognised: true; readonly configCheck: ConfigCheck } | UnreadOutput;

/** `unused`: what `--verbose` adds about configurations that were not taken. */
type Part = 'configs' | 'errors' | 'warnings' | 'unused';

interface Trouble {
  readonly check: string;
  text: string;
}

const OTHER_PARTS: Readonly<Record<string, Part>> = {
  '=== Configuration errors ===': 'errors',
  '=== Resolve warnings ===': 'warnings',
  '=== Unresolved Configs ===': 'unused',
  '=== Collected configs (matched and unmatched) ===': 'unused',
  '=== Services (matched and unmatched) ===': 'unused',
};
/** Headings of `clusterchecks`, whose blocks are the same and mean something else. */
const OF_CLUSTERCHECKS =
  /^(?:===== Checks on .+ =====|===== \d+ Pod-backed Endpoints-Checks scheduled =====|=== (?:\d+|Zero) (?:node-)?agents? reporting ===|=== Unassigned configurations ===|=== Warmup in progress ===|Cluster-check.{0,200})$/;
const LONGEST_FORM = 4_096;

/**
 * Reads the output of `configcheck` of a Cluster Agent or a node Agent: text of any age, or a node Agent's `--json`.
 * A Cluster Agent without a single configuration prints nothing, which is `empty` here: only with the exit code 0 does
 * it mean "none".
 */
export function parseConfigCheck(text: string): ParsedConfigCheck {
  const lines = stripNoise(text);
  return parseJson(lines) ?? parseText(lines) ?? unreadOutput(lines.filter((line) => line !== '').slice(0, 50));
}

function parseText(lines: readonly string[]): ParsedConfigCheck | undefined {
  const configs: CheckConfig[] = [];
  const errors: Trouble[] = [];
  const warnings: Trouble[] = [];
  let part: Part = 'configs';
  let recognised = false;
  let damaged = false;
  const damage = () => {
    damaged = true;
  };
  const blocks = configBlocks({ config: (config) => configs.push(config), damaged: damage });

  for (const line of lines) {
    const heading = OTHER_PARTS[line];
    if (line === '' || part === 'unused') continue;
    if (line.length <= LONGEST_FORM && !blocks.isOpen() && OF_CLUSTERCHECKS.test(line)) return undefined;
    if (heading) {
      blocks.finish('part');
      part = heading;
      recognised = true;
    } else if (!blocks.isOpen() && isErrorLine(line.trim()) && part !== 'errors') {
      damage();
    } else if (blocks.take(line)) {
      part = 'configs';
      recognised = true;
    } else if (line.startsWith('=')) {
      damage();
    } else if (part === 'errors') {
      takeError(errors, line);
    } else if (part === 'warnings') {
      takeWarning(warnings, line);
    }
  }
  blocks.finish('end');
  return recognised
    ? { recognised: true, configCheck: { configs, errors, warnings: withText(warnings), cutOff: damaged } }
    : undefined;
}

function takeError(errors: Trouble[], line: string): void {
  const [, check, text = ''] = /^([^\s:]{1,200}): ?(.*)$/.exec(line) ?? [];
  const last = errors.at(-1);
  if (check !== undefined) errors.push({ check, text: cutText(text, 1_000) });
  // The text of an error may go on below.
  else if (last && last.text.length < 1_000) last.text = cutText(`${last.text} ${line.trim()}`, 1_000);
}

// A check's name, and below it one line with a star for each warning.
function takeWarning(warnings: Trouble[], line: string): void {
  const last = warnings.at(-1);
  if (!line.startsWith('* ')) warnings.push({ check: line.trim(), text: '' });
  else if (last) {
    const text = cutText(line.slice(2).trim(), 1_000);
    if (last.text === '') last.text = text;
    else warnings.push({ check: last.check, text });
  }
}

function withText(warnings: readonly Trouble[]): readonly Trouble[] {
  return warnings.filter(({ text }) => text !== '');
}

function parseJson(lines: readonly string[]): ParsedConfigCheck | undefined {
  const start = lines.findIndex((line) => line !== '');
  if (!/^[[{]/.test(lines[start] ?? '')) return undefined;
  let document: unknown;
  try {
    document = JSON.parse(lines.slice(start).join('\n'));
  } catch {
    const broken = /^\s*\[?\s*\{\s*"check_name"/.test(lines.slice(start, start + 5).join('\n'));
    return broken ? { recognised: false, why: 'other-text', detail: 'the JSON is broken or ends early' } : undefined;
  }
  const configCheck = configCheckFromJson(document);
  if (configCheck) return { recognised: true, configCheck };
  const error = asObject(document)?.error;
  return error === undefined
    ? { recognised: false, why: 'other-text', detail: 'JSON that is not the one of configcheck' }
    : { recognised: false, why: 'error-text', detail: cutText(printJson(error), 500) };
}
