import type { Actor } from '../../platform/access/actor.ts';
import type { Bilingual, Locale } from '../../platform/i18n/locale.ts';
import type { Id } from '../../platform/ids/ids.ts';
import type { InstantText, PlainDateText } from '../../platform/time/clock.ts';

export const itemKinds = ['skill', 'role', 'posting', 'course'] as const;
export type ItemKind = (typeof itemKinds)[number];
export type ItemId = Id<'skill'> | Id<'role'> | Id<'posting'> | Id<'course'>;

/** Ranks, lowest first. A role of a published framework has none. */
export const positions = ['staff', 'senior', 'manager', 'senior-manager', 'expert'] as const;
export type Position = (typeof positions)[number];

/** Required, or good to have; null where the source does not say. */
export type Necessity = 'must' | 'nice' | null;

/** Where an item comes from; shown with every answer. `group` is the company group's own catalogue. */
export interface Source {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** The sentence that the licence asks for, or an empty text. */
  readonly attribution: string;
}

/** What lists and buttons need of an item. A name that exists in one language only stands in both. */
export interface ItemSummary {
  readonly kind: ItemKind;
  readonly id: ItemId;
  readonly key: string;
  readonly name: Bilingual;
  readonly source: Source;
}

export const skillKinds = ['skill', 'knowledge', 'technology', 'language', 'qualification', 'task'] as const;
export type SkillKind = (typeof skillKinds)[number];

export interface Skill extends ItemSummary {
  readonly kind: 'skill';
  readonly id: Id<'skill'>;
  readonly skillKind: SkillKind;
  readonly description: Bilingual;
  readonly aliases: readonly { readonly locale: Locale; readonly text: string }[];
}

export interface SkillRequirement {
  readonly skillId: Id<'skill'>;
  readonly name: Bilingual;
  readonly skillKind: SkillKind;
  /** 1 to 5; null where the source gives no level. */
  readonly level: number | null;
  readonly necessity: Necessity;
}

export interface Role extends ItemSummary {
  readonly kind: 'role';
  readonly id: Id<'role'>;
  readonly jobCategory: string | null;
  readonly position: Position | null;
  readonly description: Bilingual;
  /** must first, then nice, then unsaid; within these the highest level first, tasks last. */
  readonly skills: readonly SkillRequirement[];
}

export interface Posting extends ItemSummary {
  readonly kind: 'posting';
  readonly id: Id<'posting'>;
  readonly company: Bilingual;
  readonly division: Bilingual;
  readonly place: Bilingual;
  readonly country: string;
  readonly remote: 'none' | 'partly' | 'full';
  readonly workingLanguage: Locale | 'both';
  readonly openings: number;
  readonly status: 'open' | 'closed' | 'filled';
  readonly visibility: 'group' | 'company';
  readonly closesOn: PlainDateText | null;
  readonly description: Bilingual;
  readonly role: { readonly id: Id<'role'>; readonly name: Bilingual } | null;
  readonly skills: readonly SkillRequirement[];
}

export interface CourseSession {
  readonly id: Id<'courseSession'>;
  readonly startsAt: InstantText;
  readonly endsAt: InstantText;
  readonly place: string;
}

export interface Course extends ItemSummary {
  readonly kind: 'course';
  readonly id: Id<'course'>;
  readonly description: Bilingual;
  readonly language: Locale | 'both';
  readonly hours: number;
  readonly delivery: 'online' | 'classroom' | 'blended';
  readonly builds: readonly {
    readonly skillId: Id<'skill'>;
    readonly name: Bilingual;
    readonly fromLevel: number;
    readonly toLevel: number;
  }[];
  /** Future sessions first by time; empty = self-paced. */
  readonly sessions: readonly CourseSession[];
}

/** One screenful. Pages count from 0; `next` is null on the last one. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly total: number;
  readonly page: number;
  readonly next: number | null;
}

/** How words were matched to the catalogue. Scores are 0 to 1 and only comparable within one answer. */
export type Resolution =
  | {
      readonly kind: 'found';
      readonly item: ItemSummary;
      readonly score: number;
      readonly others: readonly ItemSummary[];
    }
  /** Two to four items are about equally good: ask which one. */
  | { readonly kind: 'ambiguous'; readonly candidates: readonly ItemSummary[] }
  /** Nothing is near enough; the three nearest are offered. */
  | { readonly kind: 'unknown'; readonly nearest: readonly ItemSummary[] }
  /** Empty, emoji or a script without any feature. */
  | { readonly kind: 'nothing-to-go-on' };

/** The same, and the whole of what was found: read in one go, so that it cannot be gone in between. */
export type WholeResolution<Item> =
  | (Extract<Resolution, { kind: 'found' }> & { readonly whole: Item })
  | Exclude<Resolution, { kind: 'found' }>;

export interface ResolveQuery {
  readonly kind: ItemKind;
  readonly text: string;
  /** Narrows roles to a rank when the sentence names one: "manager", 課長. */
  readonly position?: Position;
  readonly locale: Locale;
}

/** Applied before the vectors are compared, never after. What the actor may not see is left out besides, whatever is asked. */
export interface PostingFilter {
  readonly text?: string;
  readonly roleId?: Id<'role'>;
  readonly skillIds?: readonly Id<'skill'>[];
  /** As people write it, "Osaka" or 大阪. */
  readonly place?: string;
  readonly workingLanguage?: Locale;
}

export interface CourseFilter {
  readonly skillIds?: readonly Id<'skill'>[];
  readonly text?: string;
  readonly language?: Locale;
  /** Leaves out courses that end at or below the level a person already has, per skill. */
  readonly have?: Readonly<Record<string, number>>;
}

export interface RoleFit {
  readonly role: ItemSummary;
  /** 0 to 1: share of the role's required skills (must counts double) that are among the given ones. */
  readonly score: number;
  readonly matched: readonly SkillRequirement[];
  readonly missing: readonly SkillRequirement[];
}

export type Found<Item> = { readonly kind: 'found'; readonly item: Item } | { readonly kind: 'gone' };

/** A word that people used and the catalogue did not know, on its way to HR. */
export interface MissingItemReport {
  readonly id: Id<'report'>;
  readonly itemKind: ItemKind;
  readonly text: string;
  readonly note: string;
  readonly createdAt: InstantText;
  /** The ids of the nearest items at the time of the report. */
  readonly nearest: readonly ItemSummary[];
}

export type AliasChange =
  | { readonly kind: 'saved'; readonly item: ItemSummary }
  | { readonly kind: 'refused'; readonly reason: 'not-allowed' | 'empty' | 'too-long' | 'exists' | 'unknown-item' };

/** What the catalogue does for everybody else. Every call may throw `AppError('access.denied')`. */
export interface CatalogueService {
  resolve(actor: Actor, query: ResolveQuery): Promise<Resolution>;
  resolveRole(actor: Actor, query: Omit<ResolveQuery, 'kind'>): Promise<WholeResolution<Role>>;
  resolveSkill(actor: Actor, query: Omit<ResolveQuery, 'kind'>): Promise<WholeResolution<Skill>>;
  role(actor: Actor, id: Id<'role'>): Promise<Found<Role>>;
  skill(actor: Actor, id: Id<'skill'>): Promise<Found<Skill>>;
  posting(actor: Actor, id: Id<'posting'>): Promise<Found<Posting>>;
  course(actor: Actor, id: Id<'course'>): Promise<Found<Course>>;
  /** Every session of these courses that the actor sees, past ones too, soonest first. A course without any is not in it. */
  courseSessions(actor: Actor, ids: readonly Id<'course'>[]): Promise<ReadonlyMap<string, readonly CourseSession[]>>;
  summaries(actor: Actor, ids: readonly string[]): Promise<readonly ItemSummary[]>;
  /** The same job category at another rank, for "and at manager level?". */
  roleAtPosition(actor: Actor, id: Id<'role'>, position: Position): Promise<Found<Role>>;
  rolesNeedingSkill(
    actor: Actor,
    id: Id<'skill'>,
    page: number,
  ): Promise<Page<{ readonly role: ItemSummary; readonly requirement: SkillRequirement }>>;
  rolesForSkills(actor: Actor, ids: readonly Id<'skill'>[], page: number): Promise<Page<RoleFit>>;
  rolesNear(actor: Actor, id: Id<'role'>, page: number): Promise<Page<RoleFit>>;
  findPostings(actor: Actor, filter: PostingFilter, page: number): Promise<Page<Posting>>;
  findCourses(actor: Actor, filter: CourseFilter, page: number): Promise<Page<Course>>;
  reportMissing(
    actor: Actor,
    report: {
      readonly itemKind: ItemKind;
      readonly text: string;
      readonly note: string;
      readonly nearest: readonly string[];
    },
  ): Promise<Id<'report'>>;
  openReports(actor: Actor, page: number): Promise<Page<MissingItemReport>>;
  closeReport(actor: Actor, id: Id<'report'>): Promise<void>;
  reopenReport(actor: Actor, id: Id<'report'>): Promise<void>;
  aliases(
    actor: Actor,
    item: ItemId,
  ): Promise<readonly { readonly locale: Locale; readonly text: string; readonly origin: 'source' | 'hr' }[]>;
  addAlias(actor: Actor, item: ItemId, locale: Locale, text: string): Promise<AliasChange>;
  removeAlias(actor: Actor, item: ItemId, locale: Locale, text: string): Promise<AliasChange>;
}
