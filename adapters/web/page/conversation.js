// The messages on the page: shows them once each, in order, and turns presses into turns.
import { readAction, readForm } from './actions.js';

/** Two presses of one button within this time are one. */
const doublePressMs = 1_000;
const slowMs = 15_000;

/** @param {ReturnType<typeof import('./words.js').createWords>} words */
export function createConversation(words) {
  const log = /** @type {HTMLElement} */ (document.getElementById('log'));
  const thinking = /** @type {HTMLElement} */ (document.getElementById('thinking'));
  let expected = 0;
  let slow = 0;
  let focusNext = false;

  function expectAnswer() {
    expected += 1;
    thinking.hidden = false;
    thinking.textContent = words.now().thinking;
    window.clearTimeout(slow);
    slow = window.setTimeout(() => {
      thinking.textContent = words.now().slow;
    }, slowMs);
    bringIntoView(thinking, 'nearest');
  }

  function answered() {
    expected = Math.max(0, expected - 1);
    if (expected > 0) return;
    thinking.hidden = true;
    thinking.textContent = '';
    window.clearTimeout(slow);
  }

  /** @param {import('./stream.js').Message} message */
  function show(message) {
    const drawn = fromHtml(message.html);
    if (drawn === null) return;
    const old = document.getElementById(message.id) ?? (message.key === null ? null : ownByKey(message.key));
    if (old === null) log.append(drawn);
    else replace(old, drawn);
    showDays(log);
    if (message.direction === 'out' && old === null) welcome(drawn);
    else if (!thinking.hidden) bringIntoView(thinking, 'nearest');
  }

  /** Brings an answer into view; after a press the focus goes along, so that the keyboard and the screen reader are where the news is. */
  function welcome(/** @type {HTMLElement} */ answer) {
    answered();
    if (focusNext) answer.focus({ preventScroll: true });
    focusNext = false;
    const fits = answer.offsetHeight < window.innerHeight * 0.6;
    bringIntoView(answer, fits ? 'end' : 'start');
  }

  log.addEventListener('keydown', event => {
    // Implicit submission must not cut a composition short.
    if (event.key === 'Enter' && (event.isComposing || event.keyCode === 229)) event.preventDefault();
  });
  const earlier = /** @type {HTMLButtonElement} */ (document.getElementById('earlier'));
  earlier.addEventListener('click', () => void showEarlier(log, earlier));

  return {
    show,
    expectAnswer,
    /** Draws what the person sent before the server says so. @param {import('./sender.js').Turn} turn */
    showOwn(turn) {
      if (ownByKey(turn.key) !== null) return;
      const drawn = ownMessage(turn);
      log.append(drawn);
      bringIntoView(drawn, 'end');
    },
    /** @param {string} key */
    takeBack(key) {
      ownByKey(key)?.remove();
      answered();
    },
    /** Says below a message that it has not arrived. @param {string[]} keys */
    markWaiting(keys) {
      for (const message of log.querySelectorAll('article.person')) {
        const waits = keys.includes(message.getAttribute('data-key') ?? '');
        message.classList.toggle('waiting', waits);
        message.setAttribute('data-waiting-words', waits ? words.now().waiting : '');
      }
    },
    /** @param {(turn: import('./sender.js').Turn) => void} send */
    onAction(send) {
      const press = once(send, () => {
        focusNext = true;
      });
      log.addEventListener('click', event => {
        const button = event.target instanceof Element ? event.target.closest('button[data-action]') : null;
        if (button instanceof HTMLButtonElement) press(button, readAction(button));
      });
      log.addEventListener('submit', event => {
        event.preventDefault();
        if (event.target instanceof HTMLFormElement) press(event.target, readForm(event.target));
      });
    },
    showNewest() {
      showDays(log);
      window.scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' });
    },
  };

  /** @param {string} key @returns {HTMLElement | null} */
  function ownByKey(key) {
    return log.querySelector(`article[data-key="${CSS.escape(key)}"]`);
  }
}

/**
 * @param {(turn: import('./sender.js').Turn) => void} send
 * @param {() => void} before
 */
function once(send, before) {
  /** @type {WeakMap<Element, number>} */
  const pressedAt = new WeakMap();
  return (/** @type {Element} */ source, /** @type {import('./sender.js').Turn} */ turn) => {
    const now = performance.now();
    if (now - (pressedAt.get(source) ?? Number.NEGATIVE_INFINITY) < doublePressMs) return;
    pressedAt.set(source, now);
    before();
    send(turn);
  };
}

/**
 * As `scrollIntoView` does, which in newer browsers also moves the place from which Tab goes on: whoever has pressed nothing yet would start in
 * the middle of the page, behind the link that leads to the message box.
 * @param {HTMLElement} element @param {'start' | 'end' | 'nearest'} block
 */
function bringIntoView(element, block) {
  const { top, bottom } = element.getBoundingClientRect();
  const { scrollPaddingTop, scrollPaddingBottom } = getComputedStyle(document.documentElement);
  const toStart = top - Number.parseFloat(scrollPaddingTop);
  const toEnd = bottom - (window.innerHeight - Number.parseFloat(scrollPaddingBottom));
  const nearest = toStart < 0 ? toStart : Math.max(0, Math.min(toEnd, toStart));
  window.scrollBy({ top: block === 'start' ? toStart : block === 'end' ? toEnd : nearest });
}

/** The server escaped every text when it made this. @param {string} html */
function fromHtml(html) {
  const template = document.createElement('template');
  template.innerHTML = html;
  const first = template.content.firstElementChild;
  return first instanceof HTMLElement ? first : null;
}

/** Keeps the keyboard where it was when a message is replaced by its newer self. @param {HTMLElement} old @param {HTMLElement} drawn */
function replace(old, drawn) {
  const hadFocus = old.contains(document.activeElement);
  old.replaceWith(drawn);
  if (hadFocus) drawn.focus({ preventScroll: true });
}

/** @param {import('./sender.js').Turn} turn */
function ownMessage(turn) {
  const article = document.createElement('article');
  article.className = 'message person';
  article.dataset.key = turn.key;
  const body = document.createElement('div');
  body.className = 'body';
  const text = document.createElement('p');
  text.className = 'text';
  text.dir = 'auto';
  text.textContent = turn.content.kind === 'text' ? turn.content.text : (turn.shown ?? '');
  body.append(text);
  article.append(body);
  return article;
}

/** A day is named above its first message. @param {HTMLElement} log */
function showDays(log) {
  let day = '';
  for (const message of log.querySelectorAll('article[data-day]')) {
    const line = message.querySelector(':scope > .day');
    if (line instanceof HTMLElement) line.hidden = message.getAttribute('data-day') === day;
    day = message.getAttribute('data-day') ?? '';
  }
}

/** @param {HTMLElement} log @param {HTMLButtonElement} button */
async function showEarlier(log, button) {
  const response = await fetch(`/messages?before=${document.body.dataset.before ?? ''}`).catch(() => null);
  if (response === null || !response.ok) return;
  const page = await response.json();
  const drawn = page.messages.map((/** @type {{ html: string }} */ message) => fromHtml(message.html));
  const messages = drawn.filter(
    (/** @type {HTMLElement | null} */ message) => message !== null && document.getElementById(message.id) === null,
  );
  const top = log.firstElementChild;
  log.prepend(...messages);
  showDays(log);
  document.body.dataset.before = page.before === null ? '' : String(page.before);
  button.hidden = page.before === null;
  messages.at(-1)?.focus({ preventScroll: true });
  top?.scrollIntoView({ block: 'start', behavior: 'instant' });
}
