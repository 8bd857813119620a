import type { Rich } from '../phrases/rich.ts';
import { tidy } from './plain-text.ts';

export interface TerminalLook {
  readonly colour: boolean;
}

const BOLD = 1;
const CODE = 36;

/** Sets a text in an ANSI colour or weight, or leaves it as it is. */
export function paint(text: string, ansi: number, look: TerminalLook): string {
  return look.colour ? `\u001b[${ansi}m${text}\u001b[0m` : text;
}

/** A sentence for a terminal: names in colour, sums in bold, data without escape sequences of its own. */
export function styled(rich: Rich, look: TerminalLook): string {
  return tidy(rich)
    .map(({ text, bold, code }) => {
      const coloured = code ? paint(text, CODE, look) : text;
      return bold ? paint(coloured, BOLD, look) : coloured;
    })
    .join('');
}
