import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { readYaml } from '../../../src/parsers/kubectl/read-yaml.ts';

function read(text: string): unknown {
  const result = readYaml(text.split('\n'));
  return result.ok ? result.value : { fault: result.detail };
}

describe('readYaml', () => {
  it.each<[string, string, unknown]>([
    ['a map', 'a: 1\nb: two words', { a: '1', b: 'two words' }],
    [
      'digits as they are',
      'a: 12345678901234567890\nb: 1e3\nc: 0x1F',
      { a: '12345678901234567890', b: '1e3', c: '0x1F' },
    ],
    ['nothing in its three forms', 'a:\nb: ~\nc: null\nd: "null"', { a: null, b: null, c: null, d: 'null' }],
    ['a nested map', 'a:\n  b:\n    c: x', { a: { b: { c: 'x' } } }],
    ['a list at its key', 'a:\n- x\n- y\nb: z', { a: ['x', 'y'], b: 'z' }],
    ['a deeper list', 'a:\n  - x\n  - y', { a: ['x', 'y'] }],
    ['a list of maps', 'a:\n- b: 1\n  c: 2\n- b: 3', { a: [{ b: '1', c: '2' }, { b: '3' }] }],
    ['a list in a list', '- - x\n  - y\n- z', [['x', 'y'], 'z']],
    ['a dash alone', 'a:\n-\n  b: 1\n-', { a: [{ b: '1' }, null] }],
    ['single quotes', "a: 'it''s: {x}'", { a: "it's: {x}" }],
    ['double quotes', 'a: "x\\ty \\u0041 \\"z\\""', { a: 'x\ty A "z"' }],
    ['folded quotes', "a: 'one\n  two'\nb: 3", { a: 'one two', b: '3' }],
    ['an escaped line break', 'a: "one\\\n  two"', { a: 'onetwo' }],
    ['a folded plain text', 'a: one\n  two\n  three\nb: 4', { a: 'one two three', b: '4' }],
    ['a literal block', 'a: |\n  {"x":1}\n  y\nb: 2', { a: '{"x":1}\ny\n', b: '2' }],
    ['a literal block without its end', 'a: |-\n  x\nb: 2', { a: 'x', b: '2' }],
    ['a folded block', 'a: >-\n  x\n  y', { a: 'x y' }],
    [
      'brackets',
      'a: {}\nb: []\nc: [x, "y, z"]\nd: {e: 1, "f": [2]}',
      { a: {}, b: [], c: ['x', 'y, z'], d: { e: '1', f: ['2'] } },
    ],
    ['brackets over lines', 'a: {"b":\n  1}', { a: { b: '1' } }],
    ['comments', '# one\na: 1 # two\n  # three\nb: x#y', { a: '1', b: 'x#y' }],
    ['a URL', 'a: http://x:1/y', { a: 'http://x:1/y' }],
    [
      'keys with dots, slashes and colons',
      'a.b/c: 1\nf:metadata: 2\n"q: r": 3',
      { 'a.b/c': '1', 'f:metadata': '2', 'q: r': '3' },
    ],
    ['a key that objects have', '__proto__: 1', JSON.parse('{"__proto__":"1"}')],
  ])('%s', (_name, text, value) => {
    expect(read(text)).toEqual(value);
  });

  it.each([
    ['a quote that does not end', 'a: "x', 'a quoted text does not end'],
    ['a bracket that does not end', 'a: {b: 1', 'a bracket is not closed'],
    ['text behind a quote', 'a: "x" y', 'there is text behind a closing quote'],
    ['an anchor', 'a: &x 1', 'it uses anchors, tags or other marks that kubectl does not print'],
    ['an alias', 'a: *x', 'it uses anchors, tags or other marks that kubectl does not print'],
    ['a value deeper than it may be', 'a: x\n  b: y', 'a value stands deeper than its key allows'],
    ['a line that fits nowhere', 'a: 1\nwhat is this', 'the line "what is this" does not fit'],
    ['deep brackets', `a: ${'['.repeat(60)}`, 'it is nested too deeply'],
    ['deep lists', '- '.repeat(100), 'it is nested too deeply'],
    ['nothing', '\n\n', 'it is empty'],
  ])('says what is wrong: %s', (_name, text, fault) => {
    expect(read(text)).toEqual({ fault });
  });

  it('reads what another writer of YAML prints, as another reader does', () => {
    const word = fc.oneof(
      fc.constantFrom(
        '',
        'a',
        '9',
        '0.5',
        'true',
        'null',
        '~',
        'x: y',
        '- a',
        '#c',
        "it's",
        '"q"',
        'a #b',
        '{}',
        '[',
        ' x',
        'x ',
        'é',
        '&a',
        '*',
        '|',
        '@',
      ),
      fc.string({ maxLength: 12 }),
      fc.lorem({ maxCount: 30 }),
    );
    const key = fc.stringMatching(/^[a-zA-Z][\w./-]{0,12}$/);
    const quotes = fc.constantFrom('PLAIN' as const, 'QUOTE_SINGLE' as const, 'QUOTE_DOUBLE' as const);
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        word,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(
        fc.dictionary(key, tree, { minKeys: 1, maxKeys: 4 }),
        fc.constantFrom(80, 0),
        quotes,
        (value, lineWidth, defaultStringType) => {
          const text = stringify(value, { lineWidth, defaultStringType, defaultKeyType: 'PLAIN' });
          const result = readYaml(text.split('\n'));
          expect(result).toEqual({ ok: true, value: parse(text, { schema: 'failsafe' }) });
        },
      ),
      { seed: 20_261_124, numRuns: 400 },
    );
  });
});
