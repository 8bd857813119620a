import { cutText } from '../cut-text.ts';

/** What `datadog-cluster-agent flare` said while it built an archive. */
export interface FlareDialogue {
  /** Where the archive lies in the container; absent where none was made, or none that may be touched. */
  readonly path?: string;
  /** The running process could not be reached, and the command built what it could by itself. */
  readonly local: boolean;
  /** The archive went to Datadog, which nobody asked for. */
  readonly uploaded: boolean;
  /** The Agent's own words for what went wrong, one line; empty where it told of nothing. */
  readonly trouble: string;
}

/** Only an archive of the Agent's own naming in the folder that it uses is ever read or removed. */
const OWN_PATH = /^\/tmp\/datadog-agent-[\w.-]{1,200}\.zip$/;
const LOCAL = /^Initiating flare locally/;
const UPLOADED = /^Your logs were successfully uploaded/;
/** In the order of what tells most. */
const TROUBLES: readonly RegExp[] = [
  /The flare zipfile failed to be created/,
  /The agent ran into an error while making the flare/i,
  /The agent was unable to make (?:a full flare|the flare)/i,
  /An error occurred while uploading the flare/i,
  /Error reading email/i,
  /^Error:/,
];
const LONGEST = 300;
const COLOUR = /\u001b\[[\d;]{0,20}m/g;
/** The dialogue is a few lines; whatever is longer is not read to its end. */
const READ = 64 * 1024;

/** Understands the dialogue of the flare command, whose exit code says nothing of whether an archive was made. */
export function readFlareDialogue(stdout: string, stderr: string): FlareDialogue {
  const said = linesOf(stdout);
  const heard = [...said, ...linesOf(stderr)];
  const paths = said.flatMap((line) => line.split(/[\s()"'`]+/).filter((word) => word.endsWith('.zip')));
  const path = paths.findLast((candidate) => OWN_PATH.test(candidate) && !candidate.includes('..'));
  const foreign = path === undefined ? paths.at(-1) : undefined;
  const told = TROUBLES.map((trouble) => heard.find((line) => trouble.test(line))).find((line) => line !== undefined);
  const trouble = told ?? (foreign === undefined ? '' : `an archive at an unexpected place: ${foreign}`);
  return {
    ...(path === undefined ? {} : { path }),
    local: heard.some((line) => LOCAL.test(line)),
    uploaded: heard.some((line) => UPLOADED.test(line)),
    trouble: cutText(trouble, LONGEST),
  };
}

function linesOf(text: string): readonly string[] {
  return text
    .slice(0, READ)
    .replace(COLOUR, '')
    .split('\n')
    .map((line) => line.trim());
}
