import { countOf, formatNumber } from '../../platform/i18n/format.ts';
import type { Messages } from '../../platform/i18n/messages.ts';

const en = {
  applied: (file: string) => `  ${file}`,
  nothing: 'The database is up to date; there was nothing to apply.',
  done: (count: number) => `The database is up to date; ${countOf(count, 'migration')} applied now.`,
};
const ja: typeof en = {
  applied: file => `  ${file}`,
  nothing: 'データベースは最新です。適用するものはありませんでした。',
  done: count => `データベースは最新になりました(適用したマイグレーション: ${formatNumber(count)}件)。`,
};

export const migrateMessages: Messages<typeof en> = { ja, en };
