import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { startDca } from '../cli/run-dca.ts';

const PATIENCE = { timeout: 40_000, interval: 50 };
/** `DCA_SCREENSHOTS=folder` keeps what the pages looked like. */
const SCREENSHOTS = process.env.DCA_SCREENSHOTS;

/** `dca demo` as a process of its own, and a browser to look at its page with. */
export interface DemoBrowser {
  /** A page of its own for each call; `user` is a name of the local team. */
  openPage(user?: string, options?: BrowserContextOptions): Promise<Page>;
  /** What pages complained of since the last call: console errors, exceptions, requests to anywhere else. */
  complaints(): readonly string[];
  close(): Promise<void>;
}

/** Starts the demo with the scenario of a folder, or with its own. */
export async function openDemo(scenario?: string): Promise<DemoBrowser> {
  const demo = startDca(['demo', ...(scenario === undefined ? [] : ['--scenario', scenario])]);
  const url = await vi.waitFor(() => {
    const address = /http:\/\/127\.0\.0\.1:\d+/.exec(demo.stdout())?.[0];
    if (address === undefined) throw new Error(`no address yet:\n${demo.stderr()}`);
    return address;
  }, PATIENCE);
  const browser = await launch();
  const complaints: string[] = [];
  return {
    complaints: () => complaints.splice(0),
    openPage: async (user, options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
      const page = await context.newPage();
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('request', (request) => {
        if (!request.url().startsWith(url) && !request.url().startsWith('data:')) complaints.push(request.url());
      });
      await page.goto(user === undefined ? url : `${url}/?user=${user}`);
      return page;
    },
    close: async () => {
      await browser.close();
      demo.child.kill('SIGTERM');
      expect((await demo.ended).code).toBe(0);
    },
  };
}

async function launch(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('chromium is needed: set CHROMIUM_PATH');
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}

function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path));
  return process.env.CHROMIUM_PATH ?? found;
}

/** Types words into a channel and sends them. */
export async function type(page: Page, channel: string, words: string): Promise<void> {
  await page.getByTestId(`channel-${channel}`).click();
  await page.getByTestId('composer').fill(words);
  await page.getByTestId('composer').press('Enter');
}

export function thread(page: Page): Locator {
  return page.getByTestId('thread');
}

export async function shoot(page: Page, name: string): Promise<void> {
  if (SCREENSHOTS !== undefined) await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}
