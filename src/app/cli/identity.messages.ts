import type { Messages } from '../../platform/i18n/messages.ts';

const en = {
  about: 'accounts of Slack and Teams, and the people they belong to',
  aboutList: 'the accounts of one person; the first one gets uninvited messages',
  aboutLink: 'link an account by hand, for people whose e-mail or employee number the platform does not give',
  aboutUnlink: 'take a link back; claims of the platform may link the account again',
  person: 'company/number, such as HQ/000123',
  channel: 'slack or teams',
  tenant: 'Slack: id of the organisation (E…) or, without one, of the workspace (T…); Teams: id of the Entra tenant',
  user: 'Slack: id of the member (U…); Teams: object id in Entra',
  linked: (person: string, user: string) => `Linked: ${user} is ${person}.`,
  unlinked: (user: string) => `Unlinked: ${user} belongs to nobody now.`,
  notLinked: (user: string) => `${user} was not linked to anybody. Nothing was changed.`,
  unknownPerson: (person: string) =>
    `Nobody who works here has the number ${person}. Nothing was changed; numbers are written company/number, such as HQ/000123.`,
  unknownChannel: (channel: string) => `There is no channel ${channel}: it is slack or teams. Nothing was changed.`,
  none: (person: string) => `${person} has no linked account.`,
};

const ja: typeof en = {
  about: 'SlackやTeamsのアカウントと、その持ち主',
  aboutList: '1人のアカウントの一覧。お知らせは先頭のアカウントに届きます',
  aboutLink: 'メールや社員番号で結び付けられない人のアカウントを、手で結び付ける',
  aboutUnlink: '結び付けを取り消す。メールや社員番号が一致すると、再び結び付くことがあります',
  person: '会社コード/社員番号(例: HQ/000123)',
  channel: 'slack または teams',
  tenant: 'Slackでは組織のID(E…)、組織がないときはワークスペースのID(T…)。TeamsではEntraのテナントID',
  user: 'SlackではメンバーのID(U…)。TeamsではEntraのオブジェクトID',
  linked: (person, user) => `結び付けました: ${user} は ${person} のアカウントです。`,
  unlinked: user => `結び付けを取り消しました: ${user} はだれのアカウントでもありません。`,
  notLinked: user => `${user} は、だれとも結び付いていませんでした。何も変更していません。`,
  unknownPerson: person =>
    `${person} という社員番号の在籍者は見つかりません。何も変更していません。社員番号は 会社コード/社員番号 の形で指定してください(例: HQ/000123)。`,
  unknownChannel: channel =>
    `${channel} という場所はありません。slack か teams を指定してください。何も変更していません。`,
  none: person => `${person} には、結び付いているアカウントがありません。`,
};

/** What the operator reads about accounts. */
export const identityMessages: Messages<typeof en> = { ja, en };
