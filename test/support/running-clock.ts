import type { Clock } from '../../src/platform/time/clock.ts';

/** A clock that begins at that instant, runs, and can be put forward: messages have their places one after the other, so it must not stand. */
export function createRunningClock(start: string): Clock & { forwardTo(instant: string): void } {
  let aheadMs = Date.parse(start) - Date.now();
  return {
    now: () => new Date(Date.now() + aheadMs),
    forwardTo: instant => {
      aheadMs = Math.max(aheadMs, Date.parse(instant) - Date.now());
    },
  };
}
