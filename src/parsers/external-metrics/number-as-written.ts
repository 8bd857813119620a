/**
 * The digits of a number that stands under `key` in the outermost object of a JSON text, before JSON.parse would round
 * them. `undefined` when something else stands there. The text must be JSON that was parsed already.
 */
export function numberAsWritten(json: string, key: string): string | undefined {
  let depth = 0;
  let found: string | undefined;
  for (let at = 0; at < json.length; at += 1) {
    const char = json[at];
    if (char === '"') {
      const end = endOfText(json, at);
      // Of a key that stands there twice the last one counts, as for JSON.parse.
      if (depth === 1 && namesKey(json.slice(at, end), key)) {
        found = numberAfterColon(json, end) ?? found;
      }
      at = end - 1;
    } else if (char === '{' || char === '[') {
      depth += 1;
    } else if (char === '}' || char === ']') {
      depth -= 1;
    }
  }
  return found;
}

/** The place after the closing quote of a text that opens at `start`. */
function endOfText(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') {
    at += json[at] === '\\' ? 2 : 1;
  }
  return at + 1;
}

function namesKey(quoted: string, key: string): boolean {
  return quoted === `"${key}"` || (quoted.includes('\\u') && quoted.length < 100 && JSON.parse(quoted) === key);
}

const NUMBER_AFTER_COLON = /[ \t\r\n]{0,100}:[ \t\r\n]{0,100}(-?\d[\d.eE+-]{0,400})/y;

function numberAfterColon(json: string, from: number): string | undefined {
  NUMBER_AFTER_COLON.lastIndex = from;
  return NUMBER_AFTER_COLON.exec(json)?.[1];
}
