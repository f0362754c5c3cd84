import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import { formatInstant, formatSentences } from '../../../platform/i18n/format.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import { noticeMessage, noticeSlot } from '../notice.reply.ts';
import { notificationsMessages } from '../notifications.messages.ts';
import type { NotificationsService, SeenNotice } from '../notifications.types.ts';
import { buttons, noticeId, noticeInQuestion, result, slotsOf, text } from './reply-parts.ts';
import { said } from './settings.reply.ts';

export interface ExplainNoticeDeps {
  readonly notifications: Pick<NotificationsService, 'notice' | 'lastNotice'>;
}

const intent = 'explain-notice';

/** Why a message came, how often such messages come, and how to put it off or stop it; from a digest, the message itself. */
export function createExplainNotice(deps: ExplainNoticeDeps): Intent {
  return {
    name: intent,
    title: bilingual(notificationsMessages, t => t.intents.explain.title),
    suggestion: bilingual(notificationsMessages, t => t.intents.explain.suggestion),
    content: 'personal',
    examples: new URL('./explain-notice.examples.txt', import.meta.url),
    handle: (context, input) => handle(deps, context, input),
  };
}

async function handle(
  { notifications }: ExplainNoticeDeps,
  context: IntentContext,
  input: IntentInput,
): Promise<IntentResult> {
  const { locale } = context.actor;
  const slots = slotsOf(input);
  const t = notificationsMessages[locale];
  const notice = await noticeInQuestion(notifications, context, slots);
  if (notice === null) return said(noticeId(slots) === null ? t.explain.none : t.snooze.gone, locale);
  return slots.step === 'open' ? open(context, notice) : explain(context, notice);
}

/** As it is true now, like the first time. */
async function open({ actor }: IntentContext, { id, kind, subject }: SeenNotice): Promise<IntentResult> {
  const composed = await kind.compose(actor, subject);
  if (composed === null) return said(notificationsMessages[actor.locale].explain.gone, actor.locale);
  return { reply: noticeMessage(composed, { notice: id, kind }), focus: {}, listed: [] };
}

function explain({ actor }: IntentContext, { id, kind, sentAt }: SeenNotice): IntentResult {
  const { locale, timeZone } = actor;
  const t = notificationsMessages[locale];
  const sent = sentAt === null ? '' : t.explain.sent(formatInstant(sentAt.toISOString(), timeZone, locale));
  const slots = { [noticeSlot]: id };
  return result(locale, [
    text(formatSentences([t.message.why(kind.why[locale]), t.explain.head(kind.title[locale]), sent], locale)),
    { kind: 'note', tone: 'info', text: t.explain.manners },
    ...buttons([
      { label: t.explain.open, intent, slots: { ...slots, step: 'open' } },
      { label: t.message.later, intent: 'snooze-notice', slots },
      { label: t.message.stop, intent: 'stop-notice', slots },
      { label: t.settings.back, intent: 'notification-settings', slots },
    ]),
  ]);
}
