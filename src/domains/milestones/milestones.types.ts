import type { Actor, PersonActor } from '../../platform/access/actor.ts';
import type { NameParts } from '../../platform/i18n/format.ts';
import type { Id } from '../../platform/ids/ids.ts';
import type { InstantText, PlainDateText } from '../../platform/time/clock.ts';
import type { CourseSession, Page } from '../catalogue/catalogue.types.ts';

/** What a person is offered. The names say nothing about the year of life in which it comes. */
export const offerKinds = ['milestone-training', 'career-seminar', 'life-design-seminar'] as const;
export type OfferKind = (typeof offerKinds)[number];

export const offerStates = [
  'offered',
  'chosen',
  'waitlisted',
  'declined',
  'next-year',
  'opted-out',
  'attended',
] as const;
export type OfferState = (typeof offerStates)[number];

/** In the fiscal year in which a person of that company reaches that age, the course is offered. */
export interface MilestoneRule {
  readonly id: Id<'milestoneRule'>;
  readonly companyId: Id<'company'>;
  /** In years, 18 to 75. */
  readonly age: number;
  readonly offer: OfferKind;
  readonly courseId: Id<'course'>;
}

export type RuleRefusal =
  | 'matches-everyone'
  | 'age-missing'
  | 'age-out-of-range'
  | 'unknown-offer'
  | 'unknown-course'
  | 'twice';

/** A rule as somebody writes it; `courseId` is null when the course is not known. */
export interface GivenRule {
  readonly age: string;
  readonly offer: string;
  readonly courseId: Id<'course'> | null;
}

export type CheckedRule =
  | { readonly kind: 'rule'; readonly age: number; readonly offer: OfferKind; readonly courseId: Id<'course'> }
  | { readonly kind: 'refused'; readonly reason: RuleRefusal };

/** Named by the year in which it begins; both days belong to it. */
export interface FiscalYear {
  readonly year: number;
  readonly from: PlainDateText;
  readonly to: PlainDateText;
}

/** One person's offer. It does not say at which age it was made. */
export interface Offer {
  readonly id: Id<'milestoneOffer'>;
  readonly personId: Id<'person'>;
  readonly companyId: Id<'company'>;
  readonly offer: OfferKind;
  readonly courseId: Id<'course'>;
  readonly fiscalYear: FiscalYear;
  readonly state: OfferState;
  /** The session of the seat or of the place on the waitlist. */
  readonly sessionId: Id<'courseSession'> | null;
}

/** How a company's year is to be read: its law of ages and the month in which its fiscal year begins. */
export interface CompanyYear {
  readonly companyId: Id<'company'>;
  /** ISO 3166. */
  readonly country: string;
  /** IANA. */
  readonly timeZone: string;
  readonly startMonth: number;
}

/** A session that can still be attended, with the seats of the person's own company. */
export interface SessionChoice {
  readonly session: CourseSession;
  readonly seats: number;
  /** Never below 0. */
  readonly free: number;
  readonly waiting: number;
}

/** An offer as its owner sees it. */
export interface OfferDetail {
  readonly offer: Offer;
  /** Future sessions within the fiscal year, soonest first. */
  readonly choices: readonly SessionChoice[];
  /** That of the seat or the waitlist, also when it has taken place; null when there is none or it was taken out of the catalogue. */
  readonly session: CourseSession | null;
}

/** What came of an answer. Every one but `done` has changed nothing. */
export type Answered =
  | { readonly kind: 'done'; readonly detail: OfferDetail }
  /** Somebody else was faster: the waitlist is open. */
  | { readonly kind: 'full'; readonly detail: OfferDetail }
  /** The session is over, moved or not one of this offer's. */
  | { readonly kind: 'no-such-session'; readonly detail: OfferDetail }
  /** It was attended, or the person is left alone. */
  | { readonly kind: 'closed'; readonly detail: OfferDetail }
  | { readonly kind: 'gone' };

export type Answer =
  | { readonly kind: 'choose'; readonly sessionId: Id<'courseSession'> }
  | { readonly kind: 'wait'; readonly sessionId: Id<'courseSession'> }
  | { readonly kind: 'decline' }
  | { readonly kind: 'next-year' }
  /** Takes back whatever was answered: the offer is open again, a seat is free again. */
  | { readonly kind: 'reopen' };

/** What a person sees of their own. */
export interface OwnMilestones {
  readonly offers: readonly OfferDetail[];
  readonly optedOut: boolean;
}

/** A row of HR's list; the names are given for this list alone. */
export interface ListedOffer {
  readonly id: Id<'milestoneOffer'>;
  readonly name: NameParts;
  readonly number: string;
  readonly offer: OfferKind;
  readonly state: OfferState;
  readonly session: CourseSession | null;
}

export interface ListedPlan {
  readonly name: NameParts;
  readonly number: string;
  readonly offer: OfferKind;
  readonly dueAt: InstantText;
}

/** A fiscal year of the HR person's own company. */
export interface YearOverview {
  readonly fiscalYear: FiscalYear;
  readonly started: boolean;
  readonly counts: Readonly<Record<OfferState, number>>;
  readonly rules: number;
  /** What would be offered now and was not offered yet. */
  readonly due: number;
  /** When the last of these would be told; null = none is due. */
  readonly lastTold: Date | null;
}

export type Started =
  | { readonly kind: 'started'; readonly offers: number }
  | { readonly kind: 'already' }
  | { readonly kind: 'no-rules' };

export type RuleChange =
  | { readonly kind: 'saved'; readonly rule: MilestoneRule }
  | { readonly kind: 'refused'; readonly reason: RuleRefusal };

/** Seats of one coming session of a course that the company offers. */
export interface SessionSeats {
  readonly courseId: Id<'course'>;
  readonly choice: SessionChoice;
}

export interface MilestonesService {
  /** The person's own offers of this fiscal year that are not over, and whether they want none. */
  own(actor: PersonActor): Promise<OwnMilestones>;
  /** Null when there is none or it is not theirs. */
  offer(actor: PersonActor, id: Id<'milestoneOffer'>): Promise<OfferDetail | null>;
  answer(actor: PersonActor, id: Id<'milestoneOffer'>, answer: Answer): Promise<Answered>;
  /** Out: open offers and places on waitlists end, a seat that was chosen stays. Back in: what was ended is open again. */
  setOptOut(actor: PersonActor, out: boolean): Promise<void>;

  /** What is due and not offered yet, in every company whose year was started. Gives how many were offered; again = none. */
  planYear(actor: Actor): Promise<number>;

  overview(actor: PersonActor): Promise<YearOverview>;
  /** Who would get what and when, if the year were started now; each person named can see that HR looked. */
  dryRun(actor: PersonActor, page: number): Promise<Page<ListedPlan>>;
  startYear(actor: PersonActor): Promise<Started>;
  /** Takes back offers that nobody was told of yet, and makes no further ones. Gives how many were taken back. */
  stopYear(actor: PersonActor): Promise<number>;
  list(actor: PersonActor, page: number): Promise<Page<ListedOffer>>;
  /** One row of the list; null when it is none of this company's. */
  listed(actor: PersonActor, id: Id<'milestoneOffer'>): Promise<ListedOffer | null>;
  /** `attended: false` takes it back. False when there is no such seat. */
  setAttended(actor: PersonActor, id: Id<'milestoneOffer'>, attended: boolean): Promise<boolean>;
  rules(actor: PersonActor): Promise<readonly MilestoneRule[]>;
  checkRule(actor: PersonActor, rule: GivenRule): Promise<CheckedRule>;
  addRule(actor: PersonActor, rule: GivenRule): Promise<RuleChange>;
  /** Null when there is none. What it has offered stays. */
  removeRule(actor: PersonActor, id: Id<'milestoneRule'>): Promise<MilestoneRule | null>;
  seats(actor: PersonActor): Promise<readonly SessionSeats[]>;
  /** 0 to 1,000. Whoever waits is moved up as far as the seats go; nobody loses a seat. False when there is no such session. */
  setSeats(actor: PersonActor, sessionId: Id<'courseSession'>, seats: number): Promise<boolean>;
}
