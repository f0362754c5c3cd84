import type { Bilingual } from '../../../src/platform/i18n/locale.ts';
import type { Id } from '../../../src/platform/ids/ids.ts';
import { type Element, element } from '../render/element.ts';
import { webMessages } from '../web.messages.ts';
import type { WebPerson } from '../web-message.types.ts';
import { renderDocument } from './document.ts';

export interface ChatPage {
  readonly person: WebPerson;
  readonly messages: readonly (Element | null)[];
  /** What the page has seen; it asks for what came after. */
  readonly seen: number;
  readonly before: number | null;
  /** Whether an answer is still to come for what was sent last. */
  readonly waiting: boolean;
  /** Null outside the demo. */
  readonly switchTo:
    | readonly { readonly id: Id<'person'>; readonly name: Bilingual; readonly label: Bilingual }[]
    | null;
}

export function renderChatPage(page: ChatPage): string {
  const { locale, personId } = page.person.actor;
  const words = webMessages[locale].page;
  const body = {
    'data-person': personId,
    'data-seen': String(page.seen),
    'data-before': page.before === null ? '' : String(page.before),
    'data-waiting': String(page.waiting),
    'data-words': JSON.stringify({ ja: webMessages.ja.page, en: webMessages.en.page }),
  };
  return renderDocument(
    { locale, title: 'Michi', script: true, body },
    element('a', { class: 'skip', href: '#text', 'data-word': 'skip' }, words.skip),
    header(page),
    element(
      'main',
      null,
      element(
        'button',
        { type: 'button', id: 'earlier', class: 'action', hidden: page.before === null, 'data-word': 'earlier' },
        words.earlier,
      ),
      element('div', { id: 'log', role: 'log', 'aria-label': words.log, 'data-word-label': 'log' }, page.messages),
      element('p', { id: 'thinking', role: 'status', hidden: true }),
      element('noscript', null, element('p', { class: 'note attention' }, webMessages[locale].noScript)),
    ),
    composer(page),
  );
}

function header(page: ChatPage): Element {
  return element(
    'header',
    null,
    element('h1', null, 'Michi', element('span', { class: 'mark', lang: 'ja', 'aria-hidden': 'true' }, '道')),
    page.switchTo === null
      ? element('p', { class: 'who' }, page.person.name[page.person.actor.locale])
      : switcher(page, page.switchTo),
  );
}

/** A plain form, so that the server decides; the names are shown in the language of the page. */
function switcher({ person }: ChatPage, people: NonNullable<ChatPage['switchTo']>): Element {
  const { locale, personId } = person.actor;
  const words = webMessages[locale];
  return element(
    'details',
    { class: 'switcher' },
    element('summary', null, element('span', { class: 'hidden' }, `${words.switcherLabel}: `), person.name[locale]),
    element(
      'form',
      { method: 'post', action: '/person', 'aria-label': words.page.switcher },
      people.map(one =>
        element(
          'button',
          { name: 'person', value: one.id, ...(one.id === personId ? { 'aria-current': 'true' } : {}) },
          element('span', null, one.name[locale]),
          element('small', null, one.label[locale]),
        ),
      ),
    ),
  );
}

function composer({ person }: ChatPage): Element {
  const words = webMessages[person.actor.locale].page;
  return element(
    'form',
    { id: 'composer', autocomplete: 'off' },
    element('p', { id: 'status', role: 'status' }),
    element(
      'div',
      { class: 'line' },
      element('label', { for: 'text', class: 'hidden', 'data-word': 'inputLabel' }, words.inputLabel),
      element('textarea', {
        id: 'text',
        rows: 1,
        dir: 'auto',
        placeholder: words.inputHint,
        'data-word-placeholder': 'inputHint',
      }),
      element('button', { type: 'submit', class: 'action primary', 'data-word': 'send' }, words.send),
    ),
  );
}
