import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { maskDeep } from '../../src/masking/mask-deep.ts';
import { maskText } from '../../src/masking/mask-text.ts';
import { type Random, seeded } from '../seeded-random.ts';
import { type Example, pick, SECRET_EXAMPLES } from './secret-examples.ts';

const SEED = Number(process.env.DCA_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
const ROUNDS = 40;
const FILLER = [
  '2026-11-23 19:57:32 UTC | CLUSTER | INFO | (pkg/leader.go:42 in run) | still leading',
  'leader: datadog-cluster-agent-6c9c858f76-8qmb7',
  'uid 0b2c7f1e-6a53-4c1d-9f7e-3a4b5c6d7e8f, http_check:web:77e063de7508dcae',
  'image web@sha256:01380af922de74289c160086a612a14af98e5a00ae30d3419e8f088c406a4b60',
  '日本語の行, 824 x 3 = 2472',
];
const makers = Object.entries(SECRET_EXAMPLES);

/** Every part of a secret of 12 characters: a mask that cuts a secret in two has not hidden it. */
function survives(secret: string, text: string): boolean {
  const flat = text.replaceAll('\\n', '\n');
  for (let at = 0; at + 12 <= secret.length; at += 4) if (flat.includes(secret.slice(at, at + 12))) return true;
  return flat.includes(secret);
}

function expectMasked(text: string, examples: readonly Example[], masked: number): void {
  for (const { secret, text: planted } of examples) expect(survives(secret, text), `${planted} in ${text}`).toBe(false);
  expect(masked, text).toBe(examples.length);
}

function someExamples(random: Random, only: (example: Example) => boolean = () => true): readonly Example[] {
  const examples: Example[] = [];
  while (examples.length < 6) {
    const example = pick(random, makers)[1](random);
    if (only(example)) examples.push(example);
  }
  return examples;
}

describe(`planted secrets (DCA_TEST_SEED=${SEED})`, () => {
  it('knows at least twenty forms', () => expect(makers.length).toBeGreaterThanOrEqual(20));

  it.each(makers)('%s: alone, in a log line, in JSON, in escaped JSON', (rule, make) => {
    const random = seeded(SEED);
    for (let round = 0; round < ROUNDS; round++) {
      const example = make(random);
      const forms = [
        example.text,
        `${pick(random, FILLER)}\n${example.text}\n${pick(random, FILLER)}`,
        `2026-11-23 | ERROR | with ${example.text} it failed`,
        JSON.stringify({ message: `so ${example.text}`, next: 1 }),
        JSON.stringify({ outer: JSON.stringify({ message: example.text, next: 1 }) }),
        stringify({ note: { text: example.text }, replicas: 3 }, { lineWidth: 0 }),
      ];
      for (const form of forms) {
        const result = maskText(form);
        expectMasked(
          rule === 'cookie' ? result.text.replaceAll('session=', '') : result.text,
          [example],
          result.masked,
        );
        expect(maskText(result.text), form).toEqual({ text: result.text, masked: 0 });
      }
    }
  });

  it('many in one text', () => {
    const random = seeded(SEED + 1);
    for (let round = 0; round < ROUNDS; round++) {
      const examples = someExamples(random);
      const text = examples.flatMap((example) => [pick(random, FILLER), example.text]).join('\n');
      const result = maskText(text);
      expectMasked(result.text, examples, result.masked);
      for (const line of FILLER) if (text.includes(line)) expect(result.text).toContain(line);
      expect(maskText(result.text)).toEqual({ text: result.text, masked: 0 });
    }
  });

  it('in env lists, YAML and nested objects, under any key', () => {
    const random = seeded(SEED + 2);
    for (let round = 0; round < ROUNDS; round++) {
      const [a, b, c, d, e, f] = someExamples(random, (example) => example.anywhere === true) as [
        Example,
        Example,
        Example,
        Example,
        Example,
        Example,
      ];
      const object = {
        spec: {
          containers: [
            {
              env: [
                { name: 'A', value: a.secret },
                { name: 'B', value: 'plain' },
              ],
            },
          ],
        },
        data: { json: JSON.stringify({ deep: [{ value: b.secret }] }), plain: 'web-6c9c858f76-8qmb7' },
        args: ['run', `--x=${c.secret}`],
        headers: [['X-Key', d.secret]],
        [e.secret]: 'as a key',
        last: { a: { b: { c: [[f.secret]] } } },
      };
      const examples = [a, b, c, d, e, f];
      const deep = maskDeep(object);
      expectMasked(JSON.stringify(deep.value), examples, deep.masked);
      expect(maskDeep(deep.value)).toEqual({ value: deep.value, masked: 0 });
      const yaml = maskText(stringify(object, { lineWidth: 0 }));
      expectMasked(yaml.text, examples, yaml.masked);
      const json = maskText(JSON.stringify(object, null, 2));
      expectMasked(json.text, examples, json.masked);
    }
  });

  it('under secret names, whatever the value looks like', () => {
    const random = seeded(SEED + 3);
    const names = [
      'DB_PASSWORD',
      'SHOP_API_KEY',
      'X_TOKEN',
      'CLIENT_SECRET',
      'TLS_PRIVATE_KEY',
      'DD_APP_KEY',
      'community_string',
    ];
    const alphabet = 'abcXYZ019 !#$%&()*+,-./:;<=>?@[]^_{|}~"\'\\é鍵';
    for (let round = 0; round < ROUNDS * 5; round++) {
      const name = pick(random, names);
      const secret = `q7${Array.from({ length: 14 }, () => pick(random, [...alphabet])).join('')}q7`;
      const forms = [
        JSON.stringify({ a: 1, [name]: secret, b: 2 }),
        JSON.stringify({ outer: JSON.stringify({ [name]: secret, b: 2 }) }),
        JSON.stringify([{ name, value: secret }]),
        JSON.stringify([{ name, value: secret }], null, 2),
      ];
      for (const form of forms) {
        const result = maskText(form);
        expect(result.masked, form).toBe(1);
        expect(result.text, form).not.toContain('q7');
        expect(() => JSON.parse(result.text), form).not.toThrow();
      }
      expect(JSON.stringify(maskDeep({ [name]: secret }).value)).not.toContain('q7');
    }
  });
});
