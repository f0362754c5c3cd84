import type { Locale } from '../i18n/locale.ts';
import type { Id } from '../ids/ids.ts';

export const michiRoles = ['employee', 'manager', 'recruiter', 'advisor', 'hr', 'officer', 'admin'] as const;
/** What a person may be in Michi; everybody who is employed is at least `employee`. */
export type MichiRole = (typeof michiRoles)[number];

/** Somebody whom an adapter has identified, with what access is decided on. */
export interface PersonActor {
  readonly kind: 'person';
  readonly personId: Id<'person'>;
  readonly companyId: Id<'company'>;
  readonly roles: readonly MichiRole[];
  readonly locale: Locale;
  readonly timeZone: string;
}

export const systemPurposes = [
  'import',
  'export',
  'reindex',
  'identify',
  'conversation',
  'housekeeping',
  'channel',
  'milestones',
  'deliver',
] as const;

/** Michi itself, for work that no person asked for. The purpose is part of the audit trail. */
export interface SystemActor {
  readonly kind: 'system';
  readonly purpose: (typeof systemPurposes)[number];
}

/** Comes first in every call of a service. */
export type Actor = PersonActor | SystemActor;
