import type { SourceId } from '../sources.ts';
import type { RoleDraft, SkillDraft } from './draft.types.ts';

/** A published framework, read whole: its skills first, because its roles refer to them. */
export interface PublishedSet {
  readonly source: SourceId;
  readonly skills: readonly SkillDraft[];
  readonly roles: readonly RoleDraft[];
  /** What the files hold, in the framework's own words. */
  readonly counts: Readonly<Record<string, number>>;
}

/** The files of a folder by name. @throws AppError `import.missing-file` */
export type FileReader = (name: string) => string;

export const nothing = { ja: null, en: null } as const;
export const english = (text: string) => ({ ja: null, en: text === '' ? null : text });
