// What a button or a form says: the turn that it stands for, and the words that the person sees of it.

/** @typedef {import('./sender.js').Turn} Turn */

const longestShown = 4_000;

/** @param {HTMLElement} element */
function actionOf(element) {
  return JSON.parse(element.dataset.action ?? '{}');
}

/** @param {HTMLButtonElement} button @returns {Turn} */
export function readAction(button) {
  return {
    key: crypto.randomUUID(),
    content: { kind: 'action', action: actionOf(button) },
    shown: shown([button.textContent]),
  };
}

/** @param {HTMLFormElement} form @returns {Turn} */
export function readForm(form) {
  /** @type {Record<string, string>} */
  const values = {};
  for (const [name, value] of new FormData(form)) values[name] = String(value);
  const title = form.querySelector('h3')?.textContent ?? '';
  return {
    key: crypto.randomUUID(),
    content: { kind: 'form', action: actionOf(form), values },
    shown: shown([title, ...[...form.querySelectorAll('.field')].map(answerOf)]),
  };
}

/** "Label: answer" as the person sees it, or nothing when the field is empty. @param {Element} field */
function answerOf(field) {
  const label = field.querySelector('label > span, legend > span')?.firstChild?.textContent?.trim() ?? '';
  const answer = shownAnswer(field);
  const colon = field.closest('[lang]')?.getAttribute('lang') === 'ja' ? '：' : ': ';
  return answer === '' ? '' : `${label}${colon}${answer}`;
}

/** @param {Element} field */
function shownAnswer(field) {
  const control = field.querySelector('textarea, select, input[type="text"]');
  if (control instanceof HTMLSelectElement)
    return control.value === '' ? '' : (control.selectedOptions[0]?.textContent ?? '');
  if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) return control.value;
  return field.querySelector('input:checked')?.nextElementSibling?.textContent ?? '';
}

/** @param {(string | null)[]} lines */
function shown(lines) {
  return lines
    .filter(line => line !== null && line !== '')
    .join('\n')
    .slice(0, longestShown);
}
