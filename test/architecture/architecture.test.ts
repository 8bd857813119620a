import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCycle, type Import, importsOf, readSources } from './import-graph.ts';
import { faultsOf, fileFaults, MAY_IMPORT } from './import-rules.ts';

const root = join(import.meta.dirname, '../..');
const sources = readSources(root, ['src', 'handlers', 'simulator']);
const imports = sources.flatMap(importsOf);

describe('the code', () => {
  it('was read at all', () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(imports.length).toBeGreaterThan(sources.length);
  });

  it('imports only along the allowed edges', () => {
    expect(imports.flatMap(faultsOf)).toEqual([]);
  });

  it('has no cycle of value imports', () => {
    expect(findCycle(imports)).toBeUndefined();
  });

  it('imports files that exist', () => {
    const paths = new Set(sources.map(({ path }) => path));
    const missing = imports.filter(({ to }) => /^(?:src|handlers|simulator)\/.*\.ts$/.test(to) && !paths.has(to));
    expect(missing).toEqual([]);
  });

  it('reads the environment in one place, in files of one job each', () => {
    expect(sources.flatMap(fileFaults)).toEqual([]);
  });
});

function importsIn(path: string, text: string): readonly Import[] {
  return importsOf({ path, text });
}

describe('this test itself', () => {
  it('reads every way of importing', () => {
    const text = `
import { a,
  type b } from './one.ts';
import type { c } from '../kube/two.ts';
import d, * as e from "node:fs";
import './three.ts';
export { f } from './four.ts';
export type { g } from './five.ts';
export const h = 'import { x } from "./not.ts"';
const i = await import('./six.ts');
type j = import('./seven.ts').J;
import k from './eight.json' with { type: 'json' };
`;
    expect(importsIn('src/redis/x.ts', text).map(({ to, kind }) => `${kind} ${to}`)).toEqual([
      'value src/redis/one.ts',
      'type src/kube/two.ts',
      'value node:fs',
      'value src/redis/three.ts',
      'value src/redis/four.ts',
      'type src/redis/five.ts',
      'value src/redis/eight.json',
      'dynamic src/redis/six.ts',
      'dynamic src/redis/seven.ts',
    ]);
  });

  it.each([
    ['src/diagnoses/x.ts', "import { x } from '../redis/asks.ts';"],
    ['src/domain/x.ts', "import type { x } from '../phrases/en.ts';"],
    ['src/collectors/x.ts', "import { x } from '../kube/live-cluster.ts';"],
    ['src/parsers/x.ts', "import { x } from '../telemetry/log.ts';"],
    ['src/engine/x.ts', "const x = await import('../redis/asks.ts');"],
    ['handlers/x.ts', "import { x } from '../src/parsers/status-text.ts';"],
    ['src/cli/demo/x.ts', "import { x } from '../../../simulator/slack/server.ts';"],
    ['src/cli/ask.ts', "const x = await import('../../simulator/slack/server.ts');"],
    ['src/worker/x.ts', "import { WebClient } from '@slack/web-api';"],
    ['src/answers/x.ts', "import { App } from '@slack/bolt';"],
    ['src/queue/x.ts', "import { Redis } from 'ioredis';"],
    ['src/queue/x.ts', "import x from 'left-pad';"],
    ['src/new-folder/x.ts', "import { x } from '../redis/asks.ts';"],
    ['src/redis/x.ts', "import { x } from '../../test/redis/private-redis.ts';"],
  ])('catches %s: %s', (path, text) => {
    expect(importsIn(path, text).flatMap(faultsOf)).toHaveLength(1);
  });

  it.each([
    ['src/collectors/x.ts', "import type { x } from '../kube/cluster-reader.ts';"],
    ['handlers/x.ts', "import { x } from '../src/parsers/question/words.ts';"],
    ['src/cli/demo/x.ts', "const x = await import('../../../simulator/slack/server.ts');"],
    ['src/cli/x.ts', "import { x } from '../engine/answer.ts';"],
    ['src/kube/x.ts', "import { x } from '@kubernetes/client-node/dist/web-socket-handler.js';"],
  ])('allows %s: %s', (path, text) => {
    expect(importsIn(path, text).flatMap(faultsOf)).toEqual([]);
  });

  it('finds a cycle, and only one of values', () => {
    const edge = (from: string, to: string, kind: Import['kind']): Import => ({ from, to, kind });
    const open = [edge('a', 'b', 'value'), edge('b', 'c', 'value'), edge('d', 'b', 'value')];
    expect(findCycle([...open, edge('c', 'a', 'type'), edge('c', 'a', 'dynamic')])).toBeUndefined();
    expect(findCycle([...open, edge('c', 'b', 'value')])).toEqual(['b', 'c', 'b']);
  });

  it('finds a long file and a read of the environment, but not in a comment', () => {
    expect(fileFaults({ path: 'src/redis/x.ts', text: 'x\n'.repeat(301) })).toHaveLength(1);
    expect(fileFaults({ path: 'src/redis/x.ts', text: 'const x = process.env.HOME;' })).toHaveLength(1);
    expect(fileFaults({ path: 'src/redis/x.ts', text: '  // not process.env\n/** nor process.env */' })).toEqual([]);
    expect(fileFaults({ path: 'src/cli/x.ts', text: 'const x = process.env.HOME;' })).toEqual([]);
  });

  it('has lines only for folders with a known place', () => {
    for (const [area, allowed] of Object.entries(MAY_IMPORT))
      for (const entry of allowed) expect(Object.keys(MAY_IMPORT), area).toContain(entry.split('/')[0]);
  });
});
