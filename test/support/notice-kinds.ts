import type { Reply } from '../../src/conversation/contract/reply.ts';
import type { NoticeKind } from '../../src/domains/notifications/notifications.types.ts';

/** A kind whose messages can be told apart by their subject; what is in `over` applies no longer. */
export function aKind(
  name: string,
  urgency: NoticeKind['urgency'] = 'nudge',
  { over = new Set<string>(), ...more }: Partial<NoticeKind> & { readonly over?: ReadonlySet<string> } = {},
): NoticeKind {
  return {
    name,
    title: { ja: `${name}のお知らせ`, en: `Messages about ${name}` },
    why: { ja: `${name}があるためです。`, en: `You take part in ${name}.` },
    urgency,
    compose: async ({ locale }, subject) => (over.has(subject) ? null : messageAbout(subject, locale)),
    line: async (_actor, subject) => (over.has(subject) ? null : `line of ${subject}`),
    ...more,
  };
}

export function messageAbout(subject: string, locale: Reply['locale'] = 'en', buttons = 1): Reply {
  const actions = Array.from({ length: buttons }, (_, place) => ({
    label: `Answer ${place + 1}`,
    intent: 'show-profile',
    slots: { about: subject },
  }));
  return {
    locale,
    preview: 'something personal',
    blocks: [
      { kind: 'text', text: `message about ${subject}` },
      ...(buttons === 0 ? [] : [{ kind: 'actions' as const, actions }]),
    ],
  };
}
