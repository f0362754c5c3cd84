import { randomUUID } from 'node:crypto';
import type { Id } from '../../src/platform/ids/ids.ts';
import { isId } from '../../src/platform/ids/ids.ts';
import type { Clock } from '../../src/platform/time/clock.ts';
import type { SignInRepository } from './sign-in.repository.ts';
import { createSigner, type Signer } from './signed-token.ts';

/** Long enough to copy a link into a message and open it there. */
const lifetimeMs = 10 * 60 * 1_000;

export interface SignInLinkDeps {
  readonly secret: string;
  readonly clock: Clock;
  /** Where people reach the page, such as `http://127.0.0.1:3030`. */
  readonly baseUrl: string;
}

/** A link that signs one person in, once, within ten minutes. Whoever holds it is that person: hand it over in private. */
export function createSignInLink(
  { secret, clock, baseUrl }: SignInLinkDeps,
  personId: Id<'person'>,
): { readonly url: string; readonly expiresAt: Date } {
  const expiresAt = new Date(clock.now().getTime() + lifetimeMs);
  const url = new URL('/sign-in', baseUrl);
  url.searchParams.set(
    'token',
    createSigner(secret, 'sign-in', clock).sign({ person: personId, id: randomUUID(), expires: expiresAt.getTime() }),
  );
  return { url: url.href, expiresAt };
}

export type SignInOutcome =
  | { readonly kind: 'signed-in'; readonly personId: Id<'person'> }
  | { readonly kind: 'expired' | 'used' | 'broken' };

/** Uses the link up. Looking at the link does not: programs that preview links must not spend it. */
export async function useSignInLink(token: string, signer: Signer, used: SignInRepository): Promise<SignInOutcome> {
  const verified = signer.verify(token);
  if (verified.kind !== 'valid') return { kind: verified.kind };
  const { person, id, expires } = verified.claims;
  if (!isId('person', person)) return { kind: 'broken' };
  return (await used.useUp(id, new Date(expires))) ? { kind: 'signed-in', personId: person } : { kind: 'used' };
}
