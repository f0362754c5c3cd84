/**
 * Places at which a process can be made to die, so that a trial can show that nothing is lost there. Each stands between two steps that must
 * not depend on the process living through both.
 */
export const killPoints = [
  // A turn is inserted and not committed.
  'inbox-written',
  // It is committed and not acknowledged.
  'inbox-committed',
  // It is acknowledged, claimed and not answered.
  'turn-claimed',
  // Its answer has arrived and is not marked as sent.
  'answer-sent',
  // A message of the outbox is claimed and not sent.
  'outbox-claimed',
  // It has arrived and is not marked as sent.
  'outbox-delivered',
] as const;
export type KillPoint = (typeof killPoints)[number];

/** Tells that a place was passed. Does nothing in a process that is not on trial. */
export type Reach = (point: KillPoint) => void;

/** Where to die: at the `nth` passing (from 1) of a point. */
export interface Killing {
  readonly point: KillPoint;
  readonly nth: number;
}

export function createReach(killing: Killing | null): Reach {
  let passed = 0;
  return point => {
    if (point !== killing?.point) return;
    passed += 1;
    // As a machine that loses power would: no handler runs, nothing is closed.
    if (passed === killing.nth) process.kill(process.pid, 'SIGKILL');
  };
}
