import type { PersonActor } from '../../platform/access/actor.ts';
import type { ChannelName, TurnUser } from './turn.ts';

/** The key under which a platform's user is linked to a person: all of it comes from the verified event. */
export interface UserRef {
  readonly channel: ChannelName;
  /** The namespace of the user id: a Slack enterprise or, outside a Grid, a team; an Entra tenant. */
  readonly tenant: string;
  readonly id: string;
}

/** The tenant of the web chat's users: their id is the person's own, out of a token that Michi signed. Nobody else may use it. */
export const signedTenant = 'signed';

export const refusalReasons = ['guest', 'external', 'shared-channel', 'foreign-tenant', 'leaver', 'bot'] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** What the platform itself vouches for. A field that people can edit themselves is no claim: leave it out. */
export interface VerifiedClaims {
  /** Confirmed by the platform or its identity provider. */
  readonly email: string | null;
  /** From a custom field that only the administration fills in: `000123`, or `HQ/000123` with the company's code. */
  readonly employeeNumber: string | null;
}

/** One user as the platform describes them now. */
export interface PlatformUser extends UserRef {
  /** `member` is an account of the group's own; everything else is refused. Switched-off accounts are `leaver`. */
  readonly standing: 'member' | RefusalReason;
  readonly claims: VerifiedClaims;
}

export type UserLookUp =
  | { readonly kind: 'found'; readonly user: PlatformUser }
  /** The platform knows no such user (any more). */
  | { readonly kind: 'gone' }
  /** It could not be asked now. */
  | { readonly kind: 'unavailable'; readonly reason: string };

/** Asks the platform about a user: a call over the network, so only behind the acknowledgement. Never throws for an expected outcome. */
export interface UserDirectory {
  lookUp(user: UserRef): Promise<UserLookUp>;
}

/** Why somebody who writes to Michi is or is not served. */
export type Identified =
  | { readonly kind: 'known'; readonly actor: PersonActor }
  /** Not linked to a person: told how to get linked, and nothing else. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly reason: RefusalReason };

export type Identify = (user: TurnUser & { readonly channel: ChannelName }) => Promise<Identified>;
