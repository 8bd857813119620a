import { describe, expect, it } from 'vitest';
import { livingRenewal } from '../../../simulator/cluster/living-renewal.ts';

const CAPTURED = Date.UTC(2026, 10, 23, 18, 35, 50);
const STARTED = Date.UTC(2027, 0, 5);
const ageAt = (ageAtCapture: number, elapsed: number, leaseSeconds = 60): number => {
  const now = STARTED + elapsed;
  const lock = { renewed: CAPTURED - ageAtCapture, leaseSeconds, captured: CAPTURED };
  return now - livingRenewal(lock, STARTED, now);
};

describe('livingRenewal', () => {
  it('begins with the age of the capture', () => {
    expect(ageAt(7300, 0)).toBe(7300);
  });

  it('grows until the Agent would renew, then begins anew, and stays within one turn for hours', () => {
    expect(ageAt(7300, 5000)).toBe(12_300);
    expect(ageAt(7300, 7699)).toBe(14_999);
    expect(ageAt(7300, 7700)).toBe(1000);
    for (let elapsed = 0; elapsed < 7_200_000; elapsed += 1301) {
      expect(ageAt(7300, elapsed)).toBeGreaterThanOrEqual(1000);
      expect(ageAt(7300, elapsed)).toBeLessThan(15_000);
    }
  });

  it('renews a short lease more often', () => {
    for (let elapsed = 0; elapsed < 60_000; elapsed += 97) expect(ageAt(2000, elapsed, 15)).toBeLessThan(3750);
  });

  it.each([61_000, 4_000_000])('leaves a leader dead that was dead for %i ms: its age grows', (age) => {
    expect(ageAt(age, 0)).toBe(age);
    expect(ageAt(age, 30_000)).toBe(age + 30_000);
  });

  it('leaves a renewal in the future where it was, unmoving', () => {
    expect(ageAt(-600_000, 0)).toBe(-600_000);
    expect(ageAt(-600_000, 30_000)).toBe(-570_000);
  });
});
