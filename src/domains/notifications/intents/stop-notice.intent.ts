import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import { noticeSlot } from '../notice.reply.ts';
import { notificationsMessages } from '../notifications.messages.ts';
import type { NoticeKind, NotificationsService } from '../notifications.types.ts';
import {
  buttons,
  kindInWords,
  noticeId,
  noticeInQuestion,
  pageOf,
  result,
  type Slots,
  slotsOf,
  text,
} from './reply-parts.ts';
import { said, settingsReply } from './settings.reply.ts';

export interface StopNoticeDeps {
  readonly notifications: Pick<
    NotificationsService,
    'kinds' | 'settings' | 'notice' | 'lastNotice' | 'switchKind' | 'pressed'
  >;
}

const intent = 'stop-notice';

/** No more of a kind: asks first, and can be undone. */
export function createStopNotice(deps: StopNoticeDeps): Intent {
  return {
    name: intent,
    title: bilingual(notificationsMessages, t => t.intents.stop.title),
    suggestion: bilingual(notificationsMessages, t => t.intents.stop.suggestion),
    content: 'personal',
    examples: new URL('./stop-notice.examples.txt', import.meta.url),
    handle: (context, input) => handle(deps, context, input),
  };
}

async function handle(deps: StopNoticeDeps, context: IntentContext, input: IntentInput): Promise<IntentResult> {
  const { notifications } = deps;
  const { actor } = context;
  const slots = slotsOf(input);
  const t = notificationsMessages[actor.locale].stop;
  if (slots.step === 'keep') return said(t.kept, actor.locale);
  const kind = await kindOf(deps, context, input);
  const settings = await notifications.settings(actor);
  if (kind === null) return settingsReply(settings, pageOf(slots), actor.timeZone, actor.locale);
  const title = kind.title[actor.locale];
  if (slots.step === 'undo') {
    await notifications.switchKind(actor, kind.name, true);
    return said(t.undone(title), actor.locale);
  }
  if (slots.step === 'do') return stop(deps, context, kind, slots);
  const isOn = settings.kinds.find(each => each.kind.name === kind.name)?.on === true;
  return isOn ? askReply(kind, slots, actor.locale) : said(t.already(title), actor.locale);
}

/** Of the button, of the notice that it names, of the words, or of what came last. */
async function kindOf(
  { notifications }: StopNoticeDeps,
  context: IntentContext,
  input: IntentInput,
): Promise<NoticeKind | null> {
  const slots = slotsOf(input);
  const named = notifications.kinds().find(({ name }) => name === slots.kind);
  if (named !== undefined) return named;
  const spoken =
    input.kind === 'sentence' ? kindInWords(input.text, notifications.kinds(), context.actor.locale) : null;
  return spoken ?? (await noticeInQuestion(notifications, context, slots))?.kind ?? null;
}

function askReply(kind: NoticeKind, slots: Slots, locale: Locale): IntentResult {
  const t = notificationsMessages[locale].stop;
  const notice = slots[noticeSlot];
  const about = { kind: kind.name, ...(notice === undefined ? {} : { [noticeSlot]: notice }) };
  return result(locale, [
    text(t.ask(kind.title[locale])),
    ...buttons([
      { label: t.yes, intent, slots: { ...about, step: 'do' }, style: 'primary' },
      { label: t.keep, intent, slots: { ...about, step: 'keep' } },
    ]),
  ]);
}

async function stop(
  { notifications }: StopNoticeDeps,
  { actor }: IntentContext,
  kind: NoticeKind,
  slots: Slots,
): Promise<IntentResult> {
  const t = notificationsMessages[actor.locale].stop;
  const notice = noticeId(slots);
  await notifications.switchKind(actor, kind.name, false);
  if (notice !== null) await notifications.pressed(actor, notice, 'stopped');
  const undo = { label: t.undo, intent, slots: { kind: kind.name, step: 'undo' } };
  return said(t.done(kind.title[actor.locale]), actor.locale, undo);
}
