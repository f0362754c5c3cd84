import { renderToString } from 'preact-render-to-string';
import { Temporal } from 'temporal-polyfill';
import type { PersonActor } from '../../../src/platform/access/actor.ts';
import { formatDay, formatInstant } from '../../../src/platform/i18n/format.ts';
import { type Content, type Element, element } from '../render/element.ts';
import { renderReply } from '../render/reply.ts';
import { renderText } from '../render/text.ts';
import { webMessages } from '../web.messages.ts';
import type { WebMessage } from '../web-message.types.ts';

export interface RenderedMessage {
  readonly id: string;
  /** The page's own key of what it sent, so that it finds what it has drawn already; null for Michi's messages. */
  readonly key: string | null;
  readonly direction: 'in' | 'out';
  /** Empty for what is not drawn, such as the first visit. */
  readonly html: string;
}

/** One message as an element; null for what is not drawn. Dates are words of the reader's language and zone; the page decides which days show. */
export async function messageElement(message: WebMessage, reader: PersonActor): Promise<Element | null> {
  if (message.direction === 'out') return article(message, reader, await renderReply(message.reply, message.id));
  return message.shown.kind === 'opened'
    ? null
    : article(message, reader, ownWords(message.shown.text, message.id, reader));
}

/** One message as it travels to a page that is open. */
export async function renderMessage(message: WebMessage, reader: PersonActor): Promise<RenderedMessage> {
  const drawn = await messageElement(message, reader);
  const html = drawn === null ? '' : renderToString(drawn);
  return {
    id: message.id,
    direction: message.direction,
    key: message.direction === 'in' ? pageKey(message.key) : null,
    html,
  };
}

/** The page's own part of a turn's key. */
function pageKey(key: string): string {
  return key.slice(key.lastIndexOf(':') + 1);
}

function ownWords(text: string, scope: string, reader: PersonActor): readonly Content[] {
  return renderText(text, { scope, words: webMessages[reader.locale], charts: new Map(), legendAt: -1 });
}

function article(message: WebMessage, reader: PersonActor, content: readonly Content[]): Element {
  const own = message.direction === 'in';
  const { timeZone, locale } = reader;
  const local = Temporal.Instant.fromEpochMilliseconds(message.at.getTime()).toZonedDateTimeISO(timeZone);
  const day = local.toPlainDate().toString();
  const instant = message.at.toISOString();
  const clockTime = `${local.hour}:${String(local.minute).padStart(2, '0')}`;
  return element(
    'article',
    {
      id: message.id,
      class: own ? 'message person' : 'message michi',
      'data-day': day,
      tabIndex: -1,
      ...(message.direction === 'out' ? { lang: message.reply.locale } : { 'data-key': pageKey(message.key) }),
    },
    element('p', { class: 'day', hidden: true, lang: locale }, formatDay(day, locale)),
    element('h2', { class: 'hidden' }, own ? webMessages[locale].you : 'Michi'),
    element('div', { class: 'body' }, content),
    element('time', { datetime: instant, title: formatInstant(instant, timeZone, locale), lang: locale }, clockTime),
  );
}
