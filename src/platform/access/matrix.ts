import { type MichiRole, type SystemActor, systemPurposes } from './actor.ts';

/** What the actor is to the thing that is asked for. One thing may stand in several relations; one that allows is enough. */
export const relations = ['self', 'my-report', 'my-manager', 'same-company', 'other-company', 'whole-group'] as const;
/** `my-report`: I am that person's direct manager. `whole-group`: it belongs to no single company. */
export type Relation = (typeof relations)[number];

export type Act = 'read' | 'create' | 'write' | 'close';

export const dataKinds = [
  'catalogue-item',
  'catalogue-alias',
  'catalogue-source',
  'search-index',
  'company',
  'person-profile',
  'person-name',
  'person-skills',
  'person-locale',
  'person-channel',
  'linked-user',
  'used-sign-in',
  'channel-installation',
  'missing-item-report',
  'conversation',
  'outbox',
  'notice',
  'notice-preference',
  'notice-figures',
  'oneonone',
  'oneonone-point',
  'oneonone-figures',
  'nudge',
  'audit-entry',
  'demo-people',
  'milestone-birth-date',
  'milestone-offer',
  'milestone-plan',
] as const;
export type DataKind = (typeof dataKinds)[number];

type Purpose = SystemActor['purpose'];
const everyPurpose: readonly Purpose[] = systemPurposes;

export interface MatrixRow {
  readonly data: DataKind;
  readonly act: Act;
  /** The roles that may, in each relation. A relation that is not named denies. */
  readonly allow: Readonly<Partial<Record<Relation, readonly MichiRole[]>>>;
  /** Relations in which it is written down who did it. */
  readonly audited?: readonly Relation[];
  /** The purposes for which Michi itself may. */
  readonly system: readonly Purpose[];
}

/** Everybody who is employed; people who have left have no role at all. */
const employed: readonly MichiRole[] = ['employee'];
const hr: readonly MichiRole[] = ['hr'];
const aboutPeople: readonly Relation[] = ['my-report', 'same-company'];

/**
 * Who may do what to which data. Nothing that is not in this table is allowed: not to officers, not to recruiters, and not to administrators,
 * who run Michi without reading what is in it. HR acts for its own company. Row-level security says the same a second time.
 */
export const matrix: readonly MatrixRow[] = [
  {
    data: 'catalogue-item',
    act: 'read',
    allow: { 'whole-group': employed, 'same-company': employed },
    system: ['import', 'export', 'reindex', 'housekeeping', 'milestones'],
  },
  { data: 'catalogue-item', act: 'write', allow: {}, system: ['import'] },
  { data: 'catalogue-alias', act: 'write', allow: { 'whole-group': hr, 'same-company': hr }, system: ['import'] },
  // Where an item comes from and under which licence: shown with every answer.
  { data: 'catalogue-source', act: 'read', allow: { 'whole-group': employed }, system: everyPurpose },
  { data: 'catalogue-source', act: 'write', allow: {}, system: ['import'] },
  // The names of the embedders and their vectors' sizes; the vectors themselves are seen with their items.
  { data: 'search-index', act: 'read', allow: { 'whole-group': employed }, system: everyPurpose },
  { data: 'search-index', act: 'write', allow: {}, system: ['import', 'reindex'] },

  {
    data: 'company',
    act: 'read',
    allow: { 'same-company': employed, 'other-company': employed },
    system: everyPurpose,
  },
  { data: 'company', act: 'write', allow: {}, system: ['import'] },

  {
    data: 'person-profile',
    act: 'read',
    allow: { self: employed, 'my-report': employed, 'same-company': hr },
    audited: aboutPeople,
    // `deliver`: where somebody works, their language and standing, to write to them.
    system: ['import', 'export', 'identify', 'housekeeping', 'deliver', 'milestones'],
  },
  { data: 'person-profile', act: 'write', allow: {}, system: ['import'] },
  {
    data: 'person-name',
    act: 'read',
    allow: { self: employed, 'my-report': employed, 'my-manager': employed, 'same-company': hr },
    audited: aboutPeople,
    system: ['import', 'export', 'identify', 'housekeeping', 'milestones'],
  },
  {
    data: 'person-skills',
    act: 'read',
    allow: { self: employed, 'my-report': employed, 'same-company': hr },
    audited: aboutPeople,
    system: ['import', 'export'],
  },
  { data: 'person-skills', act: 'write', allow: {}, system: ['import'] },
  { data: 'person-locale', act: 'write', allow: { self: employed }, system: [] },
  { data: 'person-channel', act: 'write', allow: { self: employed }, system: [] },
  // Accounts of people on the platforms: linked by what the platform and the company's file both say, or by an operator.
  { data: 'linked-user', act: 'read', allow: { self: employed }, system: ['identify', 'deliver'] },
  { data: 'linked-user', act: 'write', allow: {}, system: ['identify'] },
  { data: 'used-sign-in', act: 'read', allow: {}, system: ['identify', 'housekeeping'] },
  { data: 'used-sign-in', act: 'write', allow: {}, system: ['identify', 'housekeeping'] },
  // Where Michi is installed: tokens of workspaces, references of conversations.
  { data: 'channel-installation', act: 'read', allow: {}, system: ['channel'] },
  { data: 'channel-installation', act: 'write', allow: {}, system: ['channel'] },

  { data: 'missing-item-report', act: 'create', allow: { 'same-company': employed }, system: [] },
  { data: 'missing-item-report', act: 'read', allow: { 'same-company': hr }, system: [] },
  { data: 'missing-item-report', act: 'close', allow: { 'same-company': hr }, system: [] },

  { data: 'conversation', act: 'read', allow: { self: employed }, system: ['conversation', 'housekeeping'] },
  { data: 'conversation', act: 'write', allow: { self: employed }, system: ['conversation', 'housekeeping'] },

  // What is to be told: put there by whoever changes something, read by whoever delivers it alone.
  { data: 'outbox', act: 'read', allow: {}, system: ['deliver'] },
  { data: 'outbox', act: 'write', allow: {}, system: ['deliver'] },

  // What was told uninvited, and how one wants to be told: the person's own business. HR sees counts.
  { data: 'notice', act: 'read', allow: { self: employed }, system: ['deliver'] },
  { data: 'notice', act: 'write', allow: { self: employed }, system: ['deliver'] },
  { data: 'notice-preference', act: 'read', allow: { self: employed }, system: ['deliver'] },
  { data: 'notice-preference', act: 'write', allow: { self: employed }, system: [] },
  { data: 'notice-figures', act: 'read', allow: { 'same-company': hr }, system: [] },
  // One-on-ones: the member, and the manager of now. Nobody else, not Michi itself, ever reads a point.
  {
    data: 'oneonone',
    act: 'read',
    allow: { self: employed, 'my-report': employed },
    system: ['import', 'housekeeping'],
  },
  {
    data: 'oneonone',
    act: 'write',
    allow: { self: employed, 'my-report': employed },
    system: ['import', 'housekeeping'],
  },
  { data: 'oneonone-point', act: 'read', allow: { self: employed, 'my-report': employed }, system: [] },
  { data: 'oneonone-point', act: 'write', allow: { self: employed, 'my-report': employed }, system: [] },
  { data: 'oneonone-figures', act: 'read', allow: { 'same-company': hr }, system: ['housekeeping'] },
  { data: 'oneonone-figures', act: 'write', allow: {}, system: ['housekeeping'] },

  // What HR writes for some people of its company; whoever gets it reads it.
  { data: 'nudge', act: 'read', allow: { self: employed, 'same-company': hr }, system: [] },
  { data: 'nudge', act: 'write', allow: { 'same-company': hr }, system: [] },

  // "Who saw my record": the entries that are about oneself.
  { data: 'audit-entry', act: 'read', allow: { self: employed }, system: [] },
  // The person switcher of the demo, where nobody has signed in yet.
  { data: 'demo-people', act: 'read', allow: {}, system: ['identify'] },

  // When somebody was born is for Michi's own work on milestones alone: not for HR, not for a manager, not for an administrator.
  { data: 'milestone-birth-date', act: 'read', allow: {}, system: ['milestones'] },
  { data: 'milestone-birth-date', act: 'write', allow: {}, system: ['milestones'] },
  // What a person is offered and how they answer: theirs, and their HR's for that purpose. Managers have no row here.
  {
    data: 'milestone-offer',
    act: 'read',
    allow: { self: employed, 'same-company': hr },
    audited: ['same-company'],
    system: ['milestones'],
  },
  {
    data: 'milestone-offer',
    act: 'write',
    allow: { self: employed, 'same-company': hr },
    audited: ['same-company'],
    system: ['milestones'],
  },
  // A company's rules, the years that HR has started, the seats of its sessions.
  { data: 'milestone-plan', act: 'read', allow: { 'same-company': hr }, system: ['milestones'] },
  {
    data: 'milestone-plan',
    act: 'write',
    allow: { 'same-company': hr },
    audited: ['same-company'],
    system: ['milestones'],
  },
];
