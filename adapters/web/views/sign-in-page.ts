import type { Locale } from '../../../src/platform/i18n/locale.ts';
import { type Content, element } from '../render/element.ts';
import { type WebWords, webMessages } from '../web.messages.ts';
import { renderDocument } from './document.ts';

/** For somebody without a sign-in: how to get a link. */
export function renderHowToSignIn(locale: Locale): string {
  const words = webMessages[locale];
  return signInPage(
    locale,
    words.signInHow.map(line => element('p', { class: 'text' }, line)),
    element('p', null, element('code', null, words.signInCommand)),
  );
}

/** Opening a link only shows this button: a press, not a preview, uses it up, and the press carries the new cookie along. */
export function renderConfirmSignIn(locale: Locale, token: string): string {
  const words = webMessages[locale];
  return signInPage(
    locale,
    element('p', { class: 'text' }, words.signInReady),
    element(
      'form',
      { method: 'post', action: '/sign-in', class: 'actions' },
      element('input', { type: 'hidden', name: 'token', value: token }),
      element('button', { type: 'submit', class: 'action primary' }, words.signInButton),
    ),
  );
}

export function renderRefusedSignIn(locale: Locale, reason: keyof WebWords['signInRefused']): string {
  return signInPage(locale, element('p', { class: 'note attention' }, webMessages[locale].signInRefused[reason]));
}

function signInPage(locale: Locale, ...content: Content[]): string {
  const title = webMessages[locale].signInTitle;
  return renderDocument(
    { locale, title, script: false, body: { class: 'plain' } },
    element('main', null, element('h1', null, title), ...content),
  );
}
