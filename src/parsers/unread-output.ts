import { cutText } from './cut-text.ts';

/** Why a text is not the output it was taken for. */
export interface UnreadOutput {
  readonly recognised: false;
  /** `empty`: not a word in it. `error-text`: an error of the Agent, of its API or of kubectl. `other-text`: something else. */
  readonly why: 'empty' | 'agent-unreachable' | 'error-text' | 'other-text';
  /** The Agent's own words, or what was found instead; at most 500 characters. */
  readonly detail: string;
}

const UNREACHABLE = /Could not reach (?:the )?agent\b:? ?(.{0,500})/i;
const AGENT_FAILED =
  /^(?:Error: )?(?:[Tt]he agent ran into an error(?: while checking config)?|[Ff]ailed to query the agent(?: \(running\?\))?)\b/;
// The bodies of the Agent's API come raw; the others are kubectl's, a proxy's and the container runtime's.
const OTHER_ERROR =
  /^(?:Error: |error: |Error from server|no check named "|only one check must be specified|\{"error":|no session token provided|invalid session token|unsupported authorization scheme|(?:HTTP\/\S+ )?(?:401|403|502|503|504)\b|Unauthorized\b|Forbidden\b|Service Unavailable\b|OCI runtime exec failed|command terminated with|unable to upgrade connection)/;

/** True for a line, without its indentation, by which the Agent's client, its API, kubectl or a proxy reports a failure. */
export function isErrorLine(line: string): boolean {
  return UNREACHABLE.test(line) || AGENT_FAILED.test(line) || OTHER_ERROR.test(line);
}

/** Says of the first lines of a text what it is instead. */
export function unreadOutput(lines: readonly string[]): UnreadOutput {
  const said = lines.map((line) => line.trim()).filter((line) => line !== '');
  const first = said[0];
  if (first === undefined) {
    return { recognised: false, why: 'empty', detail: 'no output' };
  }
  for (const line of said) {
    const cause = UNREACHABLE.exec(line)?.[1];
    if (cause !== undefined) {
      return {
        recognised: false,
        why: 'agent-unreachable',
        detail: cutText(/\w/.test(cause) ? cause.trim() : line, 500),
      };
    }
  }
  const error = said.find((line) => AGENT_FAILED.test(line)) ?? said.find((line) => OTHER_ERROR.test(line));
  return error === undefined
    ? { recognised: false, why: 'other-text', detail: cutText(`it begins with: ${first}`, 500) }
    : { recognised: false, why: 'error-text', detail: cutText(error, 500) };
}
