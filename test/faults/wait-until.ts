import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until the answer is not null, at most for so long; null when it never came. */
export async function waitUntil<Answer>(
  ask: () => Promise<Answer | null>,
  timeoutMs: number,
  everyMs = 100,
): Promise<Answer | null> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null || performance.now() > end) return answer;
    await pause(everyMs);
  }
}
