import type { Action, ActionRef } from '../../conversation/contract/action.ts';
import type { Block, ListItem, Reply } from '../../conversation/contract/reply.ts';
import type { Locale } from '../../platform/i18n/locale.ts';
import type { Id } from '../../platform/ids/ids.ts';
import { notificationsMessages } from './notifications.messages.ts';
import type { NoticeKind } from './notifications.types.ts';

/** The slot by which a press says which notice it answers. */
export const noticeSlot = 'notice';
const mostButtons = 4;

/**
 * A kind's message as it is sent: a preview that says nothing, why it came, and how to put it off or stop it. What does not fit among four
 * buttons is one button that leads to both, or a sentence that does.
 */
export function noticeMessage(
  reply: Reply,
  { notice, kind }: { readonly notice: Id<'notice'>; readonly kind: NoticeKind },
): Reply {
  const { locale } = reply;
  const t = notificationsMessages[locale].message;
  const own = reply.blocks.map(block => traced(block, notice));
  const used = own.flatMap(buttonsOf).length;
  const manners = mannerButtons(notice, mostButtons - used, locale);
  const how = manners.length === 0 ? [t.howToStop] : [];
  const why: Block = { kind: 'note', tone: 'info', text: [t.why(kind.why[locale]), ...how].join('\n') };
  return { ...reply, preview: t.preview, blocks: withButtons(own, why, manners) };
}

function mannerButtons(notice: Id<'notice'>, room: number, locale: Locale): readonly Action[] {
  const t = notificationsMessages[locale].message;
  const slots = { [noticeSlot]: notice };
  if (room >= 2)
    return [
      { label: t.later, intent: 'snooze-notice', slots },
      { label: t.stop, intent: 'stop-notice', slots },
    ];
  return room === 1 ? [{ label: t.about, intent: 'explain-notice', slots }] : [];
}

/** Beside the message's own last buttons, where it ends with some, so that all stand in one row. */
function withButtons(own: readonly Block[], why: Block, manners: readonly Action[]): readonly Block[] {
  const last = own.at(-1);
  const ends = last?.kind === 'actions' ? last.actions : [];
  const before = last?.kind === 'actions' ? own.slice(0, -1) : own;
  const actions = [...ends, ...manners];
  return [...before, why, ...(actions.length === 0 ? [] : [{ kind: 'actions' as const, actions }])];
}

/** One line of a digest. */
export interface ComposedLine {
  readonly notice: Id<'notice'>;
  /** Of its kind. */
  readonly title: string;
  readonly text: string;
}

/** Several nudges in one message: a line each, which opens it. */
export function digestMessage(lines: readonly ComposedLine[], first: Id<'notice'>, locale: Locale): Reply {
  const t = notificationsMessages[locale];
  const items = lines.map(
    ({ notice, title, text }): ListItem => ({
      title: text,
      detail: title,
      action: { intent: 'explain-notice', slots: { [noticeSlot]: notice, step: 'open' } },
    }),
  );
  return {
    locale,
    preview: t.message.preview,
    blocks: [
      { kind: 'text', text: t.digest.head(lines.length) },
      { kind: 'list', ordered: false, items },
      { kind: 'note', tone: 'info', text: t.digest.why },
      {
        kind: 'actions',
        actions: [
          { label: t.message.later, intent: 'snooze-notice', slots: { [noticeSlot]: first } },
          { label: t.digest.choose, intent: 'notification-settings', slots: { [noticeSlot]: first } },
        ],
      },
    ],
  };
}

function buttonsOf(block: Block): readonly Action[] {
  return block.kind === 'actions' || block.kind === 'card' ? (block.actions ?? []) : [];
}

/** Every press names the notice, so that it is known which messages are of use. */
function traced(block: Block, notice: Id<'notice'>): Block {
  const trace = <Ref extends ActionRef>(ref: Ref): Ref => ({ ...ref, slots: { ...ref.slots, [noticeSlot]: notice } });
  switch (block.kind) {
    case 'actions':
      return { ...block, actions: block.actions.map(trace) };
    case 'card':
      return block.actions === undefined ? block : { ...block, actions: block.actions.map(trace) };
    case 'list':
      return {
        ...block,
        items: block.items.map(item => (item.action === undefined ? item : { ...item, action: trace(item.action) })),
      };
    case 'form':
      return { ...block, form: { ...block.form, submit: trace(block.form.submit), cancel: trace(block.form.cancel) } };
    default:
      return block;
  }
}
