import type { ConfigCheck } from '../domain/checks.ts';
import type { Reading } from '../domain/reading.ts';
import type { ExecOutput } from '../kube/cluster-reader.ts';
import { parseConfigCheck } from '../parsers/checks/config-check-output.ts';
import { understandOutput } from './understand-output.ts';

/** An Agent without any configuration prints nothing at all, and ends well. */
const NOTHING: ConfigCheck = { configs: [], errors: [], warnings: [], cutOff: false };

/** What `configcheck` said; `printed` is its stdout, where it came to print. */
export function understandConfigCheck(
  output: Reading<Omit<ExecOutput, 'stdout'>>,
  printed: () => string,
): Reading<ConfigCheck> {
  return understandOutput(output, () => {
    const parsed = parseConfigCheck(printed());
    if (parsed.recognised) return { recognised: true, value: parsed.configCheck };
    const isNone = parsed.why === 'empty' && output.known && output.value.exitCode === 0;
    return isNone ? { recognised: true, value: NOTHING } : parsed;
  });
}
