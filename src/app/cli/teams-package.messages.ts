import type { Messages } from '../../platform/i18n/messages.ts';

const en = {
  about: 'write the app package that an administrator uploads to Teams',
  appId: 'the id of the app registration in Entra (default: TEAMS_APP_ID)',
  company: 'who offers the app, at most 32 characters',
  website: 'a page about the app, https',
  privacy: 'the privacy page, https (default: the website)',
  terms: 'the terms of use, https (default: the website)',
  appVersion: 'higher than that of the package before',
  out: 'where to write it',
  written: (file: string, bytes: number) =>
    `Wrote ${file} (${bytes} bytes, valid). Upload it in the Teams admin centre under "Manage apps".`,
};
const ja: typeof en = {
  about: '管理者がTeamsにアップロードするアプリのパッケージを書き出す',
  appId: 'Entraのアプリ登録のID(省略時: TEAMS_APP_ID)',
  company: 'アプリの提供元、32文字まで',
  website: 'アプリを説明するページ、https',
  privacy: 'プライバシーのページ、https(省略時: website)',
  terms: '利用規約のページ、https(省略時: website)',
  appVersion: '前のパッケージより大きい番号',
  out: '書き出すファイル',
  written: (file, bytes) =>
    `${file} を書き出しました(${bytes}バイト、検証済み)。Teams管理センターの「アプリを管理」からアップロードしてください。`,
};

export const teamsPackageMessages: Messages<typeof en> = { en, ja };
