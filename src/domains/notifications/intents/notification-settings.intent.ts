import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import { AppError } from '../../../platform/errors/app-error.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import { notificationsMessages } from '../notifications.messages.ts';
import type { NotificationsService, QuietHours } from '../notifications.types.ts';
import { quietHoursFromWords } from '../words.rules.ts';
import { pageOf, slotsOf } from './reply-parts.ts';
import {
  askHoursReply,
  hoursForm,
  hoursSavedReply,
  kindReply,
  said,
  settingsReply,
  switchedOnReply,
} from './settings.reply.ts';

export interface NotificationSettingsDeps {
  readonly notifications: Pick<NotificationsService, 'settings' | 'setQuietHours' | 'switchKind'>;
}

/** How one wants to be told: kinds on and off, quiet hours. Every change is a press, and can be undone. */
export function createNotificationSettings(deps: NotificationSettingsDeps): Intent {
  return {
    name: 'notification-settings',
    title: bilingual(notificationsMessages, t => t.intents.settings.title),
    suggestion: bilingual(notificationsMessages, t => t.intents.settings.suggestion),
    content: 'personal',
    examples: new URL('./notification-settings.examples.txt', import.meta.url),
    handle: (context, input) => handle(deps, context, input),
  };
}

async function handle(
  { notifications }: NotificationSettingsDeps,
  { actor }: IntentContext,
  input: IntentInput,
): Promise<IntentResult> {
  const { locale, timeZone } = actor;
  const slots = slotsOf(input);
  if (slots.step === 'keep') return said(notificationsMessages[locale].settings.kept, locale);
  if (slots.step === 'hours-save') return saveHours({ notifications }, actor, hoursOf(input));
  const wanted = input.kind === 'sentence' ? quietHoursFromWords(input.text) : null;
  if (wanted !== null) return askHoursReply(wanted, locale);
  const settings = await notifications.settings(actor);
  if (slots.step === 'hours') return hoursForm(settings.quiet, locale);
  const setting = settings.kinds.find(({ kind }) => kind.name === slots.kind);
  if (setting === undefined) return settingsReply(settings, pageOf(slots), timeZone, locale);
  if (slots.step !== 'on') return kindReply(setting, timeZone, locale);
  await notifications.switchKind(actor, setting.kind.name, true);
  return switchedOnReply(setting.kind.title[locale], setting.kind.name, locale);
}

/** From the form, or from the button that asked. */
function hoursOf(input: IntentInput): QuietHours {
  const { from = '', to = '' } = input.kind === 'form' ? input.values : slotsOf(input);
  return { from: Number(from), to: Number(to) };
}

async function saveHours(
  { notifications }: NotificationSettingsDeps,
  actor: IntentContext['actor'],
  wanted: QuietHours,
): Promise<IntentResult> {
  try {
    const before = await notifications.setQuietHours(actor, wanted);
    return hoursSavedReply(wanted, before, actor.locale);
  } catch (fault) {
    if (!(fault instanceof AppError) || fault.code !== 'notifications.quiet-hours') throw fault;
    const { quiet } = await notifications.settings(actor);
    return hoursForm(quiet, actor.locale, notificationsMessages[actor.locale].settings.tooLong);
  }
}
