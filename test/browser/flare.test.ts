import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openZip } from '../../src/parsers/flare/open-zip.ts';
import { type DemoBrowser, openDemo, shoot, thread, type } from './demo-browser.ts';

const PATIENCE = { timeout: 40_000 };

describe('a flare in the demo', () => {
  let demo: DemoBrowser;
  beforeAll(async () => {
    demo = await openDemo();
  });
  afterEach(() => expect(demo.complaints()).toEqual([]));
  afterAll(() => demo?.close());

  it('is offered, built at a click, summarised in the thread and downloaded from the direct message', async () => {
    const page = await demo.openPage('alice', { viewport: { width: 1280, height: 900 }, acceptDownloads: true });
    await type(page, 'incidents', '/dca flare');
    const messages = page.locator('#messages');
    await messages.getByText('Build a flare of the Cluster Agent').waitFor(PATIENCE);
    await shoot(page, 'flare-offer');
    await messages.getByRole('button', { name: 'Build' }).click();
    await messages.getByText('is being built').waitFor(PATIENCE);
    await thread(page).locator('.context').first().waitFor(PATIENCE);
    await shoot(page, 'flare-answer');
    expect(await thread(page).textContent()).toContain('for the asker alone');
    await page.getByTestId('channel-dm-alice').click();
    const file = page.getByTestId('file');
    await file.waitFor(PATIENCE);
    await shoot(page, 'flare-file');
    const [download] = await Promise.all([page.waitForEvent('download'), file.click()]);
    expect(download.suggestedFilename()).toMatch(/^datadog-agent-.*-masked-[0-9a-f]{8}\.zip$/);
    expect(await openZip(await readFile(await download.path()))).toHaveProperty('files.length', 61);
  });

  it('and cancelled, in Japanese', async () => {
    const page = await demo.openPage('hana');
    await type(page, 'incidents', '/dca flare');
    const messages = page.locator('#messages');
    await messages.getByRole('button', { name: 'キャンセル' }).click();
    await messages.getByText('flare は作成しません').waitFor(PATIENCE);
    expect(await messages.getByRole('button', { name: '作成する' }).count()).toBe(0);
  });
});
