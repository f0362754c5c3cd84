import { unreachable } from '../errors/app-error.ts';
import type { ClaimedRow, Mark } from './outbox.repository.ts';
import type { Handled } from './outbox.types.ts';

/** An entry that fails as often is put aside, so that one that nobody can deliver does not go round for ever. */
export const maxAttempts = 5;
/** How long another look is put off at the least: nothing spins. */
const leastLaterMs = 1_000;

/** What is written down of an attempt. `random`, from 0 to 1, spreads retries that would come at once. */
export function markOf(row: ClaimedRow, handled: Handled, now: Date, random: number): Mark {
  const at = (ms: number) => new Date(now.getTime() + ms);
  switch (handled.kind) {
    case 'sent':
      return { state: 'sent', ref: handled.ref };
    case 'dropped':
      return { state: 'dropped', reason: handled.reason };
    case 'gone':
    case 'forbidden':
      return { state: 'failed', reason: handled.kind };
    case 'later': {
      const dueAt = new Date(Math.max(handled.at.getTime(), at(leastLaterMs).getTime()));
      return {
        state: 'scheduled',
        dueAt,
        reason: row.maybeSent ? 'ambiguous' : null,
        maybeSent: row.maybeSent,
        free: true,
      };
    }
    case 'rate-limited': {
      const dueAt = at(handled.retryAfterMs);
      return { state: 'scheduled', dueAt, reason: 'rate-limited', maybeSent: row.maybeSent, free: true };
    }
    case 'temporary':
      return again(row, handled.reason, row.maybeSent, at(backOffMs(row.attempt, random)));
    case 'ambiguous':
      return again(row, 'ambiguous', true, at(backOffMs(row.attempt, random)));
    default:
      return unreachable(handled);
  }
}

function again(row: ClaimedRow, reason: string, maybeSent: boolean, dueAt: Date): Mark {
  if (row.attempt >= maxAttempts) return { state: 'failed', reason };
  return { state: 'scheduled', dueAt, reason, maybeSent, free: false };
}

/** 5 s, 20 s, 80 s, 5 min, each a fifth more or less. */
function backOffMs(attempt: number, random: number): number {
  return 5_000 * 4 ** (attempt - 1) * (0.8 + 0.4 * random);
}
