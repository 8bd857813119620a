const KNOWN = /^((?:Datadog )?Cluster Agent|Agent) \(v([^)]{0,200})\)$/;
const ANY_AGENT = /\bAgent\b.{0,100}\d/;

/** The title of a status document, as the Agent prints it between two rows of `=`. */
export interface StatusTitle {
  /** Index of the title's line. */
  readonly line: number;
  readonly text: string;
  readonly indent: number;
  /** `undefined` for a title that names an Agent in a form no known version prints. */
  readonly form: 'cluster-agent' | 'datadog-cluster-agent' | 'agent' | undefined;
  readonly version: string;
}

/** Every document title in the lines, in order; one text can hold the statuses of several pods. */
export function findTitles(lines: readonly string[]): readonly StatusTitle[] {
  const titles: StatusTitle[] = [];
  for (let i = 0; i < lines.length; i += 1) {
    const title = titleAt(lines, i);
    if (title) {
      titles.push(title);
    }
  }
  return titles;
}

function titleAt(lines: readonly string[], at: number): StatusTitle | undefined {
  const line = lines[at]!;
  if (line.length > 300 || line === '') {
    return undefined;
  }
  const text = line.trim();
  const above = isRow(lines[at - 1]);
  const below = isRow(lines[at + 1]);
  const indent = line.length - line.trimStart().length;
  const known = KNOWN.exec(text);
  // Copying with the mouse easily misses the first row, so one of the two is enough for a title that is well known.
  if (known && (above || below)) {
    const form =
      known[1] === 'Agent' ? 'agent' : known[1] === 'Cluster Agent' ? 'cluster-agent' : 'datadog-cluster-agent';
    return { line: at, text, indent, form, version: known[2]! };
  }
  return !known && above && below && ANY_AGENT.test(text)
    ? { line: at, text, indent, form: undefined, version: '' }
    : undefined;
}

function isRow(line: string | undefined): boolean {
  return line !== undefined && /^ {0,12}={3,}$/.test(line);
}
