import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DemoBrowser, openDemo, shoot, thread, type } from './demo-browser.ts';

const PATIENCE = { timeout: 40_000 };

describe('buttons in the demo', () => {
  let demo: DemoBrowser;
  beforeAll(async () => {
    demo = await openDemo();
  });
  afterEach(() => expect(demo.complaints()).toEqual([]));
  afterAll(() => demo?.close());

  it('under an answer go deeper and run again, in its thread, by mouse and by keyboard', async () => {
    const page = await demo.openPage('alice', { viewport: { width: 1280, height: 1100 } });
    await type(page, 'incidents', '/dca leader');
    const deeper = thread(page).getByRole('button', { name: 'Go deeper: leader' });
    await deeper.waitFor(PATIENCE);
    expect(await thread(page).getByText('See it yourself').count()).toBe(0);
    await shoot(page, 'answer-buttons');
    await deeper.click();
    await thread(page).getByText('See it yourself').first().waitFor(PATIENCE);
    // What is taught in full has nothing deeper, so there are two of the one and one of the other.
    expect(
      await thread(page)
        .getByRole('button', { name: /^Run again/ })
        .count(),
    ).toBe(2);
    expect(await deeper.count()).toBe(1);
    await shoot(page, 'go-deeper');
    const again = thread(page).getByRole('button', { name: 'Run again: leader' }).first();
    await again.focus();
    await page.keyboard.press('Enter');
    await thread(page)
      .getByRole('button', { name: /^Run again/ })
      .nth(2)
      .waitFor(PATIENCE);
    await shoot(page, 'run-again');
  });

  it('offer what a thread names, and ask it there', async () => {
    const page = await demo.openPage('ben', { viewport: { width: 1280, height: 1100 } });
    await type(page, 'platform', 'Alert: HPA default/nginxext at max, namespace default is slow');
    const alert = page.locator('#messages').getByTestId('message').filter({ hasText: 'Alert: HPA' });
    await alert.getByTestId('open-thread').click();
    await page.getByTestId('thread-composer').fill('@dca');
    await page.getByTestId('thread-composer').press('Enter');
    const offered = thread(page).getByRole('button', { name: 'hpa default/nginxext' });
    await offered.waitFor(PATIENCE);
    await shoot(page, 'thread-offer');
    await offered.focus();
    await page.keyboard.press('Enter');
    await thread(page).getByRole('button', { name: 'Run again: hpa default/nginxext' }).waitFor(PATIENCE);
    await shoot(page, 'thread-answer');
    expect(await page.locator('#messages').getByTestId('message').count()).toBe(1);
  });

  it('and in Japanese', async () => {
    const page = await demo.openPage('hana');
    await type(page, 'kubernetes-jp', '/dca leader');
    await thread(page).getByRole('button', { name: '詳しく見る: leader' }).click(PATIENCE);
    await thread(page).getByText('自分で確かめる').first().waitFor(PATIENCE);
  });
});
