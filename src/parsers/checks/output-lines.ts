import { stripNoise } from '../status/strip-noise.ts';

const PIECE = 65_536;
// No line that says something is this long; of a longer one the rest is left out, so that one line cannot fill the memory.
const LONGEST_LINE = 65_536;

/** Cuts a text that arrives in pieces into lines. */
export interface OutputLines {
  take(text: string): void;
  end(): void;
}

/**
 * Gives each line of an output once it is whole, without what is not the Agent's (see `stripNoise`). Pieces may end
 * anywhere, also inside a line break or a colour. Holds one piece and one line at most.
 */
export function outputLines(onLine: (line: string) => void): OutputLines {
  let rest = '';
  // A carriage return at the end of a piece may be half of a line break.
  let halfBreak = false;

  function give(text: string): void {
    for (const line of stripNoise(text)) onLine(line);
  }

  function takePiece(piece: string): void {
    const text = halfBreak ? `\r${piece}` : piece;
    halfBreak = text.endsWith('\r');
    const body = halfBreak ? text.slice(0, -1) : text;
    const lastBreak = Math.max(body.lastIndexOf('\n'), body.lastIndexOf('\r'));
    if (lastBreak >= 0) {
      // The `\n` of a line break whose `\r` came before belongs to that one.
      give(rest + body.slice(0, lastBreak).replace(/\r$/, ''));
      rest = '';
    }
    if (rest.length < LONGEST_LINE) rest += body.slice(lastBreak + 1);
  }

  return {
    take(text) {
      for (let at = 0; at < text.length; at += PIECE) takePiece(text.slice(at, at + PIECE));
    },
    end() {
      if (rest !== '') give(rest);
      rest = '';
      halfBreak = false;
    },
  };
}
