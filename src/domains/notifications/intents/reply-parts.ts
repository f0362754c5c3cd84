import type { Action } from '../../../conversation/contract/action.ts';
import type { IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import type { Block } from '../../../conversation/contract/reply.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import { type Id, isId } from '../../../platform/ids/ids.ts';
import { noticeSlot } from '../notice.reply.ts';
import { notificationsMessages } from '../notifications.messages.ts';
import type { NoticeKind, NotificationsService, SeenNotice } from '../notifications.types.ts';

export const pageSize = 5;
export type Slots = Readonly<Record<string, string>>;

export function result(locale: Locale, blocks: readonly Block[]): IntentResult {
  return { reply: { locale, preview: notificationsMessages[locale].preview, blocks }, focus: {}, listed: [] };
}

export function text(words: string): Block {
  return { kind: 'text', text: words };
}

export function buttons(actions: readonly (Action | null)[]): readonly Block[] {
  const kept = actions.filter(action => action !== null);
  return kept.length === 0 ? [] : [{ kind: 'actions', actions: kept }];
}

/** A sentence has no slots of a button. */
export function slotsOf(input: IntentInput): Slots {
  return input.kind === 'sentence' ? {} : input.slots;
}

export function pageOf({ page = '' }: Slots): number {
  return /^\d{1,3}$/.test(page) ? Number(page) : 0;
}

export function noticeId(slots: Slots): Id<'notice'> | null {
  const id = slots[noticeSlot] ?? '';
  return isId('notice', id) ? id : null;
}

/** The notice that a button names, or what came last. */
export function noticeInQuestion(
  notifications: Pick<NotificationsService, 'notice' | 'lastNotice'>,
  { actor }: IntentContext,
  slots: Slots,
): Promise<SeenNotice | null> {
  const id = noticeId(slots);
  return id === null ? notifications.lastNotice(actor) : notifications.notice(actor, id);
}

/** The kind whose name a sentence speaks: most of the letters of its title in a row, two by two; null when none clearly does. */
export function kindInWords(words: string, kinds: readonly NoticeKind[], locale: Locale): NoticeKind | null {
  const pairs = new Set(pairsOf(words));
  const scored = kinds
    .map(kind => {
      const own = pairsOf(kind.title[locale]);
      return { kind, share: own.filter(pair => pairs.has(pair)).length / Math.max(1, own.length) };
    })
    .toSorted((a, b) => b.share - a.share);
  const [first, second] = scored;
  const clear = first !== undefined && first.share >= 0.4 && first.share > (second?.share ?? 0);
  return clear ? first.kind : null;
}

function pairsOf(words: string): readonly string[] {
  const letters = [
    ...words
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll(/[\s\p{P}]/gu, ''),
  ];
  return letters.slice(1).map((letter, place) => `${letters[place] ?? ''}${letter}`);
}
