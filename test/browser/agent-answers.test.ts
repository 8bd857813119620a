import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { scenarioFolder } from '../kube/open-simulated.ts';
import { type DemoBrowser, openDemo, shoot, thread, type } from './demo-browser.ts';

const PATIENCE = { timeout: 40_000 };
/** Of every box and every message of the thread: how much wider its content is than what is seen of it. */
const HIDDEN_WIDTHS = `[...document.querySelectorAll('#thread pre, #thread [data-testid="message"]')]
  .map((box) => box.scrollWidth - box.clientWidth)`;
/** How far the first line of the newest message of the thread is below the upper edge of what is seen of it. */
const NEWEST_STARTS = `(() => {
  const newest = [...document.querySelectorAll('#thread [data-testid="message"]')].at(-1);
  return newest.getBoundingClientRect().top - document.getElementById('thread-scroll').getBoundingClientRect().top;
})()`;
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 900 };

/** The lines of an element as they are drawn. */
async function linesOf(place: Locator): Promise<readonly string[]> {
  return (await place.allInnerTexts()).join('\n').split('\n');
}

async function ask(demo: DemoBrowser, user: string, words: string, viewport: typeof PHONE): Promise<Page> {
  const page = await demo.openPage(user, { viewport });
  await type(page, 'incidents', words);
  await thread(page).locator('.context').first().waitFor(PATIENCE);
  return page;
}

describe('the state of the whole Agent on the page of the demo', () => {
  let demo: DemoBrowser;
  beforeAll(async () => {
    demo = await openDemo(scenarioFolder('health-mixed'));
  });
  afterEach(() => expect(demo.complaints()).toEqual([]));
  afterAll(() => demo?.close());

  it.each([
    ['alice', '/dca health', PHONE, '🔴', 'Trouble in 6 of 10 topics'],
    ['hana', '/dca health', DESK, '🔴', '10 項目中 6 項目に問題があります'],
    ['alice', '/dca metadata', PHONE, '⚠️', 'The metadata map still names Services for 1 pod'],
    ['hana', '/dca metadata', DESK, '⚠️', 'API サーバーではもう属していない Service が残っています'],
    ['alice', '/dca node', PHONE, '✅', 'All 3 node Agents are Ready and report to the Cluster Agent.'],
    ['hana', '/dca node', DESK, '✅', 'Node Agent 3 台はすべて Ready で、Cluster Agent に報告しています。'],
    ['alice', '/dca events', PHONE, '🔴', 'the Cluster Agent may not watch them.'],
    ['hana', '/dca events', DESK, '🔴', 'Cluster Agent に events の watch 権限がありません。'],
  ] as const)('%s asks %s and sees the verdict first', async (user, words, viewport, sign, verdict) => {
    const page = await ask(demo, user, words, viewport);
    const answer = thread(page).getByTestId('message').last();
    const said = (await linesOf(answer)).filter((line) => /[✅⚠🔴❔ℹ]/u.test(line));
    expect(said[0]).toContain(sign);
    expect(said[0]).toContain(verdict);
    expect(await page.evaluate<number>(NEWEST_STARTS)).toBeGreaterThanOrEqual(-1);
    for (const hidden of await page.evaluate<readonly number[]>(HIDDEN_WIDTHS)) expect(hidden).toBeLessThanOrEqual(0);
    await shoot(page, `${words.slice(5)}-${user}`);
    await page.context().close();
  });

  it('health has a line for each topic in the channel, the worst first, and details in the thread alone', async () => {
    const page = await ask(demo, 'alice', '/dca health', DESK);
    const opening = page.locator('#messages').getByTestId('message').last();
    await opening.getByText('Well:').waitFor(PATIENCE);
    const lines = (await linesOf(opening)).filter((line) => /^[✅⚠🔴❔ℹ]/u.test(line.trim()));
    expect(
      lines.map((line) => /(?:Trouble|\b(?:events|hpa|logs|status|metrics|metadata)\b|Well)/.exec(line)?.[0]),
    ).toEqual(['Trouble', 'events', 'hpa', 'logs', 'status', 'metrics', 'metadata', 'Well']);
    expect((await linesOf(opening)).join('\n')).not.toMatch(/kubectl|Effect|Do:/);
    expect((await linesOf(thread(page))).join('\n')).toMatch(/Effect.*Do: .*kubectl logs/s);
    await shoot(page, 'health-channel');
    await page.context().close();
  });
});
