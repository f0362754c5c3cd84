import type { Locale } from '../../src/platform/i18n/locale.ts';

/** The words that the page's own script needs; they are handed over in the page, both languages at once, because the language may change. */
export interface PageWords {
  readonly skip: string;
  readonly log: string;
  readonly earlier: string;
  readonly inputLabel: string;
  readonly inputHint: string;
  readonly send: string;
  readonly thinking: string;
  readonly slow: string;
  readonly offline: string;
  readonly waiting: string;
  readonly back: string;
  readonly tooLong: string;
  readonly signedOut: string;
  readonly switcher: string;
}

/** Everything else that the web chat says. Michi's answers are not among it: they come with the reply. */
export interface WebWords {
  readonly page: PageWords;
  readonly you: string;
  readonly required: string;
  readonly optional: string;
  readonly choose: string;
  readonly moreItems: (count: number) => string;
  readonly moreText: string;
  readonly moreActions: (count: number) => string;
  readonly chartCategory: string;
  readonly levelHave: string;
  readonly levelNeeded: string;
  readonly switcherLabel: string;
  readonly noScript: string;
  readonly signInTitle: string;
  readonly signInHow: readonly string[];
  readonly signInCommand: string;
  readonly signInReady: string;
  readonly signInButton: string;
  readonly signInRefused: Readonly<Record<'expired' | 'used' | 'broken' | 'unknown', string>>;
  readonly errors: Readonly<Record<WebErrorCode, string>>;
}

export type WebErrorCode =
  | 'signed-out'
  | 'too-large'
  | 'too-many'
  | 'not-understood'
  | 'foreign-page'
  | 'not-here'
  | 'busy';

const ja: WebWords = {
  page: {
    skip: '入力欄へ移動',
    log: 'Michiとの会話',
    earlier: '前のメッセージを表示',
    inputLabel: 'メッセージ',
    inputHint: 'スキルや募集について書く',
    send: '送信',
    thinking: '調べています',
    slow: 'いつもより時間がかかっています。メッセージは届いています。',
    offline: '接続が切れています。書いたメッセージは、つながり次第送ります。',
    waiting: '接続待ち',
    back: '接続が戻りました。',
    tooLong: 'メッセージは100,000文字までです。短くしてから送ってください。',
    signedOut:
      'サインインの期限が切れました。書いた内容はこの画面に残っています。新しいリンクからサインインし直してください。',
    switcher: '人物を切り替える',
  },
  you: 'あなた',
  required: '必須',
  optional: '任意',
  choose: '選んでください',
  moreItems: count => `残りの${count}件を表示`,
  moreText: '続きを表示',
  moreActions: count => `ほかの${count}件の操作`,
  chartCategory: '項目',
  levelHave: '今のレベル',
  levelNeeded: '必要なレベル',
  switcherLabel: 'デモの人物',
  noScript: 'このチャットにはJavaScriptが必要です。ブラウザーの設定で有効にしてください。',
  signInTitle: 'Michiにサインイン',
  signInHow: [
    'このページは、あなた用のリンクから開きます。リンクは短い時間だけ、1回だけ使えます。',
    'リンクは、Michiを運用している担当者に頼んでください。担当者は次のコマンドで発行できます。',
  ],
  signInCommand: 'npm run michi -- web-link --person <会社/社員番号>',
  signInReady: '下のボタンを押すと、このブラウザーでMichiを使い始めます。リンクは1回だけ有効です。',
  signInButton: 'Michiを開く',
  signInRefused: {
    expired: 'このリンクは期限が切れています。新しいリンクを頼んでください。',
    used: 'このリンクはすでに使われています。新しいリンクを頼んでください。',
    broken: 'このリンクは途中で切れているか、書き換えられています。受け取ったリンク全体を開いてください。',
    unknown: 'このリンクの人は、いまMichiを利用できません。人事の担当者に確認してください。',
  },
  errors: {
    'signed-out': 'サインインの期限が切れました。新しいリンクからサインインし直してください。',
    'too-large': 'メッセージが長すぎます。100,000文字までにしてください。内容は入力欄に残っています。',
    'too-many': '短い時間にたくさん届いたため、少し待っています。数秒後にもう一度送ってください。',
    'not-understood': 'この内容は受け取れませんでした。ページを読み込み直してから、もう一度送ってください。',
    'foreign-page': 'この操作は、Michiのページ以外からは受け付けません。Michiのページを開いて操作してください。',
    'not-here': 'このページはありません。',
    busy: 'いまは受け取れませんでした。メッセージはこの画面に残っていて、自動で送り直します。',
  },
};

const en: WebWords = {
  page: {
    skip: 'Skip to the message box',
    log: 'Conversation with Michi',
    earlier: 'Show earlier messages',
    inputLabel: 'Message',
    inputHint: 'Ask about a role or skill',
    send: 'Send',
    thinking: 'Looking',
    slow: 'This is taking longer than usual. Your message has arrived.',
    offline: 'Not connected. What you write will be sent as soon as the connection is back.',
    waiting: 'Waiting for the connection',
    back: 'Connected again.',
    tooLong: 'A message can have up to 100,000 characters. Shorten it, then send it.',
    signedOut: 'Your sign-in has expired. What you wrote is still on this page. Sign in again with a new link.',
    switcher: 'Switch person',
  },
  you: 'You',
  required: 'required',
  optional: 'optional',
  choose: 'Choose',
  moreItems: count => `Show the other ${count}`,
  moreText: 'Show the rest',
  moreActions: count => (count === 1 ? '1 more action' : `${count} more actions`),
  chartCategory: 'Item',
  levelHave: 'your level',
  levelNeeded: 'needed',
  switcherLabel: 'Demo person',
  noScript: 'This chat needs JavaScript. Please turn it on in your browser’s settings.',
  signInTitle: 'Sign in to Michi',
  signInHow: [
    'You open this page with a link of your own. The link works once, for a short time.',
    'Ask the people who run Michi for a link. They make one with this command:',
  ],
  signInCommand: 'npm run michi -- web-link --person <company/number>',
  signInReady: 'Press the button to start using Michi in this browser. The link works only once.',
  signInButton: 'Open Michi',
  signInRefused: {
    expired: 'This link has expired. Ask for a new one.',
    used: 'This link has been used already. Ask for a new one.',
    broken: 'This link is cut off or was changed. Open the whole link as you received it.',
    unknown: 'The person of this link can’t use Michi at the moment. Please check with your HR desk.',
  },
  errors: {
    'signed-out': 'Your sign-in has expired. Sign in again with a new link.',
    'too-large':
      'The message is too long. It can have up to 100,000 characters. Your text is still in the message box.',
    'too-many': 'Many messages came at once, so Michi is pausing. Send it again in a few seconds.',
    'not-understood': 'This couldn’t be read. Reload the page, then send it again.',
    'foreign-page': 'Michi takes this only from its own page. Open Michi’s page and do it there.',
    'not-here': 'There is no such page.',
    busy: 'This couldn’t be taken in just now. Your message is kept on this page and will be sent again.',
  },
};

export const webMessages: Readonly<Record<Locale, WebWords>> = { ja, en };
