import type { Messages } from '../../src/platform/i18n/messages.ts';

const ja = {
  required: '必須の項目です。',
  choose: '選んでください',
  optional: (label: string) => `${label}(任意)`,
  barOf: (value: number, max: number) => `${value}/${max}`,
  barNeeded: (label: string, needed: number) => `${label} ${needed}`,
  taken: '受け取りました。答えはこのあとに届きます。',
  fillIn: '記入する',
  refresh: '更新',
  formGone: 'このフォームはもう開けません。お手数ですが、もう一度メッセージで質問してください。',
  oldCard: 'このカードは以前の版のものです。お手数ですが、もう一度メッセージで質問してください。',
};
const en: typeof ja = {
  required: 'This one is required.',
  choose: 'Choose',
  optional: label => `${label} (optional)`,
  barOf: (value, max) => `${value} of ${max}`,
  barNeeded: (label, needed) => `${label} ${needed}`,
  taken: 'Received. The answer comes in a moment.',
  fillIn: 'Fill in',
  refresh: 'Refresh',
  formGone: 'This form can no longer be opened. Please ask again in a message.',
  oldCard: 'This card is from an earlier version. Please ask again in a message.',
};

export const teamsMessages: Messages<typeof ja> = { ja, en };
export type TeamsWords = typeof ja;

/** The words for whoever has a client in that language: `ja-JP`, `en-US`. */
export function wordsFor(clientLocale: string | undefined): TeamsWords {
  return teamsMessages[clientLocale?.toLowerCase().startsWith('ja') === true ? 'ja' : 'en'];
}
