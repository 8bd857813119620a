/** Blocks such as `=== load check ===` … `===`, each with the empty line before it. */
const BLOCK = /\n=== (\S+) (?:cluster )?check ===\n[\s\S]*?\n===\n/g;
/** Checks that the Agents of the capture could not load or run, and those of its pods. */
const LEFT_OUT = /^(?:http_check|nginx|ntp)$/;
const OF_A_POD = /^State: dispatched to /m;

/** What `clusterchecks` and `configcheck` print of the checks that are well on the nodes of the capture. */
export function runningChecks(text: string): string {
  const kept = text
    .replace(BLOCK, (block, name: string) => (LEFT_OUT.test(name) || OF_A_POD.test(block) ? '' : block))
    .replace(/^===== \d+ Pod-backed/m, '===== 0 Pod-backed');
  const parts = kept.split(/^===== Checks on (\S+) =====$/m);
  return parts.reduce((counted, node, at) => {
    const checks = at % 2 === 1 ? (parts[at + 1]?.match(BLOCK)?.length ?? 0) : undefined;
    return checks === undefined ? counted : counted.replace(tableLine(node), `$1${checks}`);
  }, kept);
}

/** `node-1   2`: how many checks follow. */
function tableLine(node: string): RegExp {
  return new RegExp(`^(${node} +)\\d+$`, 'm');
}
