import type { Messages } from '../../../src/platform/i18n/messages.ts';

/** What people read of the app before they have talked to it. Lengths: short name 30, short description 80. */
const en = {
  short: 'Skills, roles, postings and courses: ask in your own words',
  full: 'Michi answers questions about the people-development programme: which skills a role needs, how you compare, which postings are open and which courses help. It is a machine (AI) that looks things up in the catalogue of your group; what is personal is said in your direct conversation only.',
  commands: [
    { title: 'help', description: 'What you can ask' },
    { title: 'What does my own role need?', description: 'The skills of your role beside yours' },
  ],
};
const ja: typeof en = {
  short: 'スキル、役割、募集、研修について、自分の言葉で質問できます',
  full: 'Michiは、人材開発プログラムについての質問に答えます。役割に必要なスキル、自分との比較、公開中の募集、役に立つ研修を調べられます。グループのカタログを調べて答える機械(AI)です。個人に関することは、1対1の会話でだけお答えします。',
  commands: [
    { title: 'ヘルプ', description: '質問できること' },
    { title: '自分の役割に必要なスキルは?', description: '役割に必要なスキルと自分のスキル' },
  ],
};

export const manifestMessages: Messages<typeof en> = { ja, en };
