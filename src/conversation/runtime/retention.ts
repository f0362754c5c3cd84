import type { Database } from '../../platform/db/database.ts';
import type { Clock } from '../../platform/time/clock.ts';
import { retentionRepository } from './retention.repository.ts';

/** Platforms repeat an event within hours; after that its key is not needed any more, and a turn holds what somebody wrote. */
const turnsMs = 25 * 60 * 60_000;

interface RetentionDeps {
  readonly database: Database;
  readonly clock: Clock;
}

/** Deletes what the conversation keeps for a while only. To be called every hour or so. */
export async function forgetOldTurns({
  database,
  clock,
}: RetentionDeps): Promise<{ readonly turns: number; readonly sessions: number }> {
  const now = clock.now();
  return database.transaction({ kind: 'system', purpose: 'housekeeping' }, async tx => ({
    turns: await retentionRepository.deleteTurnsBefore(tx, new Date(now.getTime() - turnsMs)),
    sessions: await retentionRepository.deleteExpiredSessions(tx, now),
  }));
}
