import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';

export interface Import {
  /** The file it stands in, from the root of the repository, with forward slashes. */
  readonly from: string;
  /** A file of the repository, or the name of a package (`node:fs`, `@slack/bolt`). */
  readonly to: string;
  readonly kind: 'value' | 'type' | 'dynamic';
}

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const STATIC =
  /^(?:import|export)\s+(?<type>type\s+(?!from\b))?(?:[\w\s*{},$]+?\sfrom\s+)?(?<quote>['"])(?<to>[^'"\n]+)\k<quote>/gm;
const DYNAMIC = /\bimport\(\s*(?<quote>['"])(?<to>[^'"\n]+)\k<quote>\s*,?\s*\)/g;

/** All TypeScript files under these folders of the repository; a folder that does not exist has none. */
export function readSources(root: string, folders: readonly string[]): readonly SourceFile[] {
  return folders
    .flatMap((folder) => filesUnder(join(root, folder)))
    .map((path) => ({
      path: relative(root, path).split(sep).join('/'),
      text: readFileSync(path, 'utf8'),
    }));
}

function filesUnder(folder: string): readonly string[] {
  let entries: import('node:fs').Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    if (entry.isDirectory()) return filesUnder(join(folder, entry.name));
    return /\.m?ts$/.test(entry.name) ? [join(folder, entry.name)] : [];
  });
}

/** The imports of a file: static, for types only, and dynamic ones with a literal name. */
export function importsOf({ path, text }: SourceFile): readonly Import[] {
  const found: Import[] = [];
  for (const match of text.matchAll(STATIC))
    found.push({ from: path, to: target(path, match.groups?.to ?? ''), kind: match.groups?.type ? 'type' : 'value' });
  for (const match of text.matchAll(DYNAMIC))
    found.push({ from: path, to: target(path, match.groups?.to ?? ''), kind: 'dynamic' });
  return found;
}

function target(from: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.normalize(posix.join(dirname(from), specifier)) : specifier;
}

/** A cycle of value imports, its files in order, the first again at the end; `undefined` when there is none. */
export function findCycle(imports: readonly Import[]): readonly string[] | undefined {
  const next = new Map<string, string[]>();
  for (const { from, to, kind } of imports) if (kind === 'value') next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const trail: string[] = [];
  function visit(file: string): readonly string[] | undefined {
    const at = trail.indexOf(file);
    if (at >= 0) return [...trail.slice(at), file];
    if (done.has(file)) return undefined;
    trail.push(file);
    for (const to of next.get(file) ?? []) {
      const cycle = visit(to);
      if (cycle !== undefined) return cycle;
    }
    trail.pop();
    done.add(file);
    return undefined;
  }
  for (const file of next.keys()) {
    const cycle = visit(file);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
