import type { PersonActor } from '../../platform/access/actor.ts';
import { recordAudit, recordAudits } from '../../platform/access/audit.ts';
import { authorise } from '../../platform/access/policy.ts';
import type { Tx } from '../../platform/db/database.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import type { Id } from '../../platform/ids/ids.ts';
import type { CourseSession, Page } from '../catalogue/catalogue.types.ts';
import type {
  CompanyYear,
  ListedOffer,
  ListedPlan,
  MilestonesService,
  SessionSeats,
  Started,
  YearOverview,
} from './milestones.types.ts';
import {
  countStates,
  findNames,
  findOffer,
  findOffersOfYear,
  lockSeats,
  type NamedOffer,
  saveSeats,
  saveState,
} from './offers.repository.ts';
import {
  deleteStart,
  findCompanyYear,
  findRules,
  findUnanswered,
  isStarted,
  lockPlanning,
  saveStart,
  takeBackOffer,
} from './plan.repository.ts';
import { type Draft, draftOffers, planCompany, sessionsOf, yearOf } from './plan-year.ts';
import { choicesOf, type MilestonesDeps, milestonesWork, moveUp } from './seats.ts';

/** A screenful. */
const pageSize = 5;
const mostSeats = 1_000;

export type ReviewService = Pick<
  MilestonesService,
  'overview' | 'dryRun' | 'startYear' | 'stopYear' | 'list' | 'listed' | 'setAttended' | 'seats' | 'setSeats'
>;

/** What HR does for its own company. Each person whose name is read can see that it was. */
export function createReviewService(deps: MilestonesDeps): ReviewService {
  return {
    overview: actor => overview(deps, actor),
    dryRun: (actor, page) => dryRun(deps, actor, page),
    startYear: actor => startYear(deps, actor),
    stopYear: actor => stopYear(deps, actor),
    list: (actor, page) => list(deps, actor, page),
    listed: (actor, id) => listed(deps, actor, id),
    setAttended: (actor, id, attended) => setAttended(deps, actor, id, attended),
    seats: actor => seats(deps, actor),
    setSeats: (actor, sessionId, count) => setSeats(deps, actor, sessionId, count),
  };
}

export function authorisePlan(actor: PersonActor, act: 'read' | 'write'): void {
  authorise(actor, { data: 'milestone-plan', act, subject: { companyId: actor.companyId } });
}

export async function auditPlan(tx: Tx, actor: PersonActor, action: string, subjectId: string | null): Promise<void> {
  const { companyId } = actor;
  await recordAudit(tx, actor, {
    action: `milestone-plan.${action}`,
    subjectKind: 'milestone-plan',
    subjectId,
    companyId,
  });
}

async function companyOf({ db }: MilestonesDeps, actor: PersonActor): Promise<CompanyYear> {
  const company = await db.transaction(actor, tx => findCompanyYear(tx, actor.companyId));
  if (company === null) throw new AppError('milestones.company-missing', { detail: { company: actor.companyId } });
  return company;
}

async function overview(deps: MilestonesDeps, actor: PersonActor): Promise<YearOverview> {
  authorisePlan(actor, 'read');
  const company = await companyOf(deps, actor);
  const fiscalYear = yearOf(deps, company);
  const drafts = await draftsOf(deps, company);
  const lastMs = Math.max(...drafts.map(({ dueAt }) => dueAt.getTime()));
  return deps.db.transaction(actor, async tx => ({
    fiscalYear,
    due: drafts.length,
    lastTold: drafts.length === 0 ? null : new Date(lastMs),
    started: await isStarted(tx, company.companyId, fiscalYear.year),
    counts: await countStates(tx, company.companyId, fiscalYear.year),
    rules: (await findRules(tx, company.companyId)).length,
  }));
}

async function draftsOf(deps: MilestonesDeps, company: CompanyYear): Promise<readonly Draft[]> {
  const sessions = await sessionsOf(deps, company);
  return deps.db.transaction(milestonesWork, tx => draftOffers(deps, tx, company, sessions));
}

/** Worked out by Michi, since nobody may read when people were born; handed over with the names that HR may read, and written down. */
async function dryRun(deps: MilestonesDeps, actor: PersonActor, page: number): Promise<Page<ListedPlan>> {
  authorisePlan(actor, 'read');
  const company = await companyOf(deps, actor);
  const drafts = await draftsOf(deps, company);
  const all = drafts.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || (a.personId < b.personId ? -1 : 1));
  const shown = all.slice(page * pageSize, (page + 1) * pageSize);
  const items = await deps.db.transaction(actor, async tx => {
    const ids = shown.map(({ personId }) => personId);
    const names = await findNames(tx, ids);
    await auditReading(tx, actor, ids, 'milestone-offer.dry-run');
    return shown.flatMap(({ personId, offer, dueAt }) => {
      const found = names.get(personId);
      return found === undefined ? [] : [{ ...found, offer, dueAt: dueAt.toISOString() }];
    });
  });
  return pageOf(items, page, all.length);
}

async function auditReading(tx: Tx, actor: PersonActor, ids: readonly Id<'person'>[], action: string): Promise<void> {
  const { companyId } = actor;
  for (const personId of ids)
    authorise(actor, { data: 'milestone-offer', act: 'read', subject: { personId, companyId } });
  await recordAudits(
    tx,
    actor,
    [...new Set(ids)].map(subjectId => ({ action, subjectKind: 'person', subjectId, companyId })),
  );
}

function pageOf<Item>(items: readonly Item[], page: number, total: number): Page<Item> {
  return { items, page, total, next: (page + 1) * pageSize < total ? page + 1 : null };
}

async function startYear(deps: MilestonesDeps, actor: PersonActor): Promise<Started> {
  authorisePlan(actor, 'write');
  const company = await companyOf(deps, actor);
  const { year } = yearOf(deps, company);
  const started = await deps.db.transaction(actor, async tx => {
    if ((await findRules(tx, company.companyId)).length === 0) return 'no-rules';
    if (!(await saveStart(tx, company.companyId, year, deps.clock.now()))) return 'already';
    await auditPlan(tx, actor, 'start', String(year));
    return 'started';
  });
  // A process that dies here leaves a started year, which the daily job goes on with.
  return started === 'started' ? { kind: started, offers: await planCompany(deps, company) } : { kind: started };
}

async function stopYear(deps: MilestonesDeps, actor: PersonActor): Promise<number> {
  authorisePlan(actor, 'write');
  const company = await companyOf(deps, actor);
  const { year } = yearOf(deps, company);
  await deps.db.transaction(actor, async tx => {
    await deleteStart(tx, company.companyId, year);
    await auditPlan(tx, actor, 'stop', String(year));
  });
  return deps.db.transaction(milestonesWork, async tx => {
    await lockPlanning(tx);
    let taken = 0;
    for (const { id, carried } of await findUnanswered(tx, company.companyId, year)) {
      // What was withdrawn had not been sent: the person knows nothing of it yet.
      if ((await deps.notices.withdraw(tx, { subject: id, kind: 'milestone-offer' })) === 0) continue;
      await takeBackOffer(tx, id, carried, year);
      taken += 1;
    }
    return taken;
  });
}

async function list(deps: MilestonesDeps, actor: PersonActor, page: number): Promise<Page<ListedOffer>> {
  authorisePlan(actor, 'read');
  const company = await companyOf(deps, actor);
  const { year } = yearOf(deps, company);
  const [named, total] = await deps.db.transaction(actor, async tx => {
    const rows = await findOffersOfYear(tx, { companyId: company.companyId, year }, page * pageSize, pageSize);
    await auditReading(
      tx,
      actor,
      rows.map(({ offer }) => offer.personId),
      'milestone-offer.read',
    );
    const counts = await countStates(tx, company.companyId, year);
    return [rows, Object.values(counts).reduce((sum, count) => sum + count, 0)] as const;
  });
  return pageOf(await withSessions(deps, actor, named), page, total);
}

async function withSessions(
  { catalogue }: MilestonesDeps,
  actor: PersonActor,
  named: readonly NamedOffer[],
): Promise<readonly ListedOffer[]> {
  const courses = await catalogue.courseSessions(
    actor,
    named.map(({ offer }) => offer.courseId),
  );
  return named.map(({ offer, number, name }) => ({
    id: offer.id,
    name,
    number,
    offer: offer.offer,
    state: offer.state,
    session: courses.get(offer.courseId)?.find(({ id }) => id === offer.sessionId) ?? null,
  }));
}

async function listed(deps: MilestonesDeps, actor: PersonActor, id: Id<'milestoneOffer'>): Promise<ListedOffer | null> {
  authorisePlan(actor, 'read');
  const named = await deps.db.transaction(actor, async tx => {
    const offer = await findOffer(tx, id);
    if (offer === null || offer.companyId !== actor.companyId) return null;
    const found = (await findNames(tx, [offer.personId])).get(offer.personId);
    await auditReading(tx, actor, [offer.personId], 'milestone-offer.read');
    return found === undefined ? null : { offer, ...found };
  });
  const [row] = named === null ? [] : await withSessions(deps, actor, [named]);
  return row ?? null;
}

async function setAttended(
  { db }: MilestonesDeps,
  actor: PersonActor,
  id: Id<'milestoneOffer'>,
  attended: boolean,
): Promise<boolean> {
  return db.transaction(actor, async tx => {
    const offer = await findOffer(tx, id);
    if (offer === null || offer.state !== (attended ? 'chosen' : 'attended')) return false;
    const { personId, companyId } = offer;
    // The person is left out of the question: that it is one's own offer gives no right to confirm it.
    authorisePlan(actor, 'write');
    authorise(actor, { data: 'milestone-offer', act: 'write', subject: { companyId } });
    await saveState(tx, id, attended ? 'attended' : 'chosen', offer.sessionId);
    const action = attended ? 'milestone-offer.attended' : 'milestone-offer.not-attended';
    await recordAudit(tx, actor, { action, subjectKind: 'person', subjectId: personId, companyId });
    return true;
  });
}

/** Coming sessions of the courses that the company has rules for, soonest first. */
async function comingSessions(
  deps: MilestonesDeps,
  actor: PersonActor,
): Promise<readonly { readonly courseId: Id<'course'>; readonly session: CourseSession }[]> {
  const rules = await deps.db.transaction(actor, tx => findRules(tx, actor.companyId));
  const ids = [...new Set(rules.map(({ courseId }) => courseId))];
  const courses = await deps.catalogue.courseSessions(actor, ids);
  const now = deps.clock.now().toISOString();
  return ids
    .flatMap(courseId =>
      (courses.get(courseId) ?? []).filter(({ startsAt }) => startsAt > now).map(session => ({ courseId, session })),
    )
    .toSorted((a, b) => (a.session.startsAt < b.session.startsAt ? -1 : 1));
}

async function seats(deps: MilestonesDeps, actor: PersonActor): Promise<readonly SessionSeats[]> {
  authorisePlan(actor, 'read');
  const coming = await comingSessions(deps, actor);
  const choices = await deps.db.transaction(actor, tx =>
    choicesOf(
      tx,
      actor.companyId,
      coming.map(({ session }) => session),
    ),
  );
  return coming.flatMap(({ courseId }, place) => {
    const choice = choices[place];
    return choice === undefined ? [] : [{ courseId, choice }];
  });
}

async function setSeats(
  deps: MilestonesDeps,
  actor: PersonActor,
  sessionId: Id<'courseSession'>,
  count: number,
): Promise<boolean> {
  authorisePlan(actor, 'write');
  const { companyId } = actor;
  const found = (await comingSessions(deps, actor)).find(({ session }) => session.id === sessionId);
  if (found === undefined || !Number.isInteger(count) || count < 0 || count > mostSeats) return false;
  await deps.db.transaction(actor, async tx => {
    await saveSeats(tx, companyId, sessionId, count);
    await auditPlan(tx, actor, 'seats', sessionId);
  });
  await deps.db.transaction(milestonesWork, async tx => {
    await lockSeats(tx, companyId, [sessionId]);
    await moveUp(deps, tx, companyId, found.session);
  });
  return true;
}
