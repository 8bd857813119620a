import { describe, expect, test } from 'vitest';
import { aimQuestion } from '../../handlers/aim-question.ts';
import { askIdOf } from '../../handlers/ask-id.ts';
import { chooseCluster } from '../../handlers/choose-cluster.ts';
import { inFlight } from '../../handlers/in-flight.ts';
import { namespaceInstead } from '../../handlers/namespace-instead.ts';
import { nodeInstead } from '../../handlers/node-instead.ts';
import { questionProblem } from '../../handlers/question-problem.ts';
import { DEFAULTS } from '../../src/config/config.ts';
import { parseQuestion } from '../../src/parsers/question/parse-question.ts';

describe('the id of an ask', () => {
  test('is the same for the same delivery and stands in BullMQ as it is', () => {
    const id = askIdOf('command', 'T1', '171.922:3');
    expect(askIdOf('command', 'T1', '171.922:3')).toBe(id);
    expect(id).toMatch(/^ask[0-9a-f]{32}$/);
  });

  test('differs for any other delivery', () => {
    const ids = [
      askIdOf('command', 'T1', 'a'),
      askIdOf('mention', 'T1', 'a'),
      askIdOf('command', 'T2', 'a'),
      askIdOf('command', 'T1', 'b'),
      askIdOf('command', 'T1a', ''),
    ];
    expect(new Set(ids).size).toBe(5);
  });
});

describe('which cluster', () => {
  test.each([
    { named: 'b', ofChannel: 'a', known: ['a', 'b'], cluster: 'b' },
    { named: undefined, ofChannel: 'a', known: ['a', 'b'], cluster: 'a' },
    { named: undefined, ofChannel: undefined, known: ['c'], cluster: 'c' },
    { named: 'PROD', ofChannel: undefined, known: ['prod'], cluster: 'prod' },
    { named: 'PROD', ofChannel: undefined, known: ['prod', 'PROD'], cluster: 'PROD' },
  ])('$named, $ofChannel, $known: $cluster', ({ named, ofChannel, known, cluster }) => {
    expect(chooseCluster(named, ofChannel, known)).toEqual({ chosen: true, cluster });
  });

  test.each([
    {
      named: 'prod-us',
      known: ['staging-south', 'prod-eu', 'dev'],
      notice: { kind: 'unknown-cluster', cluster: 'prod-us', known: ['prod-eu', 'dev', 'staging-south'] },
    },
    { named: 'Prod', known: ['prod', 'PROD'], notice: { kind: 'unknown-cluster' } },
    { named: 'x', known: [], notice: { kind: 'unknown-cluster', cluster: 'x', known: [] } },
    { named: undefined, known: [], notice: { kind: 'no-cluster' } },
    { named: undefined, known: ['a', 'b'], notice: { kind: 'which-cluster', known: ['a', 'b'] } },
  ])('$named of $known: $notice.kind', ({ named, known, notice }) => {
    expect(chooseCluster(named, undefined, known)).toMatchObject({ chosen: false, notice });
  });
});

describe('a cluster that is none', () => {
  test.each([
    { words: 'hpa web in shop', instead: '@dca hpa shop/web' },
    { words: 'hpa deploy/web in shop', instead: '@dca hpa deployment/web -n shop' },
    { words: 'hpas in shop page 3', instead: '@dca hpa -n shop --page 3' },
    { words: 'metrics in shop', instead: '@dca metrics -n shop' },
    { words: 'hpa shop/web in pay', instead: null },
    { words: 'hpa web in Prod_1', instead: null },
    { words: 'checks in shop', instead: '@dca checks -n shop' },
    { words: 'checks web in shop page 2', instead: '@dca checks shop/web --page 2' },
    { words: 'checks http_check in shop', instead: null },
    { words: 'checks node/worker-3 in shop', instead: null },
    { words: 'endpoints web in shop', instead: '@dca endpoints shop/web' },
    { words: 'metadata web-1 in shop', instead: '@dca metadata shop/web-1' },
    { words: 'node pod web-2 in shop', instead: '@dca node shop/web-2' },
    { words: 'node node/worker-1 in shop', instead: null },
    { words: 'metadata in shop', instead: null },
    { words: 'logs in shop', instead: null },
    { words: 'leader in shop', instead: null },
    { words: 'hpa web', instead: null },
  ])('$words: $instead', ({ words, instead }) => {
    const parsed = parseQuestion(words);
    if (!parsed.ok) throw new Error('this is no question');
    expect(namespaceInstead(parsed.question, '@dca')).toBe(instead);
    if (parsed.question.cluster === undefined) return;
    const others = { asNamespace: instead, asNode: null };
    expect(chooseCluster(parsed.question.cluster, undefined, ['prod'], others)).toMatchObject({ notice: others });
  });

  test.each([
    { words: 'checks on worker-3', asNode: '/dca checks node/worker-3' },
    { words: 'checks on ip-10-0-7-21.ec2.internal', asNode: '/dca checks node/ip-10-0-7-21.ec2.internal' },
    { words: 'checks on worker-3 page 2', asNode: '/dca checks node/worker-3 --page 2' },
    { words: 'metadata on worker-3', asNode: '/dca metadata node/worker-3' },
    { words: 'node on worker-3', asNode: '/dca node node/worker-3' },
    { words: 'checks http_check on worker-3', asNode: null },
    { words: 'checks on prod_1', asNode: null },
    { words: 'endpoints on worker-3', asNode: null },
    { words: 'leader on worker-3', asNode: null },
    { words: 'checks', asNode: null },
  ])('may be a node in $words: $asNode', ({ words, asNode }) => {
    const parsed = parseQuestion(words);
    if (!parsed.ok) throw new Error('this is no question');
    expect(nodeInstead(parsed.question, '/dca')).toBe(asNode);
  });

  test('is offered as a namespace and as a node, unless there is a cluster of that name', () => {
    const aim = (...known: string[]) =>
      aimQuestion(
        { kind: 'checks', cluster: 'worker-3' },
        { calling: '/dca', ofChannel: undefined, known, deadlines: DEFAULTS.deadlines },
      );
    expect(aim('prod')).toMatchObject({
      notice: { kind: 'unknown-cluster', asNamespace: '/dca checks -n worker-3', asNode: '/dca checks node/worker-3' },
    });
    expect(aim('prod', 'worker-3')).toMatchObject({ cluster: 'worker-3' });
  });
});

describe('words that are no question', () => {
  test.each([
    { words: 'statsu', notice: { kind: 'unknown-word', word: 'statsu', nearest: ['/dca status'] } },
    { words: 'kubernetes', notice: { kind: 'unknown-word', word: 'kubernetes', nearest: [] } },
    { words: '--colour red', notice: { kind: 'bad-option', option: '--colour', value: null, allowed: [] } },
    { words: 'status --lang fr', notice: { kind: 'bad-option', option: '--lang', value: 'fr' } },
    { words: 'status --depth', notice: { kind: 'bad-option', option: '--depth', value: null } },
    { words: 'status on', notice: { kind: 'bad-option', option: '--cluster', value: null } },
    { words: 'hpa web_1', notice: { kind: 'bad-name', word: 'web_1', about: 'hpa' } },
    { words: 'hpa -n shop_4', notice: { kind: 'bad-name', word: 'shop_4', about: 'hpa' } },
    { words: 'checks shop/web_2', notice: { kind: 'bad-name', word: 'shop/web_2', about: 'checks' } },
    { words: 'metadata web_1', notice: { kind: 'bad-name', word: 'web_1', about: 'metadata' } },
    { words: 'node a/b/c', notice: { kind: 'bad-name', word: 'a/b/c', about: 'node' } },
    { words: 'replay yesterday', notice: { kind: 'bad-name', word: 'yesterday', about: 'report' } },
    { words: 'replay', notice: { kind: 'bad-option', option: 'replay', value: null, allowed: ['replay ID'] } },
    {
      words: 'compare',
      notice: {
        kind: 'bad-option',
        option: 'compare',
        value: null,
        allowed: ['compare CLUSTER CLUSTER', 'compare ID'],
      },
    },
    { words: 'events web', notice: { kind: 'not-taken', question: 'events', nearest: ['/dca events'] } },
    { words: 'endpoints a/b/c', notice: { kind: 'bad-name', word: 'a/b/c', about: 'endpoints' } },
    {
      words: 'why is http_check failing',
      notice: { kind: 'unknown-word', word: 'http_check', nearest: ['/dca checks http_check'] },
    },
    { words: 'logs shop/web', notice: { kind: 'not-taken', question: 'logs', nearest: ['/dca logs'] } },
    {
      words: 'hpa web cart',
      notice: { kind: 'two-subjects', word: 'cart', nearest: ['/dca hpa web/cart', '/dca hpa web', '/dca hpa cart'] },
    },
    {
      words: 'leader shop/web',
      notice: {
        kind: 'not-taken',
        question: 'leader',
        word: 'shop/web',
        nearest: ['/dca hpa shop/web', '/dca leader'],
      },
    },
    { words: 'hpa --page 0', notice: { kind: 'bad-option', option: '--page', value: '0', allowed: ['--page NUMBER'] } },
    { words: 'hpa -n', notice: { kind: 'bad-option', option: '--namespace', value: null } },
    { words: 'hpa in namespace', notice: { kind: 'bad-option', option: '--namespace' } },
    { words: 'x'.repeat(3_001), notice: { kind: 'too-long', length: 3_001, limit: 3_000 } },
    { words: ' ', notice: { kind: 'empty' } },
  ])('$notice.kind', ({ words, notice }) => {
    const parsed = parseQuestion(words);
    if (parsed.ok) throw new Error('this is a question');
    expect(questionProblem(parsed, words, '/dca')).toMatchObject(notice);
  });

  test('a legal value is told with its option', () => {
    const parsed = parseQuestion('status --lang fr');
    if (parsed.ok) throw new Error('this is a question');
    expect(questionProblem(parsed, '', '@dca')).toMatchObject({ allowed: ['--lang en', '--lang ja'] });
  });
});

describe('work in flight', () => {
  test('is waited for, with what it starts, and not longer than told', async () => {
    const flights = inFlight();
    expect(await flights.idleWithin(1)).toBe(true);
    let end: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      end = resolve;
    });
    const work = flights.track(held.then(() => flights.track(Promise.reject(new Error('late'))).catch(() => {})));
    expect(await flights.idleWithin(1)).toBe(false);
    end();
    expect(await flights.idleWithin(5_000)).toBe(true);
    await work;
  });
});
