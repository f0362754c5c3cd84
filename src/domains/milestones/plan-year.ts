import type { Tx } from '../../platform/db/database.ts';
import { type Id, newId } from '../../platform/ids/ids.ts';
import { todayIn } from '../../platform/time/clock.ts';
import type { CourseSession } from '../catalogue/catalogue.types.ts';
import type { PlannedNotice } from '../notifications/notifications.types.ts';
import { sessionsToChoose } from './answer.rules.ts';
import { birthYears, comesAgain, dueRules, fiscalYearOf, milestoneOf, spread } from './milestones.rules.ts';
import { type CompanyYear, type FiscalYear, type MilestoneRule, offerStates } from './milestones.types.ts';
import {
  adoptOffers,
  type Candidate,
  carryOver,
  findCandidates,
  findCarried,
  findIssues,
  findPlanningCompanies,
  findRules,
  insertOffers,
  isStarted,
  lockPlanning,
} from './plan.repository.ts';
import { type MilestonesDeps, milestonesWork } from './seats.ts';

export function yearOf({ clock }: Pick<MilestonesDeps, 'clock'>, { timeZone, startMonth }: CompanyYear): FiscalYear {
  return fiscalYearOf(todayIn(clock, timeZone), startMonth);
}

/** Every company whose current year was started. Gives how many offers were made. */
export async function planAll(deps: MilestonesDeps): Promise<number> {
  const companies = await deps.db.transaction(milestonesWork, findPlanningCompanies);
  let made = 0;
  for (const company of companies) made += await planCompany(deps, company);
  return made;
}

/** One company: all of it is kept, with its notices, or nothing. */
export async function planCompany(deps: MilestonesDeps, company: CompanyYear): Promise<number> {
  const { db, notices } = deps;
  const year = yearOf(deps, company);
  const sessions = await sessionsOf(deps, company);
  return db.transaction(milestonesWork, async tx => {
    if (!(await isStarted(tx, company.companyId, year.year))) return 0;
    await lockPlanning(tx);
    for (const { id, person } of await adoptOffers(tx, company.companyId, year.year))
      await notices.withdraw(tx, { subject: id, person });
    const drafts = await draftOffers(deps, tx, company, sessions);
    const made = drafts.map(draft => ({ ...draft, id: newId('milestoneOffer') }));
    await insertOffers(tx, made);
    const carried = await offerAgain(deps, tx, company, sessions);
    const planned = [...made, ...carried];
    await notices.plan(
      tx,
      planned.map(offer => noticeOf(offer, deps.clock.now())),
    );
    return planned.length;
  });
}

interface Told {
  readonly personId: Id<'person'>;
  readonly courseId: Id<'course'>;
  readonly dueAt: Date;
  /** The start of the last session. */
  readonly last: Date;
}

export interface Draft extends Told {
  readonly companyId: Id<'company'>;
  readonly offer: MilestoneRule['offer'];
  readonly milestone: string;
  readonly keys: readonly string[];
  readonly year: number;
}

/** What is due and was not offered yet, and when each is told. Changes nothing. */
export async function draftOffers(
  deps: MilestonesDeps,
  tx: Tx,
  company: CompanyYear,
  sessions: Sessions,
): Promise<readonly Draft[]> {
  const year = yearOf(deps, company);
  const rules = (await findRules(tx, company.companyId)).filter(({ courseId }) => lastOf(sessions, courseId) !== null);
  const candidates = await findCandidates(tx, company.companyId, birthYears(rules, year));
  const issues = await findIssues(tx, candidates);
  const had = (one: Candidate, milestone: string) =>
    issues.some(
      issue =>
        issue.milestone === milestone &&
        (issue.personId === one.personId || issue.keys.some(key => one.keys.includes(key))),
    );
  return rules.flatMap(rule => {
    const milestone = milestoneOf(rule);
    const due = candidates.filter(
      one => dueRules([rule], { ...one, country: company.country }, year).length > 0 && !had(one, milestone),
    );
    return told(deps, due, rule.courseId, sessions).map(one => ({
      ...one,
      companyId: company.companyId,
      offer: rule.offer,
      milestone,
      year: year.year,
    }));
  });
}

/** By course, the coming sessions of the year. */
export type Sessions = ReadonlyMap<string, readonly CourseSession[]>;

/** Of every course that the company has a rule for, or an offer that comes again. */
export async function sessionsOf(deps: MilestonesDeps, company: CompanyYear): Promise<Sessions> {
  const year = yearOf(deps, company);
  const courses = await deps.db.transaction(milestonesWork, async tx => {
    const rules = await findRules(tx, company.companyId);
    const carried = await findCarried(tx, company.companyId, year.year, offerStates.filter(comesAgain));
    return [...new Set([...rules, ...carried].map(({ courseId }) => courseId))];
  });
  const all = await deps.catalogue.courseSessions(milestonesWork, courses);
  return new Map([...all].map(([course, list]) => [course, sessionsToChoose(list, year, deps.clock.now())]));
}

/** Null when there is nothing to choose from: then nothing is offered yet. */
function lastOf(sessions: Sessions, courseId: Id<'course'>): Date | null {
  const last = sessions.get(courseId)?.at(-1);
  return last === undefined ? null : new Date(last.startsAt);
}

function told<One extends { readonly personId: Id<'person'>; readonly timeZone: string }>(
  { clock }: Pick<MilestonesDeps, 'clock'>,
  people: readonly One[],
  courseId: Id<'course'>,
  sessions: Sessions,
): readonly (One & Told)[] {
  const last = lastOf(sessions, courseId);
  if (last === null) return [];
  const times = spread(people, clock.now(), last);
  return people.flatMap(one => {
    const dueAt = times.get(one.personId);
    return dueAt === undefined ? [] : [{ ...one, courseId, dueAt, last }];
  });
}

async function offerAgain(deps: MilestonesDeps, tx: Tx, company: CompanyYear, sessions: Sessions) {
  const { year } = yearOf(deps, company);
  const waiting = await findCarried(tx, company.companyId, year, offerStates.filter(comesAgain));
  const byCourse = [...Map.groupBy(waiting, one => one.courseId)];
  const again = byCourse.flatMap(([courseId, list]) => told(deps, list, courseId, sessions));
  await carryOver(
    tx,
    again.map(({ id }) => id),
    year,
  );
  return again;
}

function noticeOf(
  { id, personId, dueAt, last }: Told & { readonly id: Id<'milestoneOffer'> },
  now: Date,
): PlannedNotice {
  // The offer's own row keeps it from being planned twice; one that comes again is told again.
  const key = `milestone-offer:${id}:${now.getTime()}`;
  return { kind: 'milestone-offer', person: personId, subject: id, dueAt, notAfter: last, key };
}
