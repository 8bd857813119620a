/** The start of what a server sent, as JSON text. A word that would be cut in two is left out: half a secret could not be masked. */
export function excerpt(text: string, length = 60): string {
  const start = text.trim();
  return JSON.stringify(start.length <= length ? start : `${start.slice(0, length).replace(/[^\s"'<>{}]*$/, '')}…`);
}
