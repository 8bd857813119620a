import type { Refused } from './zip-limits.ts';

const FILE_TYPE = 0o170000;
const LINK = 0o120000;
const FOLDER = 0o040000;
const PLAIN = 0o100000;
const LONGEST = 1_024;
const CONTROL = /[\u0000-\u001f\u007f]/;

/** Refuses names that lead out of the folder they are unpacked to, and names that are not what they look like. */
export function nameRefusal(name: string): Refused | undefined {
  const path = (detail: string): Refused => ({ refusal: 'path', detail });
  if (name === '') return path('a file without a name');
  if (name.length > LONGEST) return path(`a name of ${name.length} characters`);
  if (CONTROL.test(name)) return path('a name with control characters');
  if (name.includes('\\')) return path(`a backslash in the name ${name}`);
  if (name.startsWith('/')) return path(`the absolute name ${name}`);
  if (/^[A-Za-z]:/.test(name)) return path(`a drive in the name ${name}`);
  const segments = name.replace(/\/$/, '').split('/');
  if (segments.some((segment) => segment === '..' || segment === '.' || segment === '')) {
    return path(`the name ${name} does not stay in its folder`);
  }
  return undefined;
}

/** Refuses links, devices and pipes, by the Unix mode in the upper half of an entry's external attributes. */
export function typeRefusal(name: string, externalAttributes: number): Refused | undefined {
  const type = (externalAttributes >>> 16) & FILE_TYPE;
  if (type === 0 || type === PLAIN || type === FOLDER) return undefined;
  return { refusal: 'path', detail: `${name} is ${type === LINK ? 'a link' : 'no plain file'}` };
}

/** Refuses a name that stands twice, and a file that is a folder as well: who reads on would see another one than we. */
export function clashRefusal(names: readonly string[]): Refused | undefined {
  const plain = names.map((name) => name.normalize('NFC').toLowerCase().replace(/\/$/, ''));
  const seen = new Set<string>();
  for (const [i, name] of plain.entries()) {
    if (seen.has(name)) return { refusal: 'damaged', detail: `the name ${names[i]} stands twice` };
    seen.add(name);
  }
  const files = new Set(plain.filter((_, i) => !names[i]?.endsWith('/')));
  for (const name of plain) {
    for (let slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      const folder = name.slice(0, slash);
      if (files.has(folder)) return { refusal: 'damaged', detail: `${folder} is a file and a folder` };
    }
  }
  return undefined;
}
