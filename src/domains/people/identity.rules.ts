import type { PlatformUser, RefusalReason } from '../../conversation/contract/identity.ts';
import type { Id } from '../../platform/ids/ids.ts';
import {
  type LinkedUser,
  type LinkProof,
  type Person,
  type PreferredChannel,
  preferredChannels,
} from './people.types.ts';

const hourMs = 60 * 60_000;
/** A link that was checked longer ago is checked again with the platform. */
const recheckAfterMs = 24 * hourMs;
/** While the platform cannot be asked, a link still holds for that long. */
const toleratedMs = 7 * 24 * hourMs;

export function isDue(verifiedAt: Date, now: Date): boolean {
  return now.getTime() - verifiedAt.getTime() > recheckAfterMs;
}

export function isTolerated(verifiedAt: Date, now: Date): boolean {
  return now.getTime() - verifiedAt.getTime() <= toleratedMs;
}

export type Candidate = Pick<Person, 'id' | 'status'>;

/** People whom the claims name. A claim that the user does not have names nobody. */
export interface Candidates {
  readonly byEmail: readonly Candidate[];
  readonly byNumber: readonly Candidate[];
}

export type LinkDecision =
  | { readonly kind: 'link'; readonly personId: Id<'person'>; readonly by: Exclude<LinkProof, 'operator'> }
  | { readonly kind: 'refused'; readonly reason: RefusalReason }
  /** Nobody, more than one, or two different people: a person of HR has to decide. */
  | { readonly kind: 'unknown'; readonly why: 'nobody' | 'several' | 'contradiction' };

/** Whose account it is. Only a claim that names exactly one person who works links; a guess would give away somebody's record. */
export function decideLink({ standing }: PlatformUser, { byEmail, byNumber }: Candidates): LinkDecision {
  if (standing !== 'member') return { kind: 'refused', reason: standing };
  const [mails, numbers] = [byEmail.filter(works), byNumber.filter(works)];
  if (mails.length > 1 || numbers.length > 1) return { kind: 'unknown', why: 'several' };
  const [mail, number] = [mails[0], numbers[0]];
  if (mail !== undefined && number !== undefined && mail.id !== number.id)
    return { kind: 'unknown', why: 'contradiction' };
  if (mail !== undefined) return { kind: 'link', personId: mail.id, by: 'email' };
  if (number !== undefined) return { kind: 'link', personId: number.id, by: 'employee-number' };
  const left = byEmail.length + byNumber.length > 0;
  return left ? { kind: 'refused', reason: 'leaver' } : { kind: 'unknown', why: 'nobody' };
}

function works({ status }: Candidate): boolean {
  return status !== 'left';
}

/** The channels on which the person has an account, each once, the one that is used now first. */
export function preferableChannels(links: readonly Pick<LinkedUser, 'channel'>[]): readonly PreferredChannel[] {
  const linked = links.flatMap(link => preferredChannels.find(channel => channel === link.channel) ?? []);
  return [...new Set(linked)];
}

/** `HQ/000123` names the company; a number alone needs the mail domain to tell whose it is. */
export function numberClaim({ claims }: PlatformUser): NumberClaim | null {
  const [, company, number] =
    /^(?:([A-Za-z0-9._-]{1,100})\/)?([A-Za-z0-9._-]{1,40})$/.exec(claims.employeeNumber ?? '') ?? [];
  if (number === undefined) return null;
  if (company !== undefined) return { number, company, domain: null };
  const domain = domainOf(claims.email);
  return domain === null ? null : { number, company: null, domain };
}

export interface NumberClaim {
  readonly number: string;
  readonly company: string | null;
  readonly domain: string | null;
}

function domainOf(email: string | null): string | null {
  const at = email?.lastIndexOf('@') ?? -1;
  return email === null || at < 1 ? null : email.slice(at + 1).toLowerCase();
}
