import { countOf, formatNumber } from '../../platform/i18n/format.ts';
import type { Messages } from '../../platform/i18n/messages.ts';

const en = {
  done: (kind: string, rows: number, file: string | undefined) =>
    `${kind}: ${countOf(rows, 'row')}${file === undefined ? '' : ` written to ${file}`}`,
};
const ja: typeof en = {
  done: (kind, rows, file) =>
    `${kind}: ${formatNumber(rows)}行${file === undefined ? '' : `を ${file} に書き出しました`}`,
};

export const exportMessages: Messages<typeof en> = { ja, en };
