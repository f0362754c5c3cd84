import type { HomeContent } from '../../../conversation/contract/home.ts';
import type { IntentResult } from '../../../conversation/contract/intent.ts';
import type { Block } from '../../../conversation/contract/reply.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import { peopleMessages } from '../people.messages.ts';
import type { PreferredChannel } from '../people.types.ts';

/** The language now, and the button for the other one. */
export function languageSetting(current: Locale, locale: Locale): HomeContent {
  const t = peopleMessages[locale];
  const other = current === 'ja' ? 'en' : 'ja';
  return {
    title: t.settings.title,
    blocks: [
      { kind: 'facts', facts: [{ label: t.profile.language, value: t.profile.languages[current] }] },
      {
        kind: 'actions',
        actions: [{ label: t.profile.switchTo[other], intent: 'switch-language', slots: { to: other } }],
      },
    ],
  };
}

/** Where uninvited messages go, the present one first, and the buttons for the others; nothing when there is no choice. */
export function channelSetting(channels: readonly PreferredChannel[], locale: Locale): readonly Block[] {
  const t = peopleMessages[locale].settings;
  const [now, ...others] = channels;
  if (now === undefined || others.length === 0) return [];
  return [
    { kind: 'facts', facts: [{ label: t.uninvited, value: t.channels[now] }] },
    {
      kind: 'actions',
      actions: others.map(to => ({ label: t.sendTo(t.channels[to]), intent: 'choose-channel', slots: { to } })),
    },
  ];
}

export function channelChosenReply(
  now: PreferredChannel,
  before: PreferredChannel | undefined,
  locale: Locale,
): IntentResult {
  const t = peopleMessages[locale].settings;
  const undo: readonly Block[] =
    before === undefined || before === now
      ? []
      : [{ kind: 'actions', actions: [{ label: t.undo, intent: 'choose-channel', slots: { to: before } }] }];
  return result(locale, [{ kind: 'text', text: t.chosen(t.channels[now]) }, ...undo]);
}

export function noSuchChannelReply(channels: readonly PreferredChannel[], locale: Locale): IntentResult {
  const t = peopleMessages[locale].settings;
  const [only] = channels;
  const text = only === undefined ? t.noAccount : t.notThere(t.channels[only]);
  return result(locale, [{ kind: 'text', text }, ...channelSetting(channels, locale)]);
}

function result(locale: Locale, blocks: readonly Block[]): IntentResult {
  return { reply: { locale, preview: peopleMessages[locale].settings.preview, blocks }, focus: {}, listed: [] };
}
