import type { Id } from '../../platform/ids/ids.ts';
import type { CourseSession } from '../catalogue/catalogue.types.ts';
import { isOpen } from './milestones.rules.ts';
import type { Answer, FiscalYear, Offer, OfferState } from './milestones.types.ts';

/** What an answer comes to. `save` holds the state with the session that belongs to it. */
export type Decision =
  | { readonly kind: 'save'; readonly state: OfferState; readonly sessionId: Id<'courseSession'> | null }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'full' }
  | { readonly kind: 'no-such-session' }
  | { readonly kind: 'closed' };

/** `free` says how many seats of a coming session of the offer are free; null when it is none. */
export function decideAnswer(
  offer: Pick<Offer, 'state' | 'sessionId'>,
  answer: Answer,
  free: (sessionId: Id<'courseSession'>) => number | null,
): Decision {
  if (!isOpen(offer.state)) return { kind: 'closed' };
  switch (answer.kind) {
    case 'decline':
      return { kind: 'save', state: 'declined', sessionId: null };
    case 'next-year':
      return { kind: 'save', state: 'next-year', sessionId: null };
    case 'reopen':
      return { kind: 'save', state: 'offered', sessionId: null };
    case 'choose':
    case 'wait':
      return decideSeat(offer, answer, free(answer.sessionId));
  }
}

/** Whoever wants to wait for a seat that is free has it. */
function decideSeat(
  { state, sessionId: held }: Pick<Offer, 'state' | 'sessionId'>,
  { kind, sessionId }: Extract<Answer, { readonly sessionId: string }>,
  free: number | null,
): Decision {
  if (state === 'chosen' && held === sessionId) return { kind: 'unchanged' };
  if (free === null) return { kind: 'no-such-session' };
  if (free > 0) return { kind: 'save', state: 'chosen', sessionId };
  if (kind === 'choose') return { kind: 'full' };
  if (state === 'waitlisted' && held === sessionId) return { kind: 'unchanged' };
  return { kind: 'save', state: 'waitlisted', sessionId };
}

/** Sessions that begin after now and within the fiscal year. The last day counts wherever in the world it still is that day. */
export function sessionsToChoose(
  sessions: readonly CourseSession[],
  { to }: FiscalYear,
  now: Date,
): readonly CourseSession[] {
  return sessions.filter(({ startsAt }) => new Date(startsAt).getTime() > now.getTime() && startsAt.slice(0, 10) <= to);
}
