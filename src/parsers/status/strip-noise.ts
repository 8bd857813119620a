const ANSI = /\x1b\[[0-9;?]{0,40}[A-Za-z]/g;
// The Agent's own log lines get between the preface and the document (seen 1.17 to 1.22, and with DD_LOG_LEVEL set).
const LOG_LINE =
  /^\d{4}-\d\d-\d\d[ T]\S{1,40} (?:\S{1,12} )?\| (?:[A-Z-]{1,40} \| )?(?:TRACE|DEBUG|INFO|WARN|ERROR|CRITICAL) \|/;
const CODE_FENCE = /^```[a-z]{0,20}$/;
// A shell's prompt, with or without the command typed after it; the Agent never prints such a line at column 0.
const PROMPT = /^[\w.-]{1,64}@[\w.-]{1,256}:\S{0,256}[#$](?: |$)/;

// Said on the way to the document by the Agent's client and by kubectl.
const PREFACE = /^(?:Getting the status from the agent\.|Defaulted container ".{1,300})$/;

/**
 * The lines of an output without what is not the Agent's: carriage returns, colours, log lines between the lines, shell
 * prompts, code fences, prefaces, and the no-break spaces that chat programs put in. Trailing spaces go too.
 */
export function stripNoise(text: string): string[] {
  const clean = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(ANSI, '')
    .replaceAll('\u00A0', ' ');
  const lines: string[] = [];
  for (const raw of clean.split('\n')) {
    const line = raw.trimEnd();
    if (!LOG_LINE.test(line) && !CODE_FENCE.test(line) && !PROMPT.test(line) && !PREFACE.test(line)) {
      lines.push(line);
    }
  }
  return lines;
}
