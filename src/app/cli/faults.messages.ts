import type { AppError } from '../../platform/errors/app-error.ts';

type Detail = AppError['detail'];
type Sentence = (detail: Detail) => string;

/** What an operator reads when a command fails for a known reason: what happened, what was kept, what to do. */
const sentences: Readonly<Record<string, { readonly en: Sentence; readonly ja: Sentence }>> = {
  'config.invalid': {
    en: d =>
      `The environment variable ${d.variable} is not right: ${d.problem}. Nothing was started; see .env.example.`,
    ja: d =>
      `環境変数 ${d.variable} の値が正しくありません(${d.problem})。何も起動していません。.env.example をご確認ください。`,
  },
  'db.locked': {
    en: () =>
      'Another Michi process uses this data directory. Nothing was changed; stop it first, or set MICHI_DATA_DIR to another directory.',
    ja: () =>
      'このデータディレクトリは別のMichiが使用中です。何も変更していません。先にそちらを停止するか、MICHI_DATA_DIRに別の場所を指定してください。',
  },
  'db.migration-changed': {
    en: d => `The migration ${d.file} was changed after it ran here. Nothing was applied; put back the file as it was.`,
    ja: d =>
      `適用済みのマイグレーション ${d.file} が変更されています。何も適用していません。元の内容に戻してください。`,
  },
  'http.port-in-use': {
    en: d => `Port ${d.port} is in use. Set MICHI_PORT to another one, or stop what listens there.`,
    ja: d => `ポート ${d.port} は使用中です。MICHI_PORTに別の番号を指定するか、使用中のプログラムを停止してください。`,
  },
  'queue.redis-evicts': {
    en: d => `Redis may throw waiting work away (maxmemory-policy ${d.policy}). Set it to noeviction and start again.`,
    ja: d =>
      `Redisの設定(maxmemory-policy ${d.policy})では待機中の処理が失われることがあります。noevictionに変更して起動し直してください。`,
  },
};

/** A known fault in a sentence of each language; any other with its code and facts. */
export function explainFault(fault: AppError): string {
  const sentence = sentences[fault.code];
  if (sentence === undefined)
    return `${fault.message}\n${fault.cause instanceof Error ? String(fault.cause.message) : ''}`.trimEnd();
  return `${sentence.en(fault.detail)}\n${sentence.ja(fault.detail)}`;
}
