/** A prompt of a shell with the command behind it: `root@pod:/# agent metamap`, `[ana@host ~]$ kubectl …`, `PS C:\Users> …`. */
const PROMPT =
  /^\s{0,20}(?:\([\w.-]{1,60}\) )?(?:[\w.-]{1,64}@[\w.-]{1,256}:\S{0,256}[#$]|\[[\w.-]{1,64}@[^\]\n]{1,256}\][#$]|(?:PS )?[A-Za-z]:\\[^>\n]{0,256}>|PS \/[^>\n]{0,256}>)[ \t]{0,4}(.*)$/gm;
/** What kubectl says on the way, beside what it was asked for. */
const KUBECTL_SAYS =
  /^\s{0,20}(?:Defaulted container ".{1,300}|Defaulting container name to .{1,300}|Use 'kubectl describe pod.{1,300}|Unable to use a TTY - .{1,300}|kubectl exec \[POD\] \[COMMAND\] is DEPRECATED.{0,300}|If you don't see a command prompt, try pressing enter\.|Found \d{1,4} pods, using pod\/\S{1,253})$/gm;
const CURLY_DOUBLE = /[\u201c\u201d\u201e]/g;
const CURLY_SINGLE = /[\u2018\u2019\u201a]/g;
const INVISIBLE = /[\u200b\u2060\ufeff]/g;

/**
 * Takes back what shells, kubectl and chat programs put into a text: prompts become `$`, curly quotes straight ones
 * where a line has no others, tabs spaces.
 */
export function cleanPaste(text: string): string {
  return straightened(text.replaceAll('\r\n', '\n'))
    .replace(INVISIBLE, '')
    .replaceAll('\u00a0', ' ')
    .replace(PROMPT, (_line, command: string) => `$ ${command}`)
    .replace(KUBECTL_SAYS, '');
}

function straightened(text: string): string {
  if (!/[\u2018-\u201e]/.test(text)) return text;
  return text
    .split('\n')
    .map((line) => {
      const doubles = line.includes('"') ? line : line.replace(CURLY_DOUBLE, '"');
      return doubles.includes("'") ? doubles : doubles.replace(CURLY_SINGLE, "'");
    })
    .join('\n');
}
