import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node } from 'yaml';
import type { ConfigProblem, ProblemCode, ProblemFacts, TextKind } from './config-problem.ts';
import { nearestWord } from './nearest-word.ts';
import { hasForm, isSecretEntry, readDuration } from './text-kinds.ts';

/** An entry of the file: its value, the path to it, and where it stands. */
export interface Entry {
  readonly path: string;
  readonly node: Node | null;
  /** The key's place, for an entry without a value. */
  readonly offset: number;
}

/** What a secret key of the file should have been instead. */
export type SecretHints = Readonly<Record<string, { readonly env: string; readonly fileKey: string }>>;

/** Reads one document and collects every problem with its place. Readers give `undefined` for what is absent or wrong. */
export interface YamlReader {
  readonly problems: readonly ConfigProblem[];
  report<C extends ProblemCode>(code: C, entry: Entry, facts: ProblemFacts[C]): void;
  /** The entries of a section, by key. Keys that are not legal are reported and left out; `legal` `undefined`: any key. */
  section(entry: Entry | undefined, legal: readonly string[] | undefined): ReadonlyMap<string, Entry>;
  list(entry: Entry | undefined): readonly Entry[] | undefined;
  /** A list that must hold something where its key is there at all. */
  filledList(entry: Entry | undefined): readonly Entry[] | undefined;
  isWord(entry: Entry | undefined, word: string): boolean;
  /** The value that was read from an entry; an entry that holds nothing is reported. */
  needed<T>(entry: Entry, value: T | undefined): T | undefined;
  word<W extends string>(entry: Entry | undefined, legal: readonly W[]): W | undefined;
  onOff(entry: Entry | undefined): boolean | undefined;
  integer(entry: Entry | undefined, min: number, max: number): number | undefined;
  /** Milliseconds; bounds too. */
  duration(entry: Entry | undefined, min: number, max: number): number | undefined;
  text(entry: Entry | undefined, what: TextKind): string | undefined;
}

export function makeYamlReader(document: Document, lines: LineCounter, secretHints: SecretHints): YamlReader {
  const problems: ConfigProblem[] = [];

  function report<C extends ProblemCode>(code: C, entry: Entry, facts: ProblemFacts[C]): void {
    const { line, col } = lines.linePos(entry.node?.range?.[0] ?? entry.offset);
    // The union is rebuilt from its own parts here; TypeScript cannot follow the generic code through it.
    problems.push({ code, path: entry.path, line, column: col, facts } as ConfigProblem);
  }

  function resolved(entry: Entry | undefined): Node | null {
    const node = entry?.node ?? null;
    return isAlias(node) ? (node.resolve(document) ?? null) : node;
  }

  function scalar(entry: Entry | undefined): string | undefined {
    const node = resolved(entry);
    if (!isScalar(node)) return undefined;
    return node.value === null || node.value === undefined ? undefined : String(node.source ?? node.value);
  }

  function isAbsent(entry: Entry | undefined): boolean {
    const node = resolved(entry);
    return node === null || (isScalar(node) && (node.value === null || node.value === undefined));
  }

  function read<T>(
    entry: Entry | undefined,
    accept: (text: string) => T | undefined,
    complain: (entry: Entry, given: string | null) => void,
  ): T | undefined {
    if (entry === undefined || isAbsent(entry)) return undefined;
    const text = scalar(entry);
    const value = text === undefined ? undefined : accept(text);
    if (value === undefined) complain(entry, text === undefined ? null : shown(text));
    return value;
  }

  function list(entry: Entry | undefined): readonly Entry[] | undefined {
    if (entry === undefined || isAbsent(entry)) return undefined;
    const node = resolved(entry);
    if (!isSeq(node)) {
      report('not-a-list', entry, {});
      return undefined;
    }
    return node.items.map((item, index) => ({
      path: `${entry.path}.${index}`,
      node: item as Node | null,
      offset: (item as Node | null)?.range?.[0] ?? entry.offset,
    }));
  }

  return {
    problems,
    report,
    section(entry, legal) {
      const found = new Map<string, Entry>();
      if (entry === undefined || isAbsent(entry)) return found;
      const node = resolved(entry);
      if (!isMap(node)) {
        report('not-a-section', entry, {});
        return found;
      }
      for (const { key, value } of node.items) {
        const name = isScalar(key) ? String(key.value) : '?';
        const path = entry.path === '' ? name : `${entry.path}.${name}`;
        const offset = isScalar(key) ? (key.range?.[0] ?? entry.offset) : entry.offset;
        const child: Entry = { path, node: value as Node | null, offset };
        const atKey: Entry = { path, node: null, offset };
        const hint = secretHints[path] ?? null;
        if (isSecretEntry(name, scalar(child) ?? ''))
          report('secret-in-file', atKey, { env: hint?.env ?? null, fileKey: hint?.fileKey ?? null });
        else if (legal !== undefined && !legal.includes(name))
          report('unknown-key', atKey, { key: shown(name) ?? '…', nearest: nearestWord(name, legal), legal });
        else found.set(name, child);
      }
      return found;
    },
    list,
    filledList(entry) {
      if (entry === undefined) return undefined;
      const items = isAbsent(entry) ? [] : list(entry);
      if (items?.length === 0) report('empty-list', entry, {});
      return items;
    },
    isWord: (entry, word) => scalar(entry) === word,
    needed(entry, value) {
      if (isAbsent(entry)) report('empty-entry', entry, {});
      return value;
    },
    word: (entry, legal) =>
      read(
        entry,
        (text) => legal.find((word) => word === text),
        (at, given) => report('not-legal', at, { given, legal }),
      ),
    onOff: (entry) =>
      read(
        entry,
        (text) => (/^(?:on|true|yes)$/i.test(text) ? true : /^(?:off|false|no)$/i.test(text) ? false : undefined),
        (at, given) => report('not-legal', at, { given, legal: ['on', 'off'] }),
      ),
    integer: (entry, min, max) =>
      read(
        entry,
        (text) => (/^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max ? Number(text) : undefined),
        (at, given) => report('not-a-number', at, { given, min, max }),
      ),
    duration: (entry, min, max) =>
      read(
        entry,
        (text) => {
          const milliseconds = readDuration(text);
          return milliseconds !== undefined && milliseconds >= min && milliseconds <= max ? milliseconds : undefined;
        },
        (at, given) => report('not-a-duration', at, { given, min: min / 1000, max: max / 1000 }),
      ),
    text: (entry, what) =>
      read(
        entry,
        (text) => (hasForm(what, text) ? text : undefined),
        (at, given) => report('not-a-text', at, { what, given }),
      ),
  };
}

/** A value as it may be repeated in a message; `null` when it is long enough to be a secret. */
function shown(text: string): string | null {
  return text.length <= 16 ? text : null;
}
