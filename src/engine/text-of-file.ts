/** Of a file's characters, as many may be none that a text has: a log can hold a few bytes of something else. */
const STRANGE_SHARE = 0.01;
const LOOKED_AT = 256 * 1024;

/** The text in a file's bytes; `undefined` for what is no text, in which no secret could be found. */
export function textOfFile(bytes: Buffer): string | undefined {
  if (bytes.includes(0)) return undefined;
  const text = bytes.toString('utf8');
  let strange = 0;
  for (let at = 0; at < Math.min(text.length, LOOKED_AT); at++) {
    const code = text.charCodeAt(at);
    if (code === 0xfffd || (code < 0x20 && !isSpace(code) && code !== 0x1b)) strange += 1;
  }
  return strange > Math.min(text.length, LOOKED_AT) * STRANGE_SHARE ? undefined : text;
}

function isSpace(code: number): boolean {
  return code === 0x09 || code === 0x0a || code === 0x0c || code === 0x0d;
}
