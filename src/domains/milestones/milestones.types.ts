import type { Id } from '../../platform/ids/ids.ts';
import type { PlainDateText } from '../../platform/time/clock.ts';

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
