import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LEADER, scenarioFolder } from '../kube/open-simulated.ts';
import { type DemoBrowser, openDemo, shoot, thread, type } from './demo-browser.ts';

/** How long each replica takes for its `status`, and HPAs to be read: long enough to see that something is under way, and to stop it. */
const SLOW_MS = 5_000;

/** Expressions for the page: they know its document, this file does not. */
const BOLD_TEXTS = `[...document.querySelectorAll('#thread strong, #thread b')].map((element) => ({
  text: element.textContent ?? '',
  weight: getComputedStyle(element).fontWeight,
}))`;
const WIDTHS = '[document.documentElement.scrollWidth, innerWidth]';
const BELOW_SIGHT = `(() => {
  const box = document.getElementById('scroll');
  return box.scrollHeight - box.scrollTop - box.clientHeight;
})()`;
const COLOURS = `(() => {
  const thread = document.getElementById('thread');
  let ground = thread;
  while (ground && getComputedStyle(ground).backgroundColor === 'rgba(0, 0, 0, 0)') ground = ground.parentElement;
  return [getComputedStyle(thread).color, ground ? getComputedStyle(ground).backgroundColor : 'rgb(255, 255, 255)'];
})()`;

describe('the page of the demo', () => {
  let folder: string;
  let demo: DemoBrowser;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dca-browser-'));
    await writeFile(
      join(folder, 'scenario.yaml'),
      JSON.stringify({
        extends: scenarioFolder('leader-and-follower'),
        faults: [
          { kind: 'exec', delayMs: SLOW_MS },
          { kind: 'request', resource: 'horizontalpodautoscalers', delayMs: SLOW_MS },
        ],
      }),
    );
    demo = await openDemo(folder);
  });
  afterEach(() => expect(demo.complaints()).toEqual([]));
  afterAll(async () => {
    await demo?.close();
    await rm(folder, { recursive: true });
  });

  // First of all, since an equal question within ten seconds is given the report of the one before.
  it.each(['/dca status', '/dca hpa nginxext'])('Stop ends %s, and says by whom', async (words) => {
    const page = await demo.openPage('ben');
    await type(page, 'incidents', words);
    const stop = page.locator('#messages').getByRole('button', { name: 'Stop' });
    await stop.last().click();
    await thread(page)
      .getByText(/Stopped/)
      .first()
      .waitFor({ timeout: 10_000 });
    await shoot(page, 'stopped');
    await page.context().close();
  });

  it('a question is opened at once, shows how far it is, and its thread opens with the answer', async () => {
    const page = await demo.openPage();
    await type(page, 'incidents', '/dca status');
    const messages = page.locator('#messages');
    // Before any replica has answered.
    await messages.getByRole('button', { name: 'Stop' }).waitFor();
    await messages
      .getByText(/\d of \d|Reading|reading/)
      .first()
      .waitFor();
    await shoot(page, 'progress');
    expect(await thread(page).isVisible()).toBe(false);
    await thread(page).getByText(LEADER).first().waitFor({ timeout: 40_000 });
    const words = await thread(page).textContent();
    expect(words).toContain('missing.metric');
    expect(words).toContain('2 of 2');
    expect(await messages.getByRole('button', { name: 'Stop' }).count()).toBe(0);
    await shoot(page, 'status');
    await page.context().close();
  });

  it('a Japanese user reads Japanese, bold beside kana', async () => {
    const page = await demo.openPage('hana');
    await type(page, 'incidents', '/dca leader');
    await thread(page)
      .getByText(/リーダー/)
      .first()
      .waitFor({ timeout: 40_000 });
    const bold = await page.evaluate<readonly { text: string; weight: string }[]>(BOLD_TEXTS);
    const japanese = bold.filter(({ text }) => /[\u3040-\u30ff\u4e00-\u9fff]/.test(text));
    expect(japanese.length).toBeGreaterThan(0);
    for (const { weight } of japanese) expect(Number(weight)).toBeGreaterThanOrEqual(600);
    // An asterisk left over is a bold that did not render.
    expect(await thread(page).textContent()).not.toMatch(/\*[^*\n]+\*/);
    await shoot(page, 'japanese');
    await page.context().close();
  });

  it('help is shown to the asker alone', async () => {
    const [alice, ben] = await Promise.all([demo.openPage('alice'), demo.openPage('ben')]);
    await ben.getByTestId('channel-incidents').click();
    await type(alice, 'incidents', '/dca help');
    const help = (page: Page) => page.locator('#messages').getByText('/dca clusters');
    await help(alice).first().waitFor();
    await shoot(alice, 'help');
    // What Ben sees once a later message has reached both of them.
    await type(alice, 'incidents', 'good morning 17');
    await ben.locator('#messages').getByText('good morning 17').waitFor();
    expect([await help(alice).count(), await help(ben).count()]).toEqual([1, 0]);
    await Promise.all([alice.context().close(), ben.context().close()]);
  });

  it.each([
    ['narrow', { viewport: { width: 360, height: 740 } }],
    ['dark', { colorScheme: 'dark' }],
  ] as const)('%s: everything stays readable', async (name, options) => {
    const page = await demo.openPage('alice', options);
    await type(page, 'incidents', '/dca leader');
    await thread(page).getByText(LEADER).first().waitFor({ timeout: 40_000 });
    const [needed = 0, there = 0] = await page.evaluate<readonly number[]>(WIDTHS);
    expect(needed).toBeLessThanOrEqual(there);
    // The newest message stays in sight when the thread takes its room.
    const hidden = await page.evaluate<number>(BELOW_SIGHT);
    expect(hidden).toBeLessThan(80);
    const colours = await page.evaluate<readonly string[]>(COLOURS);
    const [ink, paper] = colours.map((colour) => {
      const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    });
    expect(Math.abs((ink ?? 0) - (paper ?? 0))).toBeGreaterThan(110);
    if (name === 'dark') expect(paper).toBeLessThan(90);
    await shoot(page, name);
    await page.context().close();
  });
});
