import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type RunningDca, startDca } from '../cli/run-dca.ts';
import { LEADER, scenarioFolder } from '../kube/open-simulated.ts';

const PATIENCE = { timeout: 40_000, interval: 50 };
/** How long each replica takes for its `status`: long enough to see that something is under way, and to stop it. */
const SLOW_MS = 5_000;
/** `DCA_SCREENSHOTS=folder` keeps what the pages looked like. */
const SCREENSHOTS = process.env.DCA_SCREENSHOTS;

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

function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path));
  return process.env.CHROMIUM_PATH ?? found;
}

describe('the page of the demo', () => {
  let folder: string;
  let demo: RunningDca;
  let url: string;
  let browser: Browser;
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dca-browser-'));
    await writeFile(
      join(folder, 'scenario.yaml'),
      JSON.stringify({
        extends: scenarioFolder('leader-and-follower'),
        faults: [{ kind: 'exec', delayMs: SLOW_MS }],
      }),
    );
    demo = startDca(['demo', '--scenario', folder]);
    url = await vi.waitFor(() => {
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(demo.stdout())?.[0];
      if (address === undefined) throw new Error(`no address yet:\n${demo.stderr()}`);
      return address;
    }, PATIENCE);
    const executablePath = findChromium();
    if (executablePath === undefined) throw new Error('chromium is needed: set CHROMIUM_PATH');
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
  });
  afterEach(() => expect(complaints.splice(0)).toEqual([]));
  afterAll(async () => {
    await browser?.close();
    demo.child.kill('SIGTERM');
    expect((await demo.ended).code).toBe(0);
    await rm(folder, { recursive: true });
  });

  async function openPage(user = '', options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    const page = await context.newPage();
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !request.url().startsWith('data:')) complaints.push(request.url());
    });
    await page.goto(user === '' ? url : `${url}/?user=${user}`);
    return page;
  }

  async function type(page: Page, channel: string, words: string): Promise<void> {
    await page.getByTestId(`channel-${channel}`).click();
    await page.getByTestId('composer').fill(words);
    await page.getByTestId('composer').press('Enter');
  }

  const thread = (page: Page) => page.getByTestId('thread');
  const shoot = async (page: Page, name: string) => {
    if (SCREENSHOTS !== undefined) await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  };

  // First of all, since an equal question within ten seconds is given the report of the one before.
  it('Stop ends a question, and says by whom', async () => {
    const page = await openPage('ben');
    await type(page, 'incidents', '/dca status');
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
    const page = await openPage();
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
    const page = await openPage('hana');
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
    const [alice, ben] = await Promise.all([openPage('alice'), openPage('ben')]);
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
    const page = await openPage('alice', options);
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
