import { createHash, randomUUID } from 'node:crypto';

/** What an id names; the prefix is part of the id, so that an id in a log or a button says what it is. */
const prefixes = {
  company: 'com',
  person: 'per',
  skill: 'skl',
  role: 'rol',
  posting: 'pos',
  course: 'crs',
  courseSession: 'ses',
  conversation: 'cnv',
  turn: 'trn',
  report: 'rep',
  audit: 'aud',
  message: 'msg',
  milestoneOffer: 'mof',
  milestoneRule: 'mru',
  notice: 'ntc',
  series: 'srs',
  meeting: 'mtg',
  point: 'pnt',
  nudge: 'ndg',
} as const;

export type IdKind = keyof typeof prefixes;
export type Id<Kind extends IdKind> = `${(typeof prefixes)[Kind]}_${string}`;

/** A new random id such as `per_5b0c…` (prefix, underscore, 32 hexadecimal digits). */
export function newId<Kind extends IdKind>(kind: Kind): Id<Kind> {
  return `${prefixes[kind]}_${randomUUID().replaceAll('-', '')}`;
}

/** Always the same id for the same names: for things that files name by key, so that an import is idempotent without a look-up. */
export function namedId<Kind extends IdKind>(kind: Kind, ...names: readonly string[]): Id<Kind> {
  return `${prefixes[kind]}_${createHash('sha256').update(names.join('\0')).digest('hex').slice(0, 32)}`;
}

/** Whether a text from outside has the form of an id of that kind. It says nothing about whether the thing exists. */
export function isId<Kind extends IdKind>(kind: Kind, text: string): text is Id<Kind> {
  return text.startsWith(`${prefixes[kind]}_`) && /^[a-z]{3}_[0-9a-f]{32}$/.test(text);
}
