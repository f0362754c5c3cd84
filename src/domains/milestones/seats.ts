import type { Actor, SystemActor } from '../../platform/access/actor.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { Id } from '../../platform/ids/ids.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { CatalogueService, CourseSession } from '../catalogue/catalogue.types.ts';
import type { Notices } from '../notifications/notifications.types.ts';
import { sessionsToChoose } from './answer.rules.ts';
import type { Offer, OfferDetail, SessionChoice } from './milestones.types.ts';
import { findFirstWaiting, findUse, saveState } from './offers.repository.ts';

export interface MilestonesDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly catalogue: Pick<CatalogueService, 'courseSessions' | 'course'>;
  readonly notices: Notices;
}

/**
 * Michi's own work: seats are shared, so whoever takes or leaves one touches what other people have, which no person may see. The service has
 * decided about the person's own right before.
 */
export const milestonesWork: SystemActor = { kind: 'system', purpose: 'milestones' };

/** Offers with the sessions to choose from. `actor` reads the catalogue. */
export async function detailsOf(
  { db, clock, catalogue }: Pick<MilestonesDeps, 'db' | 'clock' | 'catalogue'>,
  actor: Actor,
  offers: readonly Offer[],
): Promise<readonly OfferDetail[]> {
  const courses = await catalogue.courseSessions(actor, [...new Set(offers.map(offer => offer.courseId))]);
  return db.transaction(milestonesWork, async tx => {
    const details: OfferDetail[] = [];
    for (const offer of offers) {
      const sessions = courses.get(offer.courseId) ?? [];
      const coming = sessionsToChoose(sessions, offer.fiscalYear, clock.now());
      details.push({
        offer,
        choices: await choicesOf(tx, offer.companyId, coming),
        session: sessions.find(session => session.id === offer.sessionId) ?? null,
      });
    }
    return details;
  });
}

export async function choicesOf(
  tx: Tx,
  companyId: Id<'company'>,
  sessions: readonly CourseSession[],
): Promise<readonly SessionChoice[]> {
  const use = await findUse(
    tx,
    companyId,
    sessions.map(session => session.id),
  );
  return sessions.flatMap((session, place) => {
    const found = use[place];
    if (found === undefined) return [];
    const { seats, taken, waiting } = found;
    return [{ session, seats, free: Math.max(0, seats - taken), waiting }];
  });
}

/** Gives free seats to those who have waited longest, and tells them. The caller holds the seats (`lockSeats`). */
export async function moveUp(
  { clock, notices }: Pick<MilestonesDeps, 'clock' | 'notices'>,
  tx: Tx,
  companyId: Id<'company'>,
  session: CourseSession,
): Promise<void> {
  const now = clock.now();
  const [choice] = await choicesOf(tx, companyId, [session]);
  for (let free = choice?.free ?? 0; free > 0; free -= 1) {
    const next = await findFirstWaiting(tx, companyId, session.id);
    if (next === null) return;
    await saveState(tx, next.id, 'chosen', session.id);
    await notices.plan(tx, [
      {
        kind: 'milestone-seat',
        person: next.personId,
        subject: next.id,
        dueAt: now,
        notAfter: new Date(session.startsAt),
        // Somebody may give the seat back, wait again and be moved up again.
        key: `milestone-seat:${next.id}:${session.id}:${now.getTime()}`,
      },
    ]);
  }
}
