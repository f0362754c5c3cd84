// The page of the web chat: puts the pieces together. Plain ES modules, served as they stand.
import { createComposer } from './composer.js';
import { createConversation } from './conversation.js';
import { createSender } from './sender.js';
import { openStream } from './stream.js';
import { startSwitcher } from './switcher.js';
import { createWords } from './words.js';

const words = createWords();
const conversation = createConversation(words);
const sender = createSender({
  personId: document.body.dataset.person ?? '',
  onState: showState,
  onRefused: showRefusal,
});
const composer = createComposer({ words, send });
startSwitcher();

let connected = true;
/** What the person should know until they send something again. */
let notice = { text: '', isProblem: false };

/** @param {import('./sender.js').Turn} turn */
function send(turn) {
  notice = { text: '', isProblem: false };
  conversation.showOwn(turn);
  conversation.expectAnswer();
  sender.send(turn);
}

/** The line above the text box says what keeps a message from arriving; silence means that all is well. */
function showState() {
  const isCut = !connected || sender.isStuck();
  if (isCut) composer.say(words.now().offline, true);
  else composer.say(notice.text, notice.isProblem);
  conversation.markWaiting(isCut ? sender.pendingKeys() : []);
}

/** @param {string} text @param {boolean} isProblem */
function notify(text, isProblem) {
  notice = { text, isProblem };
  showState();
}

/**
 * @param {import('./sender.js').Turn} turn
 * @param {{ error: string, message: string }} refusal
 */
function showRefusal(turn, refusal) {
  conversation.takeBack(turn.key);
  notify(refusal.message, true);
  if (turn.content.kind === 'text') composer.giveBack(turn.content.text);
}

openStream({
  seen: Number(document.body.dataset.seen ?? 0),
  onMessage: message => {
    words.use(message.pageLocale);
    conversation.show(message);
  },
  onConnected: isConnected => {
    const isBack = isConnected && !connected;
    connected = isConnected;
    if (isConnected) void sender.resend();
    if (isBack) notify(words.now().back, false);
    else showState();
  },
  onSignedOut: () => notify(words.now().signedOut, true),
});

conversation.onAction(send);
for (const turn of sender.restore()) conversation.showOwn(turn);
if (document.body.dataset.waiting === 'true') conversation.expectAnswer();
conversation.showNewest();
