/**
 * What Teams takes, and what a person can take in. Sources: [cards] learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference,
 * [format] …/bots/how-to/format-your-bot-messages, [rate] …/bots/how-to/rate-limit, [schema] adaptivecards.io/explorer (1.5),
 * [invoke] …/bots/how-to/conversations/…/send-and-receive-messages. Where documents disagree, the smallest figure counts.
 */
export const teamsLimits = {
  /** [format] says about 28 KB for a message with its card, other pages 40 and 100; the rest of 28 is room for the envelope. */
  messageBytes: 25_000,
  /** [cards] Clients older than this show the fallback text of the whole card instead. */
  cardVersion: '1.5',
  /** [cards] "at most six": more stand in a set of buttons of their own. */
  actions: 6,
  /** A reading limit: a longer text continues in another paragraph element, so that one element never comes near the size of a message. */
  textCharacters: 3_000,
  /** A reading limit for one line of a list, a fact, a cell, a title: what is beyond is shortened, because the next step opens the whole. */
  lineCharacters: 1_000,
  /** [cards] A title wraps on the desktop and is cut on phones; the label is the last thing to lose. */
  labelCharacters: 120,
  /** Radio buttons show every option at once; more than this is a list to pick from. */
  radioOptions: 6,
  /** A reading limit: a form with more questions opens in a dialog. */
  inlineFields: 2,
  /** Facts, rows of a table and options are cut into elements of at most this size, so that a message can end between them. */
  elementBytes: 8_000,
  /** [schema] Blocks of a bar: as many as fit beside a label on a phone. */
  barSquares: 10,
  /** [invoke] A request that is not a message is small; a message has at most 100 KB. */
  bodyBytes: 256_000,
  /** [invoke] Teams waits this long for an acknowledgement of a press; ours must come well before. */
  acknowledgeMs: 3_000,
  /** How long the answer to a dialog is waited for, so that errors are shown in it: the rest of the three seconds is for the way. */
  dialogAnswerMs: 2_000,
  /** The same for a view of one's own; the card stays as it is when it takes longer. */
  viewMs: 2_000,
  /** [rate] 7 a second, 60 in 30 s and 1,800 an hour for a conversation: what to wait when the answer does not say it. */
  retryAfterMs: 2_000,
} as const;
