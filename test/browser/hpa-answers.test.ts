import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { scenarioFolder } from '../kube/open-simulated.ts';
import { type DemoBrowser, openDemo, shoot, thread, type } from './demo-browser.ts';

const PATIENCE = { timeout: 40_000 };

/** Of every box of the thread: how much wider its text is than what is seen of it. */
const HIDDEN_WIDTHS = `[...document.querySelectorAll('#thread pre')].map((box) => box.scrollWidth - box.clientWidth)`;
/** Of the first box of the thread: for each line that starts a row, where its second cell is drawn. */
const SECOND_CELLS = `(() => {
  const text = document.querySelector('#thread pre').firstChild;
  let start = 0;
  return text.data.split('\\n').flatMap((line) => {
    const cell = /^\\S+ {2,}/.exec(line);
    const at = start + (cell?.[0].length ?? 0);
    start += line.length + 1;
    if (!cell) return [];
    const range = document.createRange();
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    return [Math.round(range.getBoundingClientRect().left)];
  });
})()`;

/** The small line that ends an answer. */
async function answered(page: Page): Promise<void> {
  await thread(page).locator('.context').first().waitFor(PATIENCE);
}

async function ask(demo: DemoBrowser, user: string, words: string, height = 800): Promise<Page> {
  const page = await demo.openPage(user, { viewport: { width: 1280, height } });
  await type(page, 'incidents', words);
  await answered(page);
  return page;
}

const boxes = (page: Page) => thread(page).locator('pre').allTextContents();

describe('answers about HPAs on the page of the demo', () => {
  let demo: DemoBrowser;
  beforeAll(async () => {
    demo = await openDemo();
  });
  afterEach(() => expect(demo.complaints()).toEqual([]));
  afterAll(() => demo?.close());

  it('the guide: 824 × 3 = 2472 in the channel and in the thread, with a command that is whole', async () => {
    const page = await ask(demo, 'alice', '/dca hpa nginxext', 1110);
    const opening = page.locator('#messages').getByTestId('message').last();
    await opening.getByText('is held at maxReplicas 3: 2472 ÷ 9 asks for 275.').waitFor(PATIENCE);
    for (const place of [opening, thread(page)])
      expect(await place.textContent()).toContain(
        '824 and 2472 are the same measurement: 824 per pod × 3 pods = 2472.',
      );
    // The opening was edited into the verdict: no word of working is left, and nothing to stop.
    expect(await opening.textContent()).not.toMatch(/Working|Waiting/);
    expect(await page.getByRole('button', { name: 'Stop' }).count()).toBe(0);
    expect(await boxes(page)).toEqual([
      `kubectl patch hpa nginxext -n default --type merge -p '{"spec":{"maxReplicas":290}}'`,
    ]);
    expect(await page.evaluate(HIDDEN_WIDTHS)).toEqual([0]);
    await shoot(page, 'hpa-nginxext');
    await page.context().close();
  });

  it.each([
    ['alice', '/dca hpa', ['HPA', 'default/badmetric', 'default/nginxext'], /invalid.*at max/s],
    ['hana', '/dca hpa', ['HPA', 'default/badmetric', 'default/nginxext'], /無効.*上限/s],
    ['alice', '/dca metrics', ['METRIC', 'missing.metric', 'nginx.net.request_per_s'], /invalid.*2472.*valid/s],
  ])('%s asks %s: rows below each other, nothing hidden', async (user, words, starts, verdicts) => {
    const page = await ask(demo, user, words);
    const [table = ''] = await boxes(page);
    const rows = table.split('\n').filter((line) => !line.startsWith(' '));
    expect(rows.map((row) => row.split(/[\s{]/)[0])).toEqual(starts);
    expect(table).toMatch(verdicts);
    const lefts = await page.evaluate<readonly number[]>(SECOND_CELLS);
    expect(lefts).toHaveLength(starts.length);
    expect(new Set(lefts).size).toBe(1);
    for (const hidden of await page.evaluate<readonly number[]>(HIDDEN_WIDTHS)) expect(hidden).toBe(0);
    await shoot(page, `${words.slice(5)}-${user}`);
    await page.context().close();
  });

  it('by keyboard alone: asked, followed to Metrics Explorer, closed', async () => {
    const page = await demo.openPage('alice');
    await page.getByTestId('channel-incidents').waitFor();
    const focused = () => page.evaluate<string>('document.activeElement.dataset.testid ?? document.activeElement.href');
    const tabTo = async (place: RegExp) => {
      for (let presses = 0; presses < 40 && !place.test(String(await focused())); presses += 1)
        await page.keyboard.press('Tab');
      expect(await focused()).toMatch(place);
    };
    await tabTo(/^channel-incidents$/);
    await page.keyboard.press('Enter');
    await tabTo(/^composer$/);
    await page.keyboard.type('/dca hpa badmetric');
    await page.keyboard.press('Enter');
    await answered(page);
    await tabTo(/^https:\/\/app\.datadoghq\.com\/metric\/explorer\?exp_query=avg%3Amissing\.metric/);
    await shoot(page, 'hpa-badmetric');
    await page.keyboard.press('Escape');
    expect(await thread(page).isVisible()).toBe(false);
    expect(await focused()).toBe('composer');
    await page.context().close();
  });
});

describe.each([
  {
    scenario: 'hpa-metrics-api-of-keda',
    user: 'hana',
    words: '/dca hpa shop/worker',
    sum: /external\.metrics\.k8s\.io は KEDA のものです/,
    check: (found: readonly string[]) => expect(found).toEqual([]),
  },
  {
    scenario: 'hpa-reader-forbidden',
    user: 'alice',
    words: '/dca hpa nginxext',
    sum: /may not read external metrics/,
    check: ([yaml = '']: readonly string[]) => {
      const objects = parseAllDocuments(yaml).map((document) => document.toJS());
      expect(objects.map(({ kind }) => kind)).toEqual(['ClusterRole', 'ClusterRoleBinding']);
      expect(objects[0].rules).toEqual([
        { apiGroups: ['external.metrics.k8s.io'], resources: ['*'], verbs: ['get', 'list', 'watch'] },
      ]);
    },
  },
  {
    scenario: 'hpa-many',
    user: 'alice',
    words: '/dca hpa --page 3',
    sum: /All 5000 HPAs on external metrics are fine.*Page 3 of 200; the next: hpa --page 4/s,
    check: ([table = '']: readonly string[]) => {
      const rows = table.match(/^load\/api-\d+ {2}/gm) ?? [];
      expect(rows).toHaveLength(25);
    },
  },
])('the page plays $scenario', ({ scenario, user, words, sum, check }) => {
  it(`${user} asks ${words}`, async () => {
    const demo = await openDemo(scenarioFolder(scenario));
    try {
      const page = await ask(demo, user, words);
      expect(await thread(page).textContent()).toMatch(sum);
      check(await boxes(page));
      for (const hidden of await page.evaluate<readonly number[]>(HIDDEN_WIDTHS)) expect(hidden).toBe(0);
      expect(demo.complaints()).toEqual([]);
      await shoot(page, scenario);
    } finally {
      await demo.close();
    }
  });
});
