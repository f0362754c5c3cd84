import type { Messages } from '../../platform/i18n/messages.ts';

const en = {
  written: (file: string, bytes: number) =>
    `Wrote ${file} (${bytes} bytes, valid). Upload it in the Teams admin centre under "Manage apps".`,
};
const ja: typeof en = {
  written: (file, bytes) =>
    `${file} を書き出しました(${bytes}バイト、検証済み)。Teams管理センターの「アプリを管理」からアップロードしてください。`,
};

export const teamsPackageMessages: Messages<typeof en> = { en, ja };
