import type { Locale } from '../../platform/i18n/locale.ts';
import type { RefusalReason } from '../contract/identity.ts';

/** Whom to ask when Michi cannot help: a desk and its address. */
export interface Desk {
  readonly name: string;
  readonly email: string;
}

export interface ConversationMessages {
  readonly preview: string;
  readonly failedOnce: string;
  readonly failedForNow: string;
  readonly tryAgain: string;
  readonly gaveUp: string;
  readonly howToLink: string;
  readonly refused: Readonly<Record<RefusalReason, string>>;
  readonly notYours: string;
  readonly movedToDirect: string;
  readonly sharedChannel: string;
  readonly homeTitle: string;
  readonly homeEmpty: string;
  readonly personalInChannel: (title: string) => string;
  readonly unsure: string;
  readonly noneOfThese: string;
  readonly nothingToGoOn: string;
  readonly foreignLanguage: string;
  readonly notAvailable: string;
  readonly listGone: (place: number, listed: number) => string;
  readonly shortened: (read: number) => string;
  readonly outOfScope: string;
  readonly otherQuestions: (desk: Desk) => string;
  readonly whatYouCanDo: string;
  readonly helpTitle: string;
  readonly helpIntro: string;
  readonly forExample: (suggestion: string) => string;
  readonly more: (left: number) => string;
  readonly introduction: string;
  readonly whatISee: string;
  readonly introductionStart: string;
  readonly helpName: string;
  readonly helpSuggestion: string;
  readonly introduceName: string;
  readonly introduceSuggestion: string;
  readonly outOfScopeName: string;
  readonly outOfScopeSuggestion: string;
}

const ja: ConversationMessages = {
  preview: 'Michiからのお返事です',
  failedOnce:
    'お答えの途中で不具合が起き、最後まで処理できませんでした。メッセージは受け取って記録してあります。同じ内容では解決しないため、言い方を変えるか、別の項目を選んでください。続くようでしたら人事の窓口にお知らせください。',
  failedForNow:
    'いまデータを読み出せず、お答えできませんでした。メッセージは受け取って記録してあります。しばらくしてから、もう一度お試しください。',
  tryAgain: 'もう一度試す',
  gaveUp:
    'いただいたメッセージに何度かお答えを試みましたが、できませんでした。メッセージは記録してあり、変更されたものはありません。お手数ですが、もう一度お送りください。続くようでしたら人事の窓口にお知らせください。',
  howToLink:
    'このアカウントは、まだ社員の情報と結び付いていません。そのため、ご質問にはお答えできません。会社の人事の窓口に、Michiを使いたいこととお使いのアカウントをお伝えください。結び付けが済むと、すぐに使えます。',
  refused: {
    guest:
      'ゲストのアカウントには、Michiはお答えできません。社員の方は、会社から渡されたアカウントでお使いください。お困りのときは、会社の人事の窓口にお尋ねください。',
    external:
      '社外のアカウントには、Michiはお答えできません。社員の方は、会社から渡されたアカウントでお使いください。お困りのときは、会社の人事の窓口にお尋ねください。',
    'shared-channel':
      'ほかの組織から共有チャンネルに参加しているアカウントには、Michiはお答えできません。社員の方は、会社から渡されたアカウントでお使いください。',
    'foreign-tenant':
      'この組織では、Michiはお使いいただけません。社員の方は、会社から渡されたアカウントでお使いください。お困りのときは、会社の人事の窓口にお尋ねください。',
    leaver:
      'ご在籍の期間が終わっているため、Michiはお答えできません。お問い合わせは、在籍していた会社の人事の窓口にお願いします。',
    bot: 'プログラムのアカウントには、Michiはお答えしません。',
  },
  notYours:
    'そのボタンは、ほかの方へのお返事に付いているものなので、何も行っていません。押されたことは記録しました。同じことをお知りになりたいときは、ご自身でお尋ねください。',
  movedToDirect: 'お返事は、Michiとの個別の会話にお送りしました。',
  sharedChannel:
    'このチャンネルはほかの組織の方も読めるため、ここではお答えしません。Michiとの個別の会話で、同じことをお尋ねください。',
  homeTitle: 'Michi',
  homeEmpty: 'いまお見せするものはありません。知りたいことは、メッセージでお尋ねください。',
  personalInChannel: title =>
    `「${title}」のお答えには個人に関わる内容が含まれるため、ほかの人から見える場所では表示しません。Michiとの個別の会話で、同じことをお尋ねください。`,
  unsure: '次のどれでしょうか。選ぶと、いまの文のまま続けます。',
  noneOfThese: 'どれでもない',
  nothingToGoOn: '読み取れる言葉がありませんでした。知りたいことを、日本語か英語の文で書いてください。',
  foreignLanguage: '日本語と英語だけがわかります。どちらかの言葉で、もう一度書いてください。',
  notAvailable:
    'そのボタンは、いまは使えません。内容が変わったか、お使いの権限では開けない項目です。できることの一覧から選び直してください。',
  listGone: (place, listed) =>
    `直前の一覧は${listed}件なので、${place}番目はありません。1番目から${listed}番目の中で指定してください。`,
  shortened: read => `長い文だったため、はじめの${read.toLocaleString('ja')}文字だけを読みました。`,
  outOfScope:
    'それは、わたしにはお答えできない内容です。役割に必要なスキル、社内の求人、講座のことでしたら、お手伝いできます。',
  otherQuestions: desk => `そのほかのことは、${desk.name}(${desk.email})にお問い合わせください。`,
  whatYouCanDo: 'できることを見る',
  helpTitle: 'できること',
  helpIntro: 'ふだんの言葉で書いてください。押しても始められます。',
  forExample: suggestion => `例:「${suggestion}」`,
  more: left => `続きを見る(あと${left}件)`,
  introduction:
    'Michiです。キャリアと学びの相談に答える機械で、人ではありません。役割に必要なスキル、社内の求人、講座を一緒に調べます。',
  whatISee:
    '見えるのは、所属、職種、役職、登録されたスキルと、公開されているスキルマップ・求人・講座です。評価、健康の情報、ほかの人との相談の内容は見えません。答えは提案であり、決めるのはご本人です。',
  introductionStart: 'どこから始めますか。',
  helpName: 'できることを見る',
  helpSuggestion: '何ができますか',
  introduceName: 'Michiについて知る',
  introduceSuggestion: 'あなたは誰ですか',
  outOfScopeName: '問い合わせ先を知る',
  outOfScopeSuggestion: '人事の窓口はどこですか',
};

const en: ConversationMessages = {
  preview: 'An answer from Michi',
  failedOnce:
    "A fault stopped me before the answer was finished. Your message is recorded. The same words would stop at the same point, so please put it another way or choose something else; if it keeps happening, tell your company's HR desk.",
  failedForNow:
    "I couldn't read my data just now, so there is no answer yet. Your message is recorded. Please try again in a moment.",
  tryAgain: 'Try again',
  gaveUp:
    "I tried several times to answer your message and couldn't. It is recorded, and nothing was changed. Please send it again; if it keeps happening, tell your company's HR desk.",
  howToLink:
    "This account isn't linked to an employee yet, so I can't answer. Please tell your company's HR desk that you'd like to use Michi, and from which account. Once it's linked, it works at once.",
  refused: {
    guest:
      "I can't answer guest accounts. If you work in the group, please use the account that your company gave you; your company's HR desk can help.",
    external:
      "I can't answer accounts from outside the group. If you work in the group, please use the account that your company gave you; your company's HR desk can help.",
    'shared-channel':
      "I can't answer accounts that another organisation brings into a shared channel. If you work in the group, please use the account that your company gave you.",
    'foreign-tenant':
      "Michi isn't available in this organisation. If you work in the group, please use the account that your company gave you; your company's HR desk can help.",
    leaver:
      "Your employment has ended, so I can't answer here. Please turn to the HR desk of the company you worked for.",
    bot: "I don't answer the accounts of programs.",
  },
  notYours:
    "That button belongs to an answer for somebody else, so nothing was done. The press is recorded. If you'd like to know the same, please ask me yourself.",
  movedToDirect: 'I answered you directly, in our own conversation.',
  sharedChannel:
    "People from other organisations read this channel, so I don't answer here. Please ask me the same in a direct conversation.",
  homeTitle: 'Michi',
  homeEmpty: "There's nothing to show you now. Ask me in a message whatever you'd like to know.",
  personalInChannel: title =>
    `The answer to “${title}” is about you, so I don't show it where others can read it. Please ask me the same in a direct conversation.`,
  unsure: 'Which of these do you mean? Choose one and I go on with your sentence as it is.',
  noneOfThese: 'None of these',
  nothingToGoOn:
    "There were no words in that I could read. Please write what you'd like to know, in English or Japanese.",
  foreignLanguage: 'I only understand English and Japanese. Please write it again in one of them.',
  notAvailable:
    "That button doesn't work any more: what it opened has changed, or isn't open to you. Please choose again from what I can do.",
  listGone: (place, listed) =>
    `The last list has ${listed} ${listed === 1 ? 'entry' : 'entries'}, so there is no number ${place}. Please pick one from 1 to ${listed}.`,
  shortened: read => `That was long, so I read the first ${read.toLocaleString('en')} characters only.`,
  outOfScope:
    "That's not something I can answer. I can help with the skills that roles need, with internal postings and with courses.",
  otherQuestions: desk => `For anything else, please ask ${desk.name} (${desk.email}).`,
  whatYouCanDo: 'See what I can do',
  helpTitle: 'What I can do',
  helpIntro: 'Write as you would to a colleague, or press one to start.',
  forExample: suggestion => `For example: “${suggestion}”`,
  more: left => `Show more (${left} left)`,
  introduction:
    "I'm Michi, a machine and not a person. I answer questions about careers and learning: which skills a role needs, which posts are open in the group, and which courses lead there.",
  whatISee:
    "I can see your company, division, job category, position and registered skills, and the skill maps, postings and courses that are open to you. I can't see evaluations, health data or what you discuss with others. My answers are suggestions; you decide.",
  introductionStart: 'Where would you like to start?',
  helpName: 'See what I can do',
  helpSuggestion: 'What can you do?',
  introduceName: 'Learn about Michi',
  introduceSuggestion: 'Who are you?',
  outOfScopeName: 'Find out whom to ask',
  outOfScopeSuggestion: 'How do I reach the HR desk?',
};

export const conversationMessages: Readonly<Record<Locale, ConversationMessages>> = { ja, en };

/** One message in both languages, for what an intent says about itself. */
export function bilingual(
  key: {
    [Key in keyof ConversationMessages]: ConversationMessages[Key] extends string ? Key : never;
  }[keyof ConversationMessages],
) {
  return { ja: ja[key], en: en[key] };
}
