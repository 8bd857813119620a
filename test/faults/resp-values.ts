const NEWLINE = Buffer.from('\r\n');
/** How many values follow the length of these: a map has two for each entry. */
const PER_ENTRY: Readonly<Record<string, number>> = { '*': 1, '~': 1, '>': 1, '%': 2 };
const WITH_BYTES = new Set(['$', '!', '=']);

/** Cuts what comes over a connection to Redis into whole values: the commands of one side, the replies of the other. */
export function respValues(): (chunk: Buffer) => readonly Buffer[] {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const values: Buffer[] = [];
    for (let end = endOf(rest, 0); end !== undefined; end = endOf(rest, 0)) {
      values.push(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
    return values;
  };
}

/** Where the value that begins at `at` ends; `undefined`: some of it is still to come. */
function endOf(bytes: Buffer, at: number): number | undefined {
  const newline = bytes.indexOf(NEWLINE, at);
  if (newline < 0) return undefined;
  const behind = newline + NEWLINE.length;
  const type = String.fromCharCode(bytes[at] ?? 0);
  const length = Number(bytes.toString('latin1', at + 1, newline));
  if (WITH_BYTES.has(type)) {
    const end = length < 0 ? behind : behind + length + NEWLINE.length;
    return end > bytes.length ? undefined : end;
  }
  let end: number | undefined = behind;
  for (let left = (PER_ENTRY[type] ?? 0) * length; left > 0 && end !== undefined; left -= 1) end = endOf(bytes, end);
  return end;
}
