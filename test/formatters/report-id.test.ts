import { describe, expect, it } from 'vitest';
import { slackAnswer } from '../../src/formatters/slack-answer.ts';
import { openingMessage, plainTextOf } from '../../src/formatters/slack-notices.ts';
import { reportOf } from '../answers/sending-world.ts';

const ID = `ask${'0123456789abcdef'.repeat(2)}`;
const reading = { source: 'kubectl get lease', at: '2026-11-24T03:00:00Z', known: true } as const;
const report = { ...reportOf(), readings: [reading] };

describe('the id at the end of an answer', () => {
  it.each([
    ['en', 'normal', /report `?ask0123456789(?![0-9a-f])/],
    ['ja', 'normal', /レポート `?ask0123456789(?![0-9a-f])/],
    ['en', 'teach', new RegExp(`report \`?${ID}`)],
  ] as const)('%s, %s', (language, depth, shows) => {
    expect(plainTextOf(slackAnswer(report, { language, depth, reportId: ID }))).toMatch(shows);
  });

  it.each([
    ['in the shortest depth', report, { language: 'en', depth: 'line', reportId: ID }],
    ['of a report that is not stored', report, { language: 'en', depth: 'teach' }],
    ['where nothing was read', { ...report, readings: [] }, { language: 'en', depth: 'teach', reportId: ID }],
  ] as const)('is left out %s', (_, shown, view) => {
    expect(plainTextOf(slackAnswer(shown, view))).not.toContain('ask0123456789');
  });
});

describe('the opening of a question that goes to no cluster', () => {
  it.each([
    ['en', 'prod-17', "Waiting for the cluster's worker."],
    ['en', '', 'About to start.'],
    ['ja', '', 'まもなく始まります。'],
  ] as const)('%s %j', (language, cluster, waiting) => {
    const ask = { id: ID, words: 'replay ask0123456789', cluster, language };
    const text = plainTextOf(openingMessage(ask, { state: 'waiting' }));
    expect(text).toContain('replay ask0123456789');
    expect(text).toContain(waiting);
    expect(text.includes('·')).toBe(cluster !== '');
  });
});
