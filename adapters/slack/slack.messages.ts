import type { Locale } from '../../src/platform/i18n/locale.ts';
import type { Messages } from '../../src/platform/i18n/messages.ts';

const ja = {
  open: '開く',
  openOf: (title: string) => `${title}を開く`,
  fillIn: '記入する',
  attention: '▲',
  optionsFrom: (first: number, last: number) => `${first}〜${last}番目`,
  cutTitle: (text: string) => `題名の全体:${text}`,
  cutButton: (text: string) => `ボタンの全体:${text}`,
  cutOption: (text: string) => `選択肢の全体:${text}`,
  homeMore: '続きはメッセージのタブでMichiに聞いてください。',
  working: '調べています…',
  formTaken: '受け取りました',
  formTakenText: '受け取りました。返事はMichiとのメッセージに届きます。この画面は閉じて構いません。',
  formGone:
    'このフォームはもう使えません。書いた内容は保存されていません。もう一度Michiに頼むと、新しいフォームが届きます。',
  close: '閉じる',
  commandTaken: '受け取りました。返事はMichiとのメッセージに届きます。',
  promptsTitle: 'たとえば、こう聞けます',
  installed: {
    title: 'Michiをインストールしました',
    text: 'このページは閉じて構いません。Slackのアプリ一覧からMichiを開けます。',
  },
  installRefused: {
    title: 'Michiをインストールできませんでした',
    state: 'リンクの期限が切れているか、別のブラウザーで開かれました。インストールを最初からやり直してください。',
    denied: 'Slackでの承認が取り消されました。何も保存していません。',
    'not-allowed':
      'このワークスペースは許可リストにありません。Michiを運用している担当者に、SLACK_ALLOWED_TEAMSへの追加を頼んでください。',
    slack: 'Slackが承認を完了できませんでした。何も保存していません。数分後にもう一度お試しください。',
  },
};

const en: typeof ja = {
  open: 'Open',
  openOf: (title: string) => `Open ${title}`,
  fillIn: 'Fill in',
  attention: '▲',
  optionsFrom: (first: number, last: number) => `${first} to ${last}`,
  cutTitle: (text: string) => `Whole title: ${text}`,
  cutButton: (text: string) => `Whole button: ${text}`,
  cutOption: (text: string) => `Whole option: ${text}`,
  homeMore: 'Ask Michi in the Messages tab for the rest.',
  working: 'Looking…',
  formTaken: 'Received',
  formTakenText: 'Received. The answer arrives in your messages with Michi. You can close this.',
  formGone:
    'This form can’t be used any more, and what you wrote wasn’t saved. Ask Michi again and a new form will come.',
  close: 'Close',
  commandTaken: 'Received. The answer arrives in your messages with Michi.',
  promptsTitle: 'You can ask, for example',
  installed: {
    title: 'Michi is installed',
    text: 'You can close this page. Open Michi from the list of apps in Slack.',
  },
  installRefused: {
    title: 'Michi could not be installed',
    state: 'The link has expired or was opened in another browser. Start the installation again.',
    denied: 'The approval was cancelled in Slack. Nothing was saved.',
    'not-allowed':
      'This workspace is not on the allow-list. Ask the people who run Michi to add it to SLACK_ALLOWED_TEAMS.',
    slack: 'Slack could not complete the approval. Nothing was saved. Try again in a few minutes.',
  },
};

export const slackMessages: Messages<typeof ja> = { ja, en };
export type SlackWords = (typeof slackMessages)[Locale];
