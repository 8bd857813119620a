import { afterEach, describe, expect, test } from 'vitest';
import type { AuditRecord } from '../../src/audit/audit-record.ts';
import { readAudit } from '../../src/audit/read-audit.ts';
import { DEFAULTS } from '../../src/config/config.ts';
import type { AccessRule } from '../../src/domain/access-rule.ts';
import type { Question } from '../../src/domain/question.ts';
import type { Report } from '../../src/domain/report.ts';
import { openingMessage, plainTextOf } from '../../src/formatters/slack-notices.ts';
import { askRecord, loadAsk } from '../../src/redis/asks.ts';
import { storeReport } from '../../src/redis/reports.ts';
import { type Gateway, type GatewayOptions, startGateway } from './gateway.ts';

let gateway: Gateway;

afterEach(async () => {
  await gateway.close();
});

const ALL = { guests: false, strangers: false, clusters: 'all', questions: 'all' } as const;
/** Alice and Hana. */
const SRE: AccessRule = { ...ALL, name: 'sre', userGroups: ['S0SRE0001'] };
const EVERYBODY: AccessRule = {
  ...ALL,
  name: 'everybody',
  clusters: ['staging'],
  questions: ['status', 'health', 'replay'],
};

async function start(access: readonly AccessRule[] = [SRE, EVERYBODY], options: GatewayOptions = {}): Promise<Gateway> {
  gateway = await startGateway({ access, ...options });
  await gateway.register('prod-eu', 'prod-us', 'staging');
  return gateway;
}

async function audit(): Promise<AuditRecord[]> {
  const records: AuditRecord[] = [];
  for await (const line of readAudit(gateway.redis, gateway.keys, { sinceMs: 60_000 })) records.push(JSON.parse(line));
  return records;
}

const IDS = { alice: 'U0ALICE01', ben: 'U0BEN0001', hana: 'U0HANA001', gus: 'U0GUEST01' } as const;
type Name = keyof typeof IDS;

/** What somebody is told alone, as plain text. */
function told(user: Name, channel = 'incidents'): string {
  const shown = gateway.slack.store.ephemerals(channel, IDS[user]).at(-1);
  return shown === undefined ? '' : plainTextOf({ text: '', blocks: shown.blocks as never });
}

async function type(user: Name, text: string, channel = 'incidents') {
  await gateway.slack.typeCommand({ channel, user, text });
  return told(user, channel);
}

async function asked(): Promise<{ readonly cluster: string; readonly question: Question; readonly id: string }[]> {
  const found = await Promise.all((await gateway.asks()).map((id) => loadAsk(gateway.redis, gateway.keys, id)));
  return found.flatMap((ask) => (ask.state === 'found' ? [ask.value] : []));
}

const report = (cluster: string, question: Question): Report => ({
  schema: 1,
  question,
  cluster,
  verdict: 'ok',
  findings: [],
  readings: [],
  agent: { versions: [], images: [] },
  masked: 0,
  at: '2026-11-23T20:00:00.000Z',
  tookMs: 12,
});

describe('a command', () => {
  test('is taken from a member of the group, and refused to others with the rule that would allow it', async () => {
    await start();
    expect(await type('alice', 'hpa shop/web --cluster prod-eu')).toBe('');
    expect(await asked()).toMatchObject([{ cluster: 'prod-eu', question: { kind: 'hpa' } }]);
    const says = await type('ben', 'hpa shop/web --cluster prod-eu');
    expect(says).toContain('No access rule lets you ask hpa of prod-eu here');
    expect(says).toContain('The rule sre would allow it, but it is for other people.');
    expect(says).not.toContain('prod-us');
    expect(await asked()).toHaveLength(1);
    expect(await audit()).toEqual([
      expect.objectContaining({
        event: 'asked',
        user: IDS.alice,
        kind: 'hpa',
        subject: 'shop/web',
        cluster: 'prod-eu',
      }),
      {
        id: expect.stringMatching(/^ask[0-9a-f]{32}:refused$/),
        at: expect.stringMatching(/^20.*Z$/),
        event: 'refused',
        ask: expect.stringMatching(/^ask/),
        action: 'ask',
        user: IDS.ben,
        team: gateway.slack.teamId,
        channel: 'C0INCIDEN',
        kind: 'hpa',
        subject: 'shop/web',
        cluster: 'prod-eu',
        decision: 'refused',
        reason: 'no-rule',
        rule: 'sre',
        ended: 'refused',
      },
    ]);
  });

  test.each(['prod-eu', 'PROD-EU', 'nowhere'])(
    'of %s is refused alike, whether there is such a cluster',
    async (name) => {
      await start([EVERYBODY]);
      const says = await type('ben', `status --cluster ${name}`);
      expect(says.toLowerCase()).toContain(`no access rule lets you ask status of ${name.toLowerCase()} here`);
      expect(says).toContain('No rule allows this to anybody');
      expect(says).not.toContain('prod-us');
      expect(await asked()).toEqual([]);
    },
  );

  test('without a cluster goes to the one that may be asked', async () => {
    await start();
    await type('ben', 'status');
    expect(await asked()).toMatchObject([{ cluster: 'staging' }]);
  });

  test('that needs a choice offers what may be asked and no other cluster', async () => {
    await start([{ ...EVERYBODY, clusters: ['staging', 'prod-us'] }]);
    const says = await type('ben', 'status');
    expect(says).toContain('Which cluster?');
    expect(says).toContain('prod-us');
    expect(says).not.toContain('prod-eu');
  });

  test('of any cluster, where none may be asked, names none', async () => {
    await start([SRE, { ...EVERYBODY, clusters: ['gone'] }]);
    const says = await type('ben', 'status');
    expect(says).toContain('No access rule lets you ask status of any cluster here');
    for (const name of ['prod-eu', 'prod-us', 'staging']) expect(says).not.toContain(name);
  });

  test('clusters lists those that may be asked', async () => {
    await start();
    const says = await type('ben', 'clusters');
    expect(says).toContain('staging');
    expect(says).not.toContain('prod');
    expect(await type('alice', 'clusters')).toContain('prod-us');
  });

  test('of a channel with a cluster of its own is judged for that one', async () => {
    const config = { channels: { C0INCIDEN: { cluster: 'prod-eu' } } };
    await start(undefined, { config: { language: 'en', deadlines: DEFAULTS.deadlines, ...config } });
    expect(await type('ben', 'status')).toContain('status of prod-eu');
  });

  test('in Japanese is refused in Japanese', async () => {
    await start([{ ...SRE, userGroups: ['S0NOBODY1'], users: ['U0NOBODY1'] }]);
    gateway.slack.store.userGroups().push({ id: 'S0NOBODY1', handle: 'nobody', name: 'Nobody', users: [] });
    const says = await type('hana', 'status --cluster prod-eu');
    expect(says).toContain('ここでの prod-eu への status を許可するルールがありません');
    expect(says).toContain('最も近いルールは sre ですが、対象が別の人です。');
  });

  test('is refused while Slack does not say who is in the group', async () => {
    await start([SRE]);
    gateway.slack.scopes.delete('usergroups:read');
    expect(await type('alice', 'status --cluster prod-eu')).toContain(
      'Slack did not say in time who is in the user group',
    );
    expect(await asked()).toEqual([]);
    expect(await audit()).toMatchObject([{ event: 'refused', reason: 'group-unknown', rule: 'sre' }]);
    expect(gateway.logged()).toContain('missing_scope');
  });

  test('of a guest is refused without a word of rules, and taken where guests are meant', async () => {
    await start([SRE, { ...ALL, name: 'contractors', guests: true, clusters: ['staging'] }]);
    const says = await type('gus', 'status --cluster prod-eu');
    expect(says).toContain('No access rule lets you ask this here.');
    for (const name of ['sre', 'contractors', 'prod', 'staging']) expect(says).not.toContain(name);
    await type('gus', 'status');
    expect(await asked()).toMatchObject([{ cluster: 'staging' }]);
    expect(await audit()).toMatchObject([{ user: IDS.gus, rule: 'sre', event: 'refused' }, { event: 'asked' }]);
  });

  test('in a shared channel is taken where a rule opens it to strangers', async () => {
    await start([{ ...ALL, name: 'partner', channels: ['C0EXTERN1'], strangers: true, clusters: ['staging'] }]);
    await type('alice', 'status', 'ext-partner');
    expect(await asked()).toMatchObject([{ cluster: 'staging' }]);
    expect(await type('alice', 'status --cluster prod-eu', 'ext-partner')).toContain('No access rule');
    expect(await asked()).toHaveLength(1);
  });
});

describe('a stored report', () => {
  const PROD = `ask${'a'.repeat(32)}`;
  const STAGING = `ask${'b'.repeat(32)}`;
  const AGAIN = `ask${'c'.repeat(32)}`;
  async function stored() {
    const { redis, keys } = gateway;
    await storeReport(redis, keys, PROD, report('prod-eu', { kind: 'hpa' }));
    await storeReport(redis, keys, STAGING, report('staging', { kind: 'status' }));
    await storeReport(redis, keys, AGAIN, report('', { kind: 'replay', report: PROD }));
  }

  test.each([
    { words: `replay ${PROD}`, says: 'replay of prod-eu' },
    { words: `replay ${PROD.slice(0, 13)}`, says: 'replay of prod-eu' },
    { words: `replay ${AGAIN}`, says: 'replay of prod-eu' },
    { words: `compare ${PROD}`, says: 'ask compare here' },
    { words: 'compare staging prod-eu', says: 'ask compare of staging' },
  ])('of a cluster that may not be asked is not shown: $words', async ({ words, says }) => {
    await start();
    await stored();
    expect(await type('ben', words)).toContain(says);
    expect(await asked()).toEqual([]);
    await type('alice', words);
    expect(await asked()).toHaveLength(1);
  });

  test('of one that may is', async () => {
    await start();
    await stored();
    await type('ben', `replay ${STAGING}`);
    expect(await asked()).toMatchObject([{ question: { kind: 'replay' } }]);
  });

  test('of a question that may not be asked is not, nor one that is still made', async () => {
    await start([{ ...EVERYBODY, clusters: 'all' }]);
    await stored();
    expect(await type('ben', `replay ${PROD}`)).toContain('ask hpa of prod-eu');
    const { redis, keys } = gateway;
    const id = `ask${'d'.repeat(32)}`;
    const address = { team: 'T', channel: 'C', user: 'U' };
    const ask = { id, question: { kind: 'leader' }, cluster: 'prod-us', words: '', address, askedAt: 0 } as const;
    await redis.set(keys.ask(id), askRecord({ ...ask, language: 'en', depth: 'normal' }));
    expect(await type('ben', `replay ${id}`)).toContain('ask leader of prod-us');
  });
});

test('a mention is judged like a command, and written down once however often it comes', async () => {
  await start();
  const { slack } = gateway;
  await slack.mention({ channel: 'incidents', user: 'ben', text: '@dca leader --cluster prod-eu' });
  await slack.store.waitFor((store) => store.ephemerals('incidents', IDS.ben).length > 0);
  expect(told('ben')).toContain('No access rule lets you ask leader of prod-eu here');
  const outcome = await slack.mention({ channel: 'incidents', user: 'alice', text: '@dca leader --cluster prod-eu' });
  await slack.redeliver(outcome.eventId ?? '');
  expect(await asked()).toHaveLength(1);
  expect((await audit()).map(({ event, user }) => [event, user])).toEqual([
    ['refused', IDS.ben],
    ['asked', IDS.alice],
  ]);
});

describe('a button', () => {
  test('that stops is for those who may ask the same', async () => {
    await start([SRE, EVERYBODY]);
    await type('alice', 'status --cluster prod-eu');
    const { slack, redis, keys } = gateway;
    const [ask] = await asked();
    const id = ask?.id ?? '';
    const { text, blocks } = openingMessage(
      { id, words: 'status', cluster: 'prod-eu', language: 'en' },
      { state: 'waiting' },
    );
    const opening = { channel: 'C0INCIDEN', user: slack.botUserId, text, blocks: blocks as never };
    const { ts } = slack.store.addMessage(opening);
    const click = { channel: 'incidents', messageTs: ts, actionId: 'dca_stop' };
    for (const _ of ['once', 'twice']) await slack.click({ ...click, user: 'ben' });
    await slack.store.waitFor((store) => store.ephemerals('incidents', IDS.ben).length === 2);
    expect(told('ben')).toContain('The rule sre would allow it');
    expect(await redis.keys(keys.cancel('*'))).toEqual([]);
    await slack.click({ ...click, user: 'hana' });
    await slack.store.waitFor((store) => store.ephemerals('incidents', IDS.hana).length === 1);
    expect(await redis.keys(keys.cancel('*'))).toHaveLength(1);
    const [, refused, ...more] = await audit();
    expect(refused).toMatchObject({ action: 'stop', ask: id, user: IDS.ben, cluster: 'prod-eu', reason: 'no-rule' });
    expect(more).toEqual([]);
  });

  test('that builds a flare asks for the rules anew', async () => {
    let passed = 0;
    await start([SRE], { now: () => Date.now() + passed });
    await type('alice', 'flare --cluster prod-eu');
    const { slack } = gateway;
    const [offer] = slack.store.ephemerals('incidents', IDS.alice);
    const group = slack.store.userGroups()[0];
    if (offer === undefined || group === undefined) throw new Error('nothing was offered');
    group.users = [IDS.hana];
    passed = 61_000;
    const click = { channel: 'incidents', messageTs: offer.ts, user: 'alice', actionId: 'dca_flare_build' };
    await slack.click(click);
    await slack.store.waitFor((store) => store.ephemerals('incidents', IDS.alice).length > 1);
    expect(told('alice')).toContain('No access rule lets you ask flare');
    expect(await asked()).toEqual([]);
    group.users = [IDS.alice];
    passed = 122_000;
    await slack.click(click);
    await slack.store.waitFor((store) =>
      store.ephemerals('incidents', IDS.alice).some(({ text }) => /built/.test(text)),
    );
    expect(await asked()).toMatchObject([{ question: { kind: 'flare' }, cluster: 'prod-eu' }]);
    expect((await audit()).map(({ event, kind }) => [event, kind])).toEqual([
      ['refused', 'flare'],
      ['asked', 'flare'],
    ]);
  });
});

describe('an app that mentions dca-bot', () => {
  const ALERTS: AccessRule = {
    ...ALL,
    name: 'alerts',
    apps: ['A0MONITOR'],
    channels: ['C0INCIDEN'],
    clusters: ['prod-eu'],
  };

  function alert(change: object = {}, id = 'Ev1') {
    const text = `<@${gateway.slack.botUserId}> hpa shop/web`;
    const bot = { bot_id: 'B0MONITOR', bot_profile: { id: 'B0MONITOR', app_id: 'A0MONITOR' } };
    const event = { type: 'app_mention', channel: 'C0INCIDEN', ts: '7.1', event_ts: '7.1', text, ...bot, ...change };
    const payload = { type: 'event_callback', team_id: gateway.slack.teamId, event_id: id, event_time: 7, event };
    return gateway.slack.deliverHttp({ kind: 'events_api', payload });
  }

  test('is answered in its thread, once, where a rule names it', async () => {
    await start([SRE, ALERTS], { mode: 'http' });
    await alert();
    await alert();
    await expect.poll(asked).toMatchObject([{ cluster: 'prod-eu', question: { kind: 'hpa' } }]);
    await expect.poll(audit).toMatchObject([{ event: 'asked', user: 'B0MONITOR', thread: '7.1' }]);
  });

  test.each([
    { name: 'another channel', change: { channel: 'C0PLATFOR' }, records: 1 },
    { name: 'another app', change: { bot_profile: { id: 'B0MONITOR', app_id: 'A0OTHER01' } }, records: 0 },
    { name: 'dca-bot itself', change: { bot_id: 'B0DCABOT1', user: 'U0DCABOT1' }, records: 0 },
  ])('is not answered when it is $name', async ({ change, records }) => {
    await start([SRE, ALERTS], { mode: 'http' });
    await alert(change);
    await alert({}, 'Ev2');
    // What came second was taken, so the first was over.
    await expect.poll(asked).toHaveLength(1);
    expect((await audit()).filter(({ event }) => event === 'refused')).toHaveLength(records);
  });
});
