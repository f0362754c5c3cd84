// What comes from the server: one stream of events that is opened again whenever it breaks, from the last change that was seen.

/**
 * @typedef {object} Message
 * @property {string} id
 * @property {string | null} key
 * @property {'in' | 'out'} direction
 * @property {string} html
 * @property {string} pageLocale
 */

/** Three missed heartbeats: the line is dead, even if nobody told the browser. */
const silenceMs = 45_000;
const retryMs = 2_000;
/** A hidden tab gives its connection back, because a browser has only six for one server. */
const hiddenMs = 60_000;

/**
 * @param {{ seen: number, onMessage: (message: Message) => void, onConnected: (connected: boolean) => void, onSignedOut: () => void }} options
 */
export function openStream({ seen, onMessage, onConnected, onSignedOut }) {
  /** @type {EventSource | null} */
  let source = null;
  let last = seen;
  let silence = 0;
  let retry = 0;
  let hidden = 0;

  function listen() {
    window.clearTimeout(silence);
    silence = window.setTimeout(reopen, silenceMs);
  }

  function close() {
    window.clearTimeout(silence);
    window.clearTimeout(retry);
    source?.close();
    source = null;
  }

  function open() {
    close();
    source = new EventSource(`/events?after=${last}`);
    source.addEventListener('open', () => onConnected(true));
    source.addEventListener('beat', listen);
    source.addEventListener('message', event => {
      listen();
      last = Math.max(last, Number(event.lastEventId));
      onMessage(JSON.parse(event.data));
    });
    source.addEventListener('signed-out', () => {
      close();
      onSignedOut();
    });
    source.addEventListener('error', reopenLater);
    listen();
  }

  function reopen() {
    onConnected(false);
    open();
  }

  function reopenLater() {
    close();
    onConnected(false);
    retry = window.setTimeout(open, retryMs);
  }

  document.addEventListener('visibilitychange', () => {
    window.clearTimeout(hidden);
    if (document.hidden) hidden = window.setTimeout(close, hiddenMs);
    else if (source === null) open();
  });
  window.addEventListener('online', open);
  window.addEventListener('offline', () => onConnected(false));
  open();
}
