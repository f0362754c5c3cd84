// What goes to the server: each turn has a key of its own and is sent again with the same key until the server has it.

/**
 * @typedef {{ intent: string, slots: Record<string, string> }} ActionRef
 * @typedef {{ kind: 'text', text: string } | { kind: 'action', action: ActionRef } | { kind: 'form', action: ActionRef, values: Record<string, string> }} Content
 * @typedef {{ key: string, content: Content, shown?: string }} Turn
 */

const retryMs = 3_000;

/**
 * @param {object} options
 * @param {string} options.personId
 * @param {() => void} options.onState something changed in what is pending
 * @param {(turn: Turn, refusal: { error: string, message: string }) => void} options.onRefused the server will not take it, ever
 */
export function createSender({ personId, onState, onRefused }) {
  const store = `michi:pending:${personId}`;
  /** @type {Turn[]} */
  let pending = [];
  let sending = false;
  let stuck = false;
  let timer = 0;

  /** Survives a reload of this tab; it goes away when the server has it. */
  function keep() {
    try {
      if (pending.length === 0) sessionStorage.removeItem(store);
      else sessionStorage.setItem(store, JSON.stringify(pending));
    } catch {
      // Storage is full or switched off: what is pending lives as long as the page.
    }
  }

  /** The server has it. @param {string} key */
  function arrived(key) {
    pending = pending.filter(turn => turn.key !== key);
    keep();
    onState();
  }

  async function resend() {
    if (sending) return;
    sending = true;
    window.clearTimeout(timer);
    try {
      stuck = await sendAll();
    } finally {
      sending = false;
    }
    if (stuck) timer = window.setTimeout(resend, retryMs);
    onState();
  }

  /** In order, one after the other; true when one could not be sent and the rest waits. */
  async function sendAll() {
    for (let turn = pending[0]; turn !== undefined; turn = pending[0]) {
      const outcome = await post(turn);
      if (outcome === 'later') return true;
      arrived(turn.key);
      if (outcome !== 'accepted') onRefused(turn, outcome);
    }
    return false;
  }

  return {
    resend,
    /** @param {Turn} turn */
    send(turn) {
      pending.push(turn);
      keep();
      void resend();
    },
    isStuck: () => stuck,
    pendingKeys: () => pending.map(turn => turn.key),
    /** What an earlier visit of this tab could not send. */
    restore() {
      try {
        pending = JSON.parse(sessionStorage.getItem(store) ?? '[]');
      } catch {
        pending = [];
      }
      if (pending.length > 0) void resend();
      return pending;
    },
  };
}

/**
 * @param {Turn} turn
 * @returns {Promise<'accepted' | 'later' | { error: string, message: string }>}
 */
async function post(turn) {
  try {
    const response = await fetch('/turns', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-michi': 'page' },
      body: JSON.stringify(turn),
      signal: AbortSignal.timeout(20_000),
    });
    if (response.ok) return 'accepted';
    if (response.status >= 500) return 'later';
    return await response.json();
  } catch {
    // No connection, or no answer in time: nobody knows whether it arrived, and the same key makes sending it again safe.
    return 'later';
  }
}
