import type { Identified } from '../../conversation/contract/identity.ts';
import type { Actor, MichiRole, PersonActor } from '../../platform/access/actor.ts';
import type { Bilingual, Locale } from '../../platform/i18n/locale.ts';
import type { Id } from '../../platform/ids/ids.ts';

export interface Company {
  readonly id: Id<'company'>;
  readonly code: string;
  readonly name: Bilingual;
  readonly country: string;
  readonly timeZone: string;
  readonly locale: Locale;
  /** Whom to ask, as written by HR: a desk's name, never a person's private contact. */
  readonly hrDesk: Bilingual;
  readonly hrEmail: string;
}

export interface PersonName {
  readonly family: string;
  readonly given: string;
  readonly familyKana: string | null;
  readonly givenKana: string | null;
  readonly familyLatin: string;
  readonly givenLatin: string;
}

export interface PersonProfile {
  readonly id: Id<'person'>;
  readonly company: Company;
  readonly number: string;
  readonly email: string | null;
  readonly name: PersonName;
  readonly locale: Locale;
  readonly timeZone: string;
  readonly division: Bilingual;
  readonly jobCategory: string;
  readonly position: string;
  readonly roleId: Id<'role'> | null;
  readonly manager: { readonly id: Id<'person'>; readonly name: PersonName } | null;
  readonly michiRoles: readonly MichiRole[];
  readonly status: 'active' | 'on-leave' | 'left';
}

export interface PersonSkill {
  readonly skillId: Id<'skill'>;
  /** 1 to 5. */
  readonly level: number;
}

export interface PeopleService {
  /** Links a verified user of a platform to a person and tells what they may be. */
  identify(
    actor: Actor,
    user: { readonly channel: string; readonly tenant: string; readonly id: string },
  ): Promise<Identified>;
  linkUser(
    actor: Actor,
    user: { readonly channel: string; readonly tenant: string; readonly id: string },
    personId: Id<'person'>,
  ): Promise<void>;
  /** One's own profile, or that of somebody in one's line or company as the policy allows; a read of another person's is audited. */
  profile(
    actor: Actor,
    id: Id<'person'>,
  ): Promise<{ readonly kind: 'found'; readonly profile: PersonProfile } | { readonly kind: 'gone' }>;
  skills(actor: Actor, id: Id<'person'>): Promise<readonly PersonSkill[]>;
  setLocale(actor: PersonActor, locale: Locale): Promise<void>;
  /** The company of the actor, for "whom to ask". */
  ownCompany(actor: PersonActor): Promise<Company>;
  /** The person with that number in the company with that code, for the operator's tools; null when there is none who works there. */
  findByNumber(actor: Actor, companyCode: string, number: string): Promise<Id<'person'> | null>;
  /** Demo only: people to choose from in the person switcher. */
  demoPeople(actor: Actor): Promise<
    readonly {
      readonly id: Id<'person'>;
      readonly name: PersonName;
      readonly label: Bilingual;
      readonly locale: Locale;
    }[]
  >;
}

/** A person as the company's file has them, with the language that they chose themselves if they did. */
export interface Person {
  readonly id: Id<'person'>;
  readonly companyId: Id<'company'>;
  readonly number: string;
  readonly email: string | null;
  readonly locale: Locale;
  readonly timeZone: string;
  readonly division: PersonProfile['division'];
  readonly jobCategory: string;
  readonly position: string;
  readonly roleId: Id<'role'> | null;
  readonly managerId: Id<'person'> | null;
  readonly michiRoles: readonly MichiRole[];
  readonly status: PersonProfile['status'];
}
