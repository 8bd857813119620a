const HEADER = /^\s{0,40}(?:NAMESPACE\s{1,200})?NAME(?:\s{1,200}[A-Z]{2,}(?:-[A-Z]{2,}){0,2}){1,12}$/;
// Without a prompt only kubectl: the Agent's name begins many a line of prose.
const COMMAND =
  /^(?:\s{0,40}(?:[$#%>❯➜]\s{0,4}(?:sudo )?(?:kubectl|oc|k|datadog-cluster-agent|agent|tail|cat|env|echo|helm|docker|crictl|exit)|kubectl)(?: [a-z/$<|-]|$)|\$ ?$)/;
const OTHER_OPENINGS =
  /^(?:\s{0,40}\{\s{0,4}(?:"|$)|\s{0,40}(?:- )?(?:apiVersion|kind): {0,4}\S|Error from server \(|Server Version: | ?={3,}$|---$)/;

export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** The line of column names over a table of `kubectl get`. */
export function isTableHeader(line: string): boolean {
  return line.length < 400 && HEADER.test(line);
}

/** A line that somebody typed into a shell, or the prompt alone. */
export function isCommandLine(line: string): boolean {
  return line.length < 2_000 && COMMAND.test(line);
}

/** `Name:` with `Namespace:` soon after, or another line of the head where that one is lost: what `kubectl describe` begins with. */
export function opensDescription(lines: readonly string[], at: number): boolean {
  if (!/^\s{0,40}Name:\s/.test(lines[at]!)) return false;
  let seen = 0;
  for (let next = at + 1; next < lines.length && seen < 2; next += 1) {
    const line = lines[next]!;
    if (line === '') continue;
    if (/^\s{0,40}(?:Namespace|Labels|Annotations|CreationTimestamp|Reference):\s/.test(line)) return true;
    seen += 1;
  }
  return false;
}

/** Whether something else than the document before it begins here; cheap, and wrong at most towards "yes". */
export function opensDocument(lines: readonly string[], at: number): boolean {
  const line = lines[at]!;
  return OTHER_OPENINGS.test(line) || isCommandLine(line) || isTableHeader(line) || opensDescription(lines, at);
}
