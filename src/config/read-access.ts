import { type AccessRule, ASKED_KINDS } from '../domain/access-rule.ts';
import type { TextKind } from './config-problem.ts';
import type { Entry, YamlReader } from './yaml-reader.ts';

const KEYS = [
  'name',
  'users',
  'userGroups',
  'channels',
  'apps',
  'guests',
  'strangers',
  'clusters',
  'questions',
] as const satisfies readonly (keyof AccessRule)[];

/**
 * Who may ask what. A list that is there and holds nothing is a problem and never "everybody", and a rule says for
 * itself which clusters and questions it is about.
 */
export function readAccess(reader: YamlReader, entry: Entry | undefined): readonly AccessRule[] {
  const names = new Set<string>();
  return (reader.list(entry) ?? []).map((item, index) => {
    const rule = reader.section(item, KEYS);
    const name = reader.text(rule.get('name'), 'rule-name') ?? `#${index + 1}`;
    if (names.has(name)) reader.report('same-rule-twice', item, { name });
    names.add(name);
    for (const key of ['clusters', 'questions'] as const)
      if (!rule.has(key)) reader.report('key-missing', item, { key });
    const ids = (key: (typeof KEYS)[number], what: TextKind) => readIds(reader, rule.get(key), what);
    const strangers = reader.onOff(rule.get('strangers')) ?? false;
    // What they are told is read by everybody in their channel.
    if (strangers && !rule.has('channels'))
      reader.report('key-needs-other', item, { key: 'strangers', other: 'channels' });
    return {
      name,
      ...optional('users', ids('users', 'user')),
      ...optional('userGroups', ids('userGroups', 'user-group')),
      ...optional('channels', ids('channels', 'channel')),
      ...optional('apps', ids('apps', 'app')),
      guests: reader.onOff(rule.get('guests')) ?? false,
      strangers,
      clusters: readAllOr(reader, rule.get('clusters'), (at) => reader.text(at, 'cluster-name')),
      questions: readAllOr(reader, rule.get('questions'), (at) => reader.word(at, ASKED_KINDS)),
    };
  });
}

function readIds(reader: YamlReader, entry: Entry | undefined, what: TextKind): readonly string[] | undefined {
  return reader.filledList(entry)?.flatMap((item) => reader.needed(item, reader.text(item, what)) ?? []);
}

/** `all`, alone or in a list, else the entries of the list; none of them where something is wrong with it. */
function readAllOr<T extends string>(
  reader: YamlReader,
  entry: Entry | undefined,
  read: (entry: Entry) => T | undefined,
): 'all' | readonly T[] {
  if (reader.isWord(entry, 'all')) return 'all';
  const items = reader.filledList(entry) ?? [];
  if (items.some((item) => reader.isWord(item, 'all'))) return 'all';
  return items.flatMap((item) => reader.needed(item, read(item)) ?? []);
}

/** `{ key: value }`, or nothing where there is no value: an optional property is left out and never undefined. */
function optional<K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: T });
}
