import type { Locale } from '../../../platform/i18n/locale.ts';
import type { Id } from '../../../platform/ids/ids.ts';
import type { ItemKind, Necessity, Position, SkillKind } from '../catalogue.types.ts';

/** A text as a source has it: often in one language only. */
export type PartlyBilingual = Readonly<Record<Locale, string | null>>;

export interface AliasDraft {
  readonly locale: Locale;
  readonly text: string;
}

interface DraftBase {
  readonly id: string;
  readonly key: string;
  /** The one company that may see it; null = the whole group. */
  readonly audience: Id<'company'> | null;
  readonly name: PartlyBilingual;
  readonly description: PartlyBilingual;
  readonly aliases: readonly AliasDraft[];
}

export interface RequirementDraft {
  readonly skillId: Id<'skill'>;
  readonly level: number | null;
  readonly necessity: Necessity;
}

export interface SkillDraft extends DraftBase {
  readonly kind: 'skill';
  readonly id: Id<'skill'>;
  readonly skillKind: SkillKind;
  /** Statements that belong to one role only are shown with it and not searched by themselves. */
  readonly searched: 'names-and-description' | 'names' | 'nothing';
}

export interface RoleDraft extends DraftBase {
  readonly kind: 'role';
  readonly id: Id<'role'>;
  readonly jobCategory: string | null;
  readonly position: Position | null;
  readonly skills: readonly RequirementDraft[];
}

export interface PostingDraft extends DraftBase {
  readonly kind: 'posting';
  readonly id: Id<'posting'>;
  readonly companyId: Id<'company'>;
  readonly roleId: Id<'role'> | null;
  readonly division: PartlyBilingual;
  readonly place: PartlyBilingual;
  readonly country: string;
  readonly remote: 'none' | 'partly' | 'full';
  readonly workingLanguage: Locale | 'both';
  readonly openings: number;
  readonly status: 'open' | 'closed' | 'filled';
  readonly opensOn: string | null;
  readonly closesOn: string | null;
  readonly skills: readonly RequirementDraft[];
}

export interface CourseDraft extends DraftBase {
  readonly kind: 'course';
  readonly id: Id<'course'>;
  readonly companyId: Id<'company'> | null;
  readonly language: Locale | 'both';
  readonly hours: number;
  readonly delivery: 'online' | 'classroom' | 'blended';
  /** Where the clock hangs that its file goes by. */
  readonly timeZone: string;
  readonly builds: readonly { readonly skillId: Id<'skill'>; readonly fromLevel: number; readonly toLevel: number }[];
  /** Instants in UTC. */
  readonly sessions: readonly { readonly startsAt: string; readonly endsAt: string; readonly place: string }[];
}

/** An item as a file describes it, checked and with its keys turned into ids. */
export type ItemDraft = SkillDraft | RoleDraft | PostingDraft | CourseDraft;

/** One name, alias or description on its way into the search. */
export interface NameDraft {
  readonly itemKind: ItemKind;
  readonly itemId: string;
  readonly locale: Locale;
  readonly kind: 'preferred' | 'alias' | 'description';
  readonly text: string;
  readonly normal: string;
  readonly origin: 'source' | 'hr';
  readonly audience: string | null;
  readonly active: boolean;
  readonly position: Position | null;
}
