/**
 * Names of one thing. A training pair is one of `heads` with one of `tails`; for a taxonomy both are all its names.
 * `preferred` is set where the source says which name is the official one.
 */
export interface NameGroup {
  readonly source: SourceName;
  readonly key: string;
  readonly heads: readonly string[];
  readonly tails: readonly string[];
  readonly preferred?: string;
}

export type SourceName =
  | 'onet'
  | 'onet-task'
  | 'esco-occupation'
  | 'esco-skill'
  | 'esco-link'
  | 'edict'
  | 'edict-common'
  | 'synonyms'
  | 'job-words'
  | 'rendered'
  | 'rendered-group'
  | 'initials'
  | 'software'
  | 'wordnet'
  | 'company';
