import type { Messages } from '../../platform/i18n/messages.ts';

const en = {
  about: 'messages on their way: how many, which failed and why',
  aboutReplay: 'try dead letters again: one by its number, or all of them',
  aboutCancel: 'take back a message that waits',
  id: 'the number that the list shows, or all',
  none: 'Nothing is on its way, and nothing has failed.',
  counts: 'Kind, state, number:',
  dead: 'Dead letters, the newest first (number, kind, tenant, attempts, reason, since):',
  replayed: (count: number) => `Will be tried again: ${count}.`,
  notReplayed: (id: string) => `${id} is no dead letter. Nothing was changed.`,
  cancelled: (id: string) => `Taken back: ${id}.`,
  notCancelled: (id: string) => `${id} does not wait: it is over, on its way, or unknown. Nothing was changed.`,
};

const ja: typeof en = {
  about: '送信中のメッセージの数と、失敗したものの理由',
  aboutReplay: '失敗したメッセージをもう一度送る。番号を1つ指定するか、allですべて',
  aboutCancel: '送信待ちのメッセージを取り消す',
  id: '一覧に出る番号、または all',
  none: '送信中のものも、失敗したものもありません。',
  counts: '種類、状態、件数:',
  dead: '失敗したメッセージ(新しい順。番号、種類、テナント、試した回数、理由、日時):',
  replayed: count => `もう一度送ります: ${count}件。`,
  notReplayed: id => `${id} は、失敗したメッセージではありません。何も変更していません。`,
  cancelled: id => `取り消しました: ${id}。`,
  notCancelled: id => `${id} は送信待ちではありません(終わったか、送信中か、見つかりません)。何も変更していません。`,
};

/** What the operator reads about messages on their way. */
export const deliveriesMessages: Messages<typeof en> = { ja, en };
