import { expect, it } from 'vitest';
import { createRateLimit } from '../../adapters/web/rate-limit.ts';

it('a person may send thirty turns at once and one more each second, whatever others do', () => {
  let now = 0;
  const limit = createRateLimit({ now: () => new Date(now) });
  const taken = () => Array.from({ length: 40 }, () => limit.take('one')).filter(Boolean).length;
  expect(taken()).toBe(30);
  expect(limit.take('another')).toBe(true);
  now += 5_000;
  expect(taken()).toBe(5);
  now += 3_600_000;
  expect(taken()).toBe(30);
});
