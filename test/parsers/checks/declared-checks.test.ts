import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeclaredCheck } from '../../../src/domain/checks.ts';
import type { Service } from '../../../src/domain/objects.ts';
import { declaredChecks } from '../../../src/parsers/checks/declared-checks.ts';
import { jsonFault } from '../../../src/parsers/checks/json-fault.ts';

const AD = 'ad.datadoghq.com/';

function declared(annotations: Readonly<Record<string, string>>): readonly DeclaredCheck[] {
  const named = Object.entries(annotations).map(([key, value]) => [AD + key, value] as const);
  return declaredChecks({ metadata: { name: 'web', annotations: Object.fromEntries(named) }, spec: {} });
}

function lists(of: string, names: string, initConfigs: string, instances: string) {
  return { [`${of}.check_names`]: names, [`${of}.init_configs`]: initConfigs, [`${of}.instances`]: instances };
}

it('a Service without annotations for the Agent asks for nothing', () => {
  expect(declaredChecks({ metadata: { name: 'web' }, spec: {} })).toEqual([]);
  expect(declared({ 'service.logs': '[{}]', tags: '{"a":"b"}' })).toEqual([]);
});

it('the captured Services', () => {
  const file = new URL('../../fixtures/kubectl/agent-2025-leader-and-follower/services.json', import.meta.url);
  const { items } = JSON.parse(readFileSync(file, 'utf8')) as { items: Service[] };
  const rows = items.flatMap((service) =>
    declaredChecks(service).map(({ of, check, instances }) => [service.metadata.name, of, check, instances]),
  );
  expect(rows).toEqual([
    ['external-db', 'endpoints', 'uptime', 1],
    ['load-svc', 'service', 'load', 1],
    ['load-svc', 'endpoints', 'uptime', 1],
    ['nginx', 'service', 'http_check', 1],
    ['nginx', 'endpoints', 'nginx', 1],
    ['ntp-svc', 'service', 'ntp', 1],
  ]);
});

describe('three lists', () => {
  it('each check with its number of instances', () => {
    const annotation = `${AD}service.check_names`;
    expect(
      declared(lists('service', '["http_check", "tcp_check"]', '[{}, {}]', '[[{"a":1},{"a":2},{"a":3}], {"b":1}]')),
    ).toEqual([
      { of: 'service', annotation, check: 'http_check', instances: 3 },
      { of: 'service', annotation, check: 'tcp_check', instances: 1 },
    ]);
  });

  it.each([
    [
      'lengths that differ',
      lists('endpoints', '["a","b"]', '[{}]', '[{},{},{}]'),
      'check_names',
      'the three lists differ in length: check_names has 2, init_configs 1, instances 3',
    ],
    [
      'no names',
      { 'endpoints.instances': '[{}]', 'endpoints.init_configs': '[{}]' },
      'check_names',
      'it is missing beside the others',
    ],
    [
      'no instances',
      { 'endpoints.check_names': '["a"]', 'endpoints.init_configs': '[{}]' },
      'instances',
      'it is missing beside the others',
    ],
    ['no check', lists('endpoints', '[]', '[]', '[]'), 'check_names', 'it names no check'],
    [
      'a name that is none',
      lists('endpoints', '["a", 7]', '[{},{}]', '[{},{}]'),
      'check_names',
      'entry 2 is not the name of a check',
    ],
    [
      'an instance that is none',
      lists('endpoints', '["a"]', '[{}]', '["{}"]'),
      'instances',
      'entry 1 is not an object',
    ],
    ['no list', lists('endpoints', '["a"]', '{}', '[{}]'), 'init_configs', 'it is JSON, but not a list'],
    ['nothing in it', lists('endpoints', '["a"]', '', '[{}]'), 'init_configs', 'not JSON: it is empty'],
    [
      'half of the JSON',
      lists('endpoints', '["a"]', '[{}]', '[{"url": "http://%%host%%", "tags": ["x"'),
      'instances',
      'not JSON: it ends early: 3 brackets are open',
    ],
  ])('%s', (_name, annotations, named, problem) => {
    expect(declared(annotations)).toEqual([{ of: 'endpoints', annotation: `${AD}endpoints.${named}`, problem }]);
  });

  it('every annotation that cannot be read is named', () => {
    expect(declared(lists('service', '[a]', '[{}]', "[{'a': 1}]"))).toEqual([
      {
        of: 'service',
        annotation: `${AD}service.check_names`,
        problem: 'not JSON: unexpected "a" at line 1, column 2',
      },
      { of: 'service', annotation: `${AD}service.instances`, problem: 'not JSON: unexpected "\'" at line 1, column 3' },
    ]);
  });
});

describe('one object', () => {
  const annotation = `${AD}service.checks`;

  it('each check with its number of instances; it wins over the lists', () => {
    expect(
      declared({
        'service.checks': `{"http_check": {"init_config": {}, "instances": [{"a":1},{"a":2}]},
          "web": {"name": "tcp_check", "instances": [{}]},
          "nginx": {"logs": [{}]}}`,
        ...lists('service', '["old"]', '[{}]', '[{}]'),
        'endpoints.checks': '{"nginx": {"instances": [{}]}}',
      }),
    ).toEqual([
      { of: 'service', annotation, check: 'http_check', instances: 2 },
      { of: 'service', annotation, check: 'tcp_check', instances: 1 },
      { of: 'endpoints', annotation: `${AD}endpoints.checks`, check: 'nginx', instances: 1 },
    ]);
  });

  it('a check without instances is named', () => {
    expect(declared({ 'service.checks': '{"a": {"instances": []}, "b": {"instances": [{}]}}' })).toEqual([
      { of: 'service', annotation, check: 'a', instances: 0, problem: 'a has no instances' },
      { of: 'service', annotation, check: 'b', instances: 1 },
    ]);
  });

  it.each([
    ['{}', 'it names no check'],
    ['["a"]', 'it is JSON, but not an object with the names of checks as keys'],
    ['null', 'it is JSON, but not an object with the names of checks as keys'],
    ['{"a": []}', 'what stands under "a" is not an object'],
    ['{"a": {"instances": {}}}', 'under "a" instances is not a list'],
    ['{"a": {"instances": [{}, 1]}}', 'under "a" instance 2 is not an object'],
    ['{\n  "a": {\n    "instances": [{},]\n  }\n}', 'not JSON: unexpected "]" at line 3, column 22'],
    ['{“a”: {}}', 'not JSON: unexpected "“" at line 1, column 2'],
    [
      '{"a": {"instances": [{"password": "hunter2}]}}',
      'not JSON: the text that opens at line 1, column 35 is not closed',
    ],
  ])('%j', (text, problem) => {
    expect(declared({ 'service.checks': text })).toEqual([{ of: 'service', annotation, problem }]);
  });
});

describe('where JSON is broken', () => {
  it.each([
    ['{"a":1}', undefined],
    [' [1, -2.5e+3, true, false, null, "\\u00e9\\n", {}, []] ', undefined],
    ['', 'it is empty'],
    ['{"a":1} x', 'unexpected "x" at line 1, column 9'],
    ['{"a" 1}', 'unexpected "1" at line 1, column 6'],
    ['{"a":01}', 'unexpected "0" at line 1, column 6'],
    ['[1 2]', 'unexpected "2" at line 1, column 4'],
    ['[1]]', 'unexpected "]" at line 1, column 4'],
    ['{"a":1,}', 'unexpected "}" at line 1, column 8'],
    ['["\\x"]', 'unexpected "x" at line 1, column 4'],
    ['["a\nb"]', 'the text that opens at line 1, column 2 is not closed'],
    ['["a\tb"]', 'unexpected character at line 1, column 4'],
    ['[True]', 'unexpected "T" at line 1, column 2'],
    ['{"a":', 'it ends early: 1 bracket is open'],
    ['{a: 1}', 'unexpected "a" at line 1, column 2'],
    ['[\r\n  😀]', 'unexpected "😀" at line 2, column 3'],
  ])('%j: %s', (text, fault) => {
    expect(jsonFault(text)).toBe(fault);
  });

  it('agrees with JSON.parse on every text', () => {
    const marks = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '1',
      '-',
      '.5',
      'e3',
      'true',
      'nul',
      '\\',
      'u00e9',
      ' ',
      '\n',
      'a',
    );
    const texts = fc.oneof(
      fc.json(),
      fc.array(marks, { maxLength: 12 }).map((all) => all.join('')),
      fc.tuple(fc.json(), fc.nat(), marks).map(([text, at, mark]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + mark + text.slice(place + 1);
      }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        expect(jsonFault(text) === undefined).toBe(isJson);
      }),
      { seed: 20_261_124, numRuns: 5_000 },
    );
  });
});
