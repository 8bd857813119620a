import { ApiRefusal, BrokenOff, ExecutableMissing, UnreadableBody } from './call-failures.ts';
import type { ExecOutput } from './cluster-reader.ts';
import type { ExecEnd } from './exec-session.ts';
import { fields, listOf, number, text } from './json-shape.ts';

const statusShape = fields(
  { status: text },
  {
    message: text,
    reason: text,
    code: number,
    details: fields({}, { causes: listOf(fields({}, { reason: text, message: text })) }),
  },
);

/** containerd and kubelet, CRI-O and runc each have their own words for a command that is not in the image. */
const MISSING = /executable file (?:`[^`]*` )?not found|stat \S+: no such file or directory/i;

/** What is short enough to be a runtime's own words. */
export const SHORT_OUTPUT = 2_000;

/**
 * How a command ended, from the `Status` that closes an exec; throws for an end that is no end of a command. Of a long
 * stdout its first {@link SHORT_OUTPUT} characters will do.
 */
export function readOutcome({ stdout, stderr, status }: ExecEnd & { readonly stdout: string }): ExecOutput {
  const outcome = statusShape(parseStatus(status), 'exec status');
  if (outcome.status === 'Success') return { stdout, stderr, exitCode: 0 };
  const message = outcome.message ?? outcome.reason ?? 'the command failed';
  const written = outcome.details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message;
  if (written === undefined) {
    if (MISSING.test(message)) throw new ExecutableMissing(message);
    throw new ApiRefusal(outcome.code ?? 500, status);
  }
  const exitCode = Number(written);
  if (!Number.isInteger(exitCode)) throw new UnreadableBody(`exit code ${JSON.stringify(written)}`);
  // Some runtimes start the command all the same and let it print the reason: 126, 127 and 255 by runtime.
  if (stdout.length + stderr.length < SHORT_OUTPUT && MISSING.test(`${stderr}\n${stdout}`)) {
    throw new ExecutableMissing((stderr || stdout).trim());
  }
  return { stdout, stderr, exitCode };
}

function parseStatus(status: string): unknown {
  try {
    return JSON.parse(status);
  } catch (error) {
    // A status that breaks off is a connection that broke off; other garbage is garbage.
    if (status.trim() === '' || status.trimStart().startsWith('{')) {
      throw new BrokenOff('unreachable', 'the connection ended within the status');
    }
    throw new UnreadableBody('the exec status is not JSON', error);
  }
}
