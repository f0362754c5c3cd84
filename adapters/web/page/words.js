// The words of the page in both languages; the server hands them over, so that the page can follow the person's language at once.

/** @typedef {import('../web.messages.ts').PageWords} PageWords */

/** @returns {{ now(): PageWords, use(locale: string): void }} */
export function createWords() {
  /** @type {Record<string, PageWords>} */
  const all = JSON.parse(document.body.dataset.words ?? '{}');
  const now = () => /** @type {PageWords} */ (all[document.documentElement.lang] ?? all.en);
  return {
    now,
    use(locale) {
      if (locale === document.documentElement.lang || all[locale] === undefined) return;
      document.documentElement.lang = locale;
      relabel(now());
    },
  };
}

/** @param {PageWords} words */
function relabel(words) {
  for (const element of document.querySelectorAll('[data-word]'))
    element.textContent = wordOf(words, element, 'data-word');
  for (const element of document.querySelectorAll('[data-word-label]')) {
    element.setAttribute('aria-label', wordOf(words, element, 'data-word-label'));
  }
  for (const element of document.querySelectorAll('[data-word-placeholder]')) {
    element.setAttribute('placeholder', wordOf(words, element, 'data-word-placeholder'));
  }
}

/**
 * @param {PageWords} words
 * @param {Element} element
 * @param {string} attribute
 */
function wordOf(words, element, attribute) {
  const name = /** @type {keyof PageWords} */ (element.getAttribute(attribute) ?? '');
  return words[name] ?? '';
}
