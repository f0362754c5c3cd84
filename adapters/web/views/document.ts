import { renderToString } from 'preact-render-to-string';
import type { Locale } from '../../../src/platform/i18n/locale.ts';
import { type Content, element } from '../render/element.ts';

interface DocumentOptions {
  readonly locale: Locale;
  readonly title: string;
  /** Whether the page's script is loaded. */
  readonly script: boolean;
  readonly body: Readonly<Record<string, string>>;
}

/** A whole HTML page. Everything that it loads is ours, as the content security policy demands. */
export function renderDocument({ locale, title, script, body }: DocumentOptions, ...content: Content[]): string {
  const html = element(
    'html',
    { lang: locale },
    element(
      'head',
      null,
      element('meta', { charset: 'utf-8' }),
      element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      element('meta', { name: 'color-scheme', content: 'light dark' }),
      element('title', null, title),
      element('link', { rel: 'icon', href: '/page/michi.svg', type: 'image/svg+xml' }),
      element('link', { rel: 'stylesheet', href: '/page/chat.css' }),
      script ? element('script', { type: 'module', src: '/page/chat.js' }) : null,
    ),
    element('body', body, ...content),
  );
  return `<!doctype html>${renderToString(html)}`;
}
