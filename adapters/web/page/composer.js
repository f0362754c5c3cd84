// The text box: grows with its text, sends on Enter, and never while an input method is still composing.

/** The longest text that the server takes, in UTF-16 units. */
const maxLength = 100_000;
const composingKeyCode = 229;

/**
 * @param {{ words: ReturnType<typeof import('./words.js').createWords>, send: (turn: import('./sender.js').Turn) => void }} options
 */
export function createComposer({ words, send }) {
  const form = /** @type {HTMLFormElement} */ (document.getElementById('composer'));
  const box = /** @type {HTMLTextAreaElement} */ (document.getElementById('text'));
  const status = /** @type {HTMLElement} */ (document.getElementById('status'));

  /** @param {string} text @param {boolean} isProblem */
  function say(text, isProblem) {
    status.classList.toggle('problem', isProblem);
    // Said again only when it changed: every change is read aloud.
    if (status.textContent !== text) status.textContent = text;
  }

  function submit() {
    const text = box.value;
    if (text.trim() === '') {
      box.focus();
      return;
    }
    if (text.length > maxLength) {
      say(words.now().tooLong, true);
      return;
    }
    say('', false);
    box.value = '';
    send({ key: crypto.randomUUID(), content: { kind: 'text', text } });
    box.focus();
  }

  if (!CSS.supports('field-sizing', 'content')) box.addEventListener('input', () => grow(box));
  new ResizeObserver(() => document.documentElement.style.setProperty('--composer', `${form.offsetHeight}px`)).observe(
    form,
  );
  form.addEventListener('submit', event => {
    event.preventDefault();
    submit();
  });
  box.addEventListener('keydown', event => {
    // An Enter that ends a composition belongs to the input method; some browsers say so only by the key code.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === composingKeyCode) return;
    event.preventDefault();
    submit();
  });

  return {
    say,
    /** Puts back what could not be sent, above what has been written since. @param {string} text */
    giveBack(text) {
      box.value = box.value === '' ? text : `${text}\n${box.value}`;
    },
  };
}

/** For browsers whose text boxes do not grow by themselves; the style sheet sets the limit. @param {HTMLTextAreaElement} box */
function grow(box) {
  box.style.height = 'auto';
  box.style.height = `${box.scrollHeight + 2}px`;
}
