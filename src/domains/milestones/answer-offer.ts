import type { PersonActor } from '../../platform/access/actor.ts';
import { authorise } from '../../platform/access/policy.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Id } from '../../platform/ids/ids.ts';
import type { CourseSession } from '../catalogue/catalogue.types.ts';
import { type Decision, decideAnswer, sessionsToChoose } from './answer.rules.ts';
import type { Answer, Answered, Offer } from './milestones.types.ts';
import { findOffer, lockOffer, lockSeats, saveOptOut, saveState } from './offers.repository.ts';
import { choicesOf, detailsOf, type MilestonesDeps, milestonesWork, moveUp } from './seats.ts';

/** The person's own offer; HR, who see their company's, answer for nobody. */
export async function findOwn(
  { db }: Pick<MilestonesDeps, 'db'>,
  actor: PersonActor,
  id: Id<'milestoneOffer'>,
): Promise<Offer | null> {
  const offer = await db.transaction(actor, tx => findOffer(tx, id));
  return offer?.personId === actor.personId ? offer : null;
}

export async function answerOffer(
  deps: MilestonesDeps,
  actor: PersonActor,
  id: Id<'milestoneOffer'>,
  answer: Answer,
): Promise<Answered> {
  const { db, clock, catalogue } = deps;
  const offer = await findOwn(deps, actor, id);
  if (offer === null) return { kind: 'gone' };
  authorise(actor, { data: 'milestone-offer', act: 'write', subject: { personId: offer.personId } });
  const courses = await catalogue.courseSessions(actor, [offer.courseId]);
  const coming = sessionsToChoose(courses.get(offer.courseId) ?? [], offer.fiscalYear, clock.now());
  const decision = await db.transaction(milestonesWork, tx => settle(deps, tx, offer, answer, coming));
  if (decision === null) return answerOffer(deps, actor, id, answer);
  const now = await findOwn(deps, actor, id);
  const [detail] = now === null ? [] : await detailsOf(deps, actor, [now]);
  if (detail === undefined) return { kind: 'gone' };
  return { kind: decision.kind === 'save' || decision.kind === 'unchanged' ? 'done' : decision.kind, detail };
}

/** Null when the offer has changed since it was read: somebody was moved up, or pressed twice. */
async function settle(
  deps: MilestonesDeps,
  tx: Tx,
  read: Offer,
  answer: Answer,
  coming: readonly CourseSession[],
): Promise<Decision | null> {
  const { companyId } = read;
  const wanted = 'sessionId' in answer ? coming.filter(({ id }) => id === answer.sessionId) : [];
  const held = coming.filter(({ id }) => id === read.sessionId);
  await lockSeats(
    tx,
    companyId,
    [...wanted, ...held].map(({ id }) => id),
  );
  const offer = await lockOffer(tx, read.id);
  if (offer === null || offer.sessionId !== read.sessionId || offer.state !== read.state) return null;
  const choices = await choicesOf(tx, companyId, wanted);
  const free = (id: Id<'courseSession'>) => choices.find(({ session }) => session.id === id)?.free ?? null;
  const decision = decideAnswer(offer, answer, free);
  if (decision.kind === 'save') await save(deps, tx, offer, decision, held);
  return decision;
}

async function save(
  deps: MilestonesDeps,
  tx: Tx,
  offer: Offer,
  { state, sessionId }: Extract<Decision, { kind: 'save' }>,
  held: readonly CourseSession[],
): Promise<void> {
  await saveState(tx, offer.id, state, sessionId, state === 'waitlisted' ? deps.clock.now() : null);
  await deps.notices.withdraw(tx, { subject: offer.id, person: offer.personId });
  if (offer.state !== 'chosen') return;
  for (const session of held) await moveUp(deps, tx, offer.companyId, session);
}

export async function setOptOut({ db, clock, notices }: MilestonesDeps, actor: PersonActor, out: boolean) {
  const { personId } = actor;
  authorise(actor, { data: 'milestone-offer', act: 'write', subject: { personId } });
  await db.transaction(milestonesWork, async tx => {
    const changed = await saveOptOut(tx, personId, out, clock.now());
    for (const subject of out ? changed : []) await notices.withdraw(tx, { subject, person: personId });
  });
}
