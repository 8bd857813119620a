import { known, type Reading, unknown, type Why } from '../domain/reading.ts';
import type { ExecOutput } from '../kube/cluster-reader.ts';
import { cutText } from '../parsers/cut-text.ts';

/** What a parser made of a command's output. `why` is its own word. */
export type Understood<T> =
  | { readonly recognised: true; readonly value: T }
  | { readonly recognised: false; readonly why: string; readonly detail: string };

/**
 * The reading that a command's output amounts to. What failed may be the call, the command, or the words it printed; an
 * exit code alone takes nothing back, for a soft refusal is an answer too.
 */
export function understandOutput<T>(
  output: Reading<Omit<ExecOutput, 'stdout'>>,
  parse: () => Understood<T>,
): Reading<T> {
  if (!output.known) return output;
  const { stderr, exitCode } = output.value;
  const parsed = parse();
  if (parsed.recognised) return known(parsed.value, output.source, output.at);
  const detail = exitCode === 0 ? parsed.detail : `exit code ${exitCode}: ${lastLine(stderr) || parsed.detail}`;
  return unknown(reasonOf(parsed.why), detail, output.source, output.at);
}

function reasonOf(why: string): Why {
  switch (why) {
    case 'agent-unreachable':
      return 'unreachable';
    case 'unknown-generation':
      return 'unsupported';
    default:
      return 'unreadable';
  }
}

function lastLine(text: string): string {
  return cutText(text.trim().split('\n').at(-1)?.trim() ?? '', 300);
}
