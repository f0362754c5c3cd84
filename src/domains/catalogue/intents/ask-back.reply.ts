import type { IntentResult, SlotName } from '../../../conversation/contract/intent.ts';
import { formatSentences } from '../../../platform/i18n/format.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import { catalogueMessages } from '../catalogue.messages.ts';
import type { ItemKind, ItemSummary, Position, Role } from '../catalogue.types.ts';
import { positionName } from '../positions.rules.ts';
import {
  button,
  type IntentName,
  nextSteps,
  note,
  quotable,
  reply,
  type Slots,
  shorten,
  sourceName,
  text,
} from './reply-parts.ts';

/** Where the answer to a question goes: the same intent, with the slot filled. */
export interface GoesOn {
  readonly intent: IntentName;
  readonly slot: 'role' | 'role2' | 'skill' | 'posting' | 'course' | 'item';
  readonly slots?: Slots;
}

/** Two to four items fit the words: one question, one button each. */
export function whichOne(
  kind: ItemKind,
  words: string,
  candidates: readonly ItemSummary[],
  on: GoesOn,
  locale: Locale,
): IntentResult {
  const t = catalogueMessages[locale].ask;
  const shown = candidates.slice(0, 4);
  const question = t.which(catalogueMessages[locale].kinds[kind], quotable(words));
  return {
    reply: reply(locale, t.preview, [text(question), { kind: 'actions', actions: choices(shown, on, locale) }]),
    focus: {},
    listed: shown.map(item => item.id),
    ...asked(on),
  };
}

/** Nothing is near enough: says so, offers the three nearest, and a way to tell HR. */
export function notKnown(
  kind: ItemKind,
  words: string,
  nearest: readonly ItemSummary[],
  on: GoesOn,
  locale: Locale,
): IntentResult {
  const t = catalogueMessages[locale];
  const shown = nearest.slice(0, 3);
  const said = [t.ask.unknown(t.kinds[kind], quotable(words)), shown.length === 0 ? '' : t.ask.nearest];
  const tell = button(t.press.tellHr, 'report-missing', {
    kind,
    ...(shown.length === 0 ? {} : { nearest: shown.map(item => item.id).join(',') }),
  });
  return {
    reply: reply(locale, t.ask.preview, [
      text(formatSentences(said, locale)),
      { kind: 'actions', actions: [...choices(shown, on, locale), tell] },
    ]),
    focus: {},
    listed: shown.map(item => item.id),
    ...asked(on),
  };
}

/** The sentence names nothing: asks for the name with an example. `focus` keeps what is known already. */
export function askName(kind: NamedSlot, on: GoesOn, locale: Locale, focus: Slots = {}): IntentResult {
  const t = catalogueMessages[locale];
  const way =
    kind === 'posting'
      ? button(t.press.openPostings, 'find-postings')
      : button(t.press.myRole, 'show-role-skills', { own: 'yes' });
  return {
    reply: reply(locale, t.ask.preview, [text(t.ask[kind]), ...nextSteps([way])]),
    focus,
    listed: [],
    ...asked(on),
  };
}
type NamedSlot = 'role' | 'role2' | 'skill' | 'posting' | 'course';

/** The item was taken out of the catalogue after its button was drawn. */
export function gone(kind: ItemKind, locale: Locale): IntentResult {
  const t = catalogueMessages[locale];
  const ways = {
    role: [button(t.press.myRole, 'show-role-skills', { own: 'yes' }), button(t.press.openPostings, 'find-postings')],
    skill: [button(t.press.findCourses, 'find-courses'), button(t.press.myRole, 'show-role-skills', { own: 'yes' })],
    posting: [button(t.press.openPostings, 'find-postings')],
    course: [button(t.press.findCourses, 'find-courses')],
  };
  const tell = button(t.press.tellHr, 'report-missing', { kind });
  return {
    reply: reply(locale, t.ask.preview, [text(t.ask.gone(t.kinds[kind])), ...nextSteps([...ways[kind], tell])]),
    focus: {},
    listed: [],
  };
}

/** What is about the person themselves is not said where others read along. */
export function directOnly(locale: Locale): IntentResult {
  const t = catalogueMessages[locale].ask;
  return { reply: reply(locale, t.preview, [note(t.direct, 'attention')]), focus: {}, listed: [], directOnly: true };
}

/** The person's own role is asked for, and none is on record. */
export function noOwnRole(desk: string, email: string, on: GoesOn, locale: Locale): IntentResult {
  const t = catalogueMessages[locale];
  return {
    reply: reply(locale, t.ask.preview, [
      text(formatSentences([t.ask.noOwnRole, t.ask.role], locale)),
      note(t.ask.desk(desk, email)),
      ...nextSteps([button(t.press.openPostings, 'find-postings')]),
    ]),
    focus: {},
    listed: [],
    ...asked(on),
  };
}

/** The role's job category has no skill map at the rank that was asked for. */
export function noSuchRank(role: Role, position: Position, locale: Locale): IntentResult {
  const t = catalogueMessages[locale];
  const ways = [
    button(t.press.closeRoles, 'find-roles', { role: role.id }),
    button(t.press.showSkills, 'show-role-skills', { role: role.id }),
    button(t.press.tellHr, 'report-missing', { kind: 'role', nearest: role.id }),
  ];
  const said = t.ask.noRank(role.name[locale], positionName(position)[locale]);
  return {
    reply: reply(locale, t.ask.preview, [text(said), ...nextSteps(ways)]),
    focus: { role: role.id },
    listed: [],
  };
}

/** Items of two sources can share a name; then the button names the source too. */
function choices(items: readonly ItemSummary[], on: GoesOn, locale: Locale) {
  return items.map(item => {
    const name = item.name[locale];
    const twice = items.filter(other => other.name[locale] === name).length > 1;
    const label = twice
      ? catalogueMessages[locale].roleSkills.part(shorten(name, 40), sourceName(item.source, locale))
      : name;
    return button(shorten(label, 60), on.intent, { ...on.slots, [on.slot]: item.id });
  });
}

/** The slot that the next sentence fills; words for a posting or for any item come as a role's, words for a course as a skill's. */
function asked(on: GoesOn): { readonly asks: SlotName } {
  const slots = {
    role: 'role',
    role2: 'role2',
    skill: 'skill',
    posting: 'role',
    course: 'skill',
    item: 'role',
  } as const;
  return { asks: slots[on.slot] };
}
