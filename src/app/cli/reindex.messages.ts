import { countOf, formatNumber } from '../../platform/i18n/format.ts';
import type { Messages } from '../../platform/i18n/messages.ts';

const en = {
  done: (names: number, embedder: string) =>
    `${countOf(names, 'name')} embedded with ${embedder}; the search uses them now. Restart a running Michi that was started with another embedder.`,
};
const ja: typeof en = {
  done: (names, embedder) =>
    `${formatNumber(names)}件の名前を ${embedder} で埋め込み直し、検索を切り替えました。別の埋め込みで起動中のMichiは起動し直してください。`,
};

export const reindexMessages: Messages<typeof en> = { ja, en };
