import { describe, expect, it, vi } from 'vitest';
import { once, onceFor } from '../../src/collectors/once.ts';
import { turnstile } from '../../src/collectors/turnstile.ts';

describe('work that is shared', () => {
  it('is done when it is first asked for, and once', () => {
    const work = vi.fn(() => undefined);
    const shared = once(work);
    expect(work).not.toHaveBeenCalled();
    expect([shared(), shared()]).toEqual([undefined, undefined]);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('is done once for each key', () => {
    const work = vi.fn((text: string) => text.length);
    const shared = onceFor((text: string) => text.toLowerCase(), work);
    expect([shared('ab'), shared('AB'), shared('abc')]).toEqual([2, 2, 3]);
    expect(work).toHaveBeenCalledTimes(2);
  });
});

describe('a turnstile', () => {
  it('lets so much in at once, in order, and takes a failure for an end', async () => {
    const enter = turnstile(2);
    const started: number[] = [];
    const ends: (() => void)[] = [];
    const all = [0, 1, 2, 3, 4].map((number) =>
      enter(async () => {
        started.push(number);
        await new Promise<void>((resolve) => ends.push(resolve));
        if (number === 1) throw new Error('1 failed');
        return number;
      }).catch((error: Error) => error.message),
    );
    await vi.waitFor(() => expect(started).toEqual([0, 1]));
    ends[1]?.();
    await vi.waitFor(() => expect(started).toEqual([0, 1, 2]));
    ends[2]?.();
    ends[0]?.();
    await vi.waitFor(() => expect(started).toEqual([0, 1, 2, 3, 4]));
    for (const end of ends) end();
    expect(await Promise.all(all)).toEqual([0, '1 failed', 2, 3, 4]);
    expect(await enter(async () => 7)).toBe(7);
  });
});
