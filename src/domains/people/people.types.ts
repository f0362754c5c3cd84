import type { Identified, Identify, UserDirectory, UserRef } from '../../conversation/contract/identity.ts';
import type { ChannelName } from '../../conversation/contract/turn.ts';
import type { Actor, MichiRole, PersonActor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/db/database.ts';
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

/** A verified user as a turn names it. */
export type IdentifyingUser = Parameters<Identify>[0];

/** What shows that an account is a person's. */
export type LinkProof = 'email' | 'employee-number' | 'operator';

export const preferredChannels = ['web', 'slack', 'teams'] as const satisfies readonly ChannelName[];
/** Where a person wants uninvited messages. */
export type PreferredChannel = (typeof preferredChannels)[number];

/** An account on a platform, and whose it is. */
export interface LinkedUser extends UserRef {
  readonly personId: Id<'person'>;
  readonly verifiedBy: LinkProof;
  readonly verifiedAt: Date;
}

/** Somebody as they are written to uninvited. */
export interface AddressedPerson {
  readonly actor: PersonActor;
  readonly standing: PersonProfile['status'];
  /** Of their company, ISO 3166. */
  readonly country: string;
  readonly place: OwnPlace;
  /** As in `linkedUsers`. */
  readonly accounts: readonly UserRef[];
}

/** Somebody whom the actor may know by name, because of who reports to whom. */
export interface NamedPerson {
  readonly id: Id<'person'>;
  readonly name: PersonName;
  readonly timeZone: string;
}

export interface ReportingLine {
  readonly manager: Omit<NamedPerson, 'timeZone'> | null;
  /** Who works here and reports to the actor, by name. */
  readonly reports: readonly NamedPerson[];
}

/** People whose attributes are all among these; an empty list asks for nothing. */
export interface AttributeFilter {
  /** By their English name. */
  readonly divisions: readonly string[];
  readonly jobCategories: readonly string[];
  readonly positions: readonly string[];
}

export interface FoundPeople {
  readonly people: readonly { readonly id: Id<'person'>; readonly timeZone: string }[];
  /** How many work in the company. */
  readonly total: number;
}

/** Where a person stands at work. */
export interface OwnPlace {
  readonly company: Bilingual;
  readonly division: Bilingual;
  readonly jobCategory: string;
  readonly position: string;
  readonly positionName: Bilingual;
}

/** What there is to choose from in a company. */
export interface Attributes {
  readonly divisions: readonly Bilingual[];
  readonly jobCategories: readonly string[];
  readonly positions: readonly { readonly position: string; readonly name: Bilingual }[];
}

export interface PeopleService {
  /**
   * Who a verified user of a platform is, linking the account at first contact and checking it again once a day with what the platform
   * says; without a directory only links that exist count.
   * @throws AppError `people.directory-unavailable`, retry `later`
   */
  identify(actor: Actor, user: IdentifyingUser, directory?: UserDirectory | null): Promise<Identified>;
  /** By hand, for whoever has no claim that a file of the company knows; stays until it is taken back. */
  linkUser(actor: Actor, user: UserRef, personId: Id<'person'>): Promise<void>;
  unlinkUser(actor: Actor, user: UserRef): Promise<{ readonly kind: 'unlinked' | 'not-linked' }>;
  /** The accounts of a person, the ones to write to uninvited first: the preferred channel, then the one seen last. */
  linkedUsers(actor: Actor, personId: Id<'person'>): Promise<readonly LinkedUser[]>;
  /** For Michi's own deliveries, in the caller's transaction, which is the actor's; null when there is no such person. */
  addressed(actor: Actor, tx: Tx, personId: Id<'person'>): Promise<AddressedPerson | null>;
  /** The account to write to first, of everybody who is known; null where somebody has none. */
  firstAccounts(actor: Actor, people: readonly Id<'person'>[]): Promise<ReadonlyMap<Id<'person'>, UserRef | null>>;
  /** HR: people of its own company who work there and have these attributes; audited once, with the count. */
  withAttributes(actor: PersonActor, filter: AttributeFilter): Promise<FoundPeople>;
  /** HR: what the attributes are in its own company. */
  attributes(actor: PersonActor): Promise<Attributes>;
  /** What the actor is at work, for texts and conditions that ask nothing else; null when they are no longer known. */
  ownPlace(actor: PersonActor): Promise<OwnPlace | null>;
  setPreferredChannel(actor: PersonActor, channel: PreferredChannel): Promise<void>;
  /** One's own profile, or that of somebody in one's line or company as the policy allows; a read of another person's is audited. */
  profile(
    actor: Actor,
    id: Id<'person'>,
  ): Promise<{ readonly kind: 'found'; readonly profile: PersonProfile } | { readonly kind: 'gone' }>;
  /** Whom the actor reports to and who reports to the actor; reading the names of reports is audited. */
  line(actor: PersonActor): Promise<ReportingLine>;
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
