import type { AppError } from '../../platform/errors/app-error.ts';
import type { Locale } from '../../platform/i18n/locale.ts';
import { configFaults } from './config.messages.ts';
import type { FaultDetail, FaultSentence } from './fault-sentence.types.ts';

/** What an operator reads when a command fails for a known reason: what happened, what was kept, what to do. */
const databaseFaults: Readonly<Record<string, FaultSentence>> = {
  'db.locked': {
    en: () =>
      'Another Michi process uses this data directory. Nothing was changed; stop it first, or set MICHI_DATA_DIR to another directory.',
    ja: () =>
      'このデータディレクトリは別のMichiが使用中です。何も変更していません。先にそちらを停止するか、MICHI_DATA_DIRに別の場所を指定してください。',
  },
  'db.damaged': {
    en: d =>
      `The database directory ${d.directory} cannot be opened: it is damaged or is no database of Michi. Nothing in it was touched; put back a copy, or set MICHI_DATA_DIR to another directory.`,
    ja: d =>
      `データベースのディレクトリ ${d.directory} を開けません。壊れているか、Michiのデータベースではありません。中は変更していません。バックアップを戻すか、MICHI_DATA_DIRに別の場所を指定してください。`,
  },
  'db.version': {
    en: d =>
      `The database directory ${d.directory} is of PostgreSQL ${d.found}, and this Michi needs ${d.needed}. Nothing in it was touched; export from the older Michi and import here.`,
    ja: d =>
      `データベースのディレクトリ ${d.directory} はPostgreSQL ${d.found}のもので、このMichiには${d.needed}が必要です。中は変更していません。以前のMichiで書き出し、こちらに取り込んでください。`,
  },
  'db.disk-full': {
    en: () => 'The disk is full. What was committed before is kept; make room, then run the command again.',
    ja: () =>
      'ディスクの空きがありません。確定済みのデータは残っています。空きを作ってから、もう一度実行してください。',
  },
  'db.connection': {
    en: () => 'The database cannot be reached. Nothing was lost; check DATABASE_URL and the server, then try again.',
    ja: () =>
      'データベースに接続できません。失われたデータはありません。DATABASE_URLとサーバーを確認して、もう一度実行してください。',
  },
  'db.timeout': {
    en: () =>
      'The database did not answer in time. What was committed before is kept; run the command again, and look at the load of the machine.',
    ja: () =>
      'データベースの応答が時間内にありませんでした。確定済みのデータは残っています。負荷を確認して、もう一度実行してください。',
  },
  'db.too-many-connections': {
    en: () => 'The database takes no more connections just now. Try again in a moment, or raise its max_connections.',
    ja: () => 'データベースの接続数が上限です。少し待ってからもう一度実行するか、max_connectionsを増やしてください。',
  },
  'db.not-permitted': {
    en: () =>
      'The database role may not do this. DATABASE_URL must name the role that owns the database; see src/app/README.md.',
    ja: () =>
      'データベースのロールに権限がありません。DATABASE_URLにはデータベースの所有者を指定してください(src/app/README.md参照)。',
  },
  'db.migration-changed': {
    en: d => `The migration ${d.file} was changed after it ran here. Nothing was applied; put back the file as it was.`,
    ja: d =>
      `適用済みのマイグレーション ${d.file} が変更されています。何も適用していません。元の内容に戻してください。`,
  },
  'db.migration-order': {
    en: d =>
      `The migration ${d.file} comes before ${d.appliedAlready}, which has run here already. Nothing was applied; give the new file a higher number.`,
    ja: d =>
      `マイグレーション ${d.file} は、適用済みの ${d.appliedAlready} より前の番号です。何も適用していません。新しいファイルの番号を大きくしてください。`,
  },
  'db.migration-failed': {
    en: d =>
      `The migration ${d.file} failed and was undone. Run doctor: the usual reason is a missing extension or a missing right.`,
    ja: d =>
      `マイグレーション ${d.file} が失敗し、取り消されました。doctorで確認してください。多くは拡張機能や権限の不足が原因です。`,
  },
  'db.absent': {
    en: d =>
      `There is no database in ${d.directory} yet and this command changes nothing. Run first: npm run michi -- migrate`,
    ja: d =>
      `${d.directory} にはまだデータベースがなく、このコマンドは何も変更しません。先に npm run michi -- migrate を実行してください。`,
  },
  'db.migrations-pending': {
    en: d =>
      `The database lacks ${d.count} migrations and this command changes nothing. Run first: npm run michi -- migrate`,
    ja: d =>
      `未適用のマイグレーションが${d.count}件あり、このコマンドはデータベースを変更しません。先に npm run michi -- migrate を実行してください。`,
  },
};

const importFaults: Readonly<Record<string, FaultSentence>> = {
  'import.missing-file': {
    en: d => `There is no file ${d.file}. Nothing was taken.`,
    ja: d => `ファイル ${d.file} がありません。何も取り込んでいません。`,
  },
  'import.no-file-named': {
    en: d => `Name at least one CSV file. The header and examples: npm run michi -- import ${d.kind} --template`,
    ja: d => `CSVファイルを1つ以上指定してください。見出しと記入例: npm run michi -- import ${d.kind} --template`,
  },
  'import.not-a-file': {
    en: d => `${d.file} is a directory, not a file. Nothing was taken.`,
    ja: d => `${d.file} はファイルではなくディレクトリです。何も取り込んでいません。`,
  },
  'import.not-a-folder': {
    en: d => `${d.file} is a file, not the folder with the published files. Nothing was taken.`,
    ja: d => `${d.file} は公開ファイルのフォルダーではなく、ファイルです。何も取り込んでいません。`,
  },
  'import.unreadable-file': {
    en: d => `The file ${d.file} cannot be read (${d.problem}). Nothing was taken.`,
    ja: d => `ファイル ${d.file} を読めません(${d.problem})。何も取り込んでいません。`,
  },
  'import.empty-file': {
    en: d => `${d.file} is empty. Nothing was taken.`,
    ja: d => `${d.file} は空です。何も取り込んでいません。`,
  },
  'import.columns': {
    en: d => `${d.file} has no column "${d.missing}" in its first row. Nothing was taken.${templateHint.en(d)}`,
    ja: d => `${d.file} の1行目に列「${d.missing}」がありません。何も取り込んでいません。${templateHint.ja(d)}`,
  },
  'import.column-twice': {
    en: d => `${d.file} has the column "${d.column}" twice. Nothing was taken; leave one of them.${templateHint.en(d)}`,
    ja: d =>
      `${d.file} に列「${d.column}」が2つあります。何も取り込んでいません。1つにしてください。${templateHint.ja(d)}`,
  },
  'import.half-file': {
    en: d =>
      `${d.file} ends in the middle of a row (line ${d.line}): it is cut off, or a quotation mark is missing. Nothing was taken; export or download it again.`,
    ja: d =>
      `${d.file} は行の途中(${d.line}行目)で終わっています。ファイルが途切れているか、引用符が足りません。何も取り込んでいません。もう一度書き出すか、ダウンロードしてください。`,
  },
  'import.unknown-value': {
    en: d =>
      `${d.file}, line ${d.line}: the value of "${d.column}" is not one that this framework has. Nothing was taken; download the files again, all of one version.`,
    ja: d =>
      `${d.file} ${d.line}行目: 「${d.column}」の値がこのフレームワークにありません。何も取り込んでいません。同じ版のファイルをすべてダウンロードし直してください。`,
  },
  'import.key-twice': {
    en: d =>
      `${d.file}, line ${d.line}: the "${d.column}" of this row stands on a row above, too. Nothing was taken; download the files again.`,
    ja: d =>
      `${d.file} ${d.line}行目: この行の「${d.column}」は、すでに上の行にあります。何も取り込んでいません。ファイルをダウンロードし直してください。`,
  },
  'import.encoding': {
    en: d =>
      `${d.file} is neither UTF-8 nor CP932: the first byte that fits neither is number ${d.byte}. Nothing was taken; save the file as CSV UTF-8.`,
    ja: d =>
      `${d.file} はUTF-8でもCP932でもありません(どちらにも合わない最初の位置: ${d.byte}バイト目)。何も取り込んでいません。「CSV UTF-8」で保存し直してください。`,
  },
  'import.utf-16': {
    en: d => `${d.file} is UTF-16 ("Unicode text"). Nothing was taken; save the file as CSV UTF-8.`,
    ja: d =>
      `${d.file} はUTF-16(「Unicodeテキスト」)です。何も取り込んでいません。「CSV UTF-8」で保存し直してください。`,
  },
  'import.not-text': {
    en: d => `${d.file} is not a text file; a workbook has to be saved as CSV UTF-8 first. Nothing was taken.`,
    ja: d =>
      `${d.file} はテキストファイルではありません。ブックは「CSV UTF-8」で保存してから指定してください。何も取り込んでいません。`,
  },
  'import.interrupted': {
    en: () => 'Another import of people ran at the same time. Nothing was taken; run this one again.',
    ja: () => '同時に別の人の取り込みが動いていました。何も取り込んでいません。もう一度実行してください。',
  },
  'export.unwritable-file': {
    en: d => `The file ${d.file} cannot be written (${d.problem}).`,
    ja: d => `ファイル ${d.file} に書き込めません(${d.problem})。`,
  },
};

const templateHint: Readonly<Record<Locale, (detail: FaultDetail) => string>> = {
  en: d => (d.kind === undefined ? '' : ` The header and examples: npm run michi -- import ${d.kind} --template`),
  ja: d => (d.kind === undefined ? '' : ` 見出しと記入例: npm run michi -- import ${d.kind} --template`),
};

const otherFaults: Readonly<Record<string, FaultSentence>> = {
  'http.port-taken': {
    en: d => `Port ${d.port} is in use. Set MICHI_PORT to another one, or stop what listens there.`,
    ja: d => `ポート ${d.port} は使用中です。MICHI_PORTに別の番号を指定するか、使用中のプログラムを停止してください。`,
  },
  'http.listen': {
    en: d => `Michi cannot listen on ${d.host}, port ${d.port}. Check MICHI_HOST and MICHI_PORT.`,
    ja: d => `${d.host} のポート ${d.port} で待ち受けられません。MICHI_HOSTとMICHI_PORTをご確認ください。`,
  },
  'queue.redis-away': {
    en: () => 'Redis cannot be reached. Nothing was lost; check REDIS_URL and the server, then start again.',
    ja: () =>
      'Redisに接続できません。失われたデータはありません。REDIS_URLとサーバーを確認して、起動し直してください。',
  },
  'queue.redis-evicts': {
    en: d => `Redis may throw waiting work away (maxmemory-policy ${d.policy}). Set it to noeviction and start again.`,
    ja: d =>
      `Redisの設定(maxmemory-policy ${d.policy})では待機中の処理が失われることがあります。noevictionに変更して起動し直してください。`,
  },
  'embedder.unavailable': {
    en: d =>
      `The embeddings endpoint does not answer (status ${d.status}). What was written is kept; check OPENAI_BASE_URL and run the command again: it goes on where it stopped.`,
    ja: d =>
      `埋め込みのエンドポイントが応答しません(状態 ${d.status})。書き込んだ分は残っています。OPENAI_BASE_URLを確認してもう一度実行すると、続きから始まります。`,
  },
  'embedder.refused': {
    en: d =>
      `The embeddings endpoint refuses (status ${d.status}). Check OPENAI_API_KEY, OPENAI_EMBEDDING_MODEL and OPENAI_BASE_URL.`,
    ja: d =>
      `埋め込みのエンドポイントに拒否されました(状態 ${d.status})。OPENAI_API_KEY、OPENAI_EMBEDDING_MODEL、OPENAI_BASE_URLをご確認ください。`,
  },
  'embedder.dimension': {
    en: d =>
      `The embeddings endpoint gives ${d.got} numbers where ${d.expected} were asked for. Set OPENAI_EMBEDDING_DIMENSION to what the model gives.`,
    ja: d =>
      `埋め込みの次元数が${d.got}で、指定の${d.expected}と異なります。OPENAI_EMBEDDING_DIMENSIONをモデルに合わせてください。`,
  },
  'embedder.not-a-vector': {
    en: () => 'The embeddings endpoint gives something that is no vector. Check OPENAI_EMBEDDING_MODEL.',
    ja: () => '埋め込みのエンドポイントの応答がベクトルではありません。OPENAI_EMBEDDING_MODELをご確認ください。',
  },
  'people.unknown': {
    en: d =>
      `Nobody with the number ${d.number} works in the company ${d.company}. People are written company/number, such as HQ/000123.`,
    ja: d =>
      `会社 ${d.company} に番号 ${d.number} の人はいません。人は 会社/番号 の形で指定してください(例: HQ/000123)。`,
  },
  'demo.refused': {
    en: d =>
      `The demo group cannot be loaded: ${d.file}, line ${d.line}, ${d.column}. Put back the file, or set MICHI_DEMO=false.`,
    ja: d =>
      `デモのグループを読み込めません(${d.file} ${d.line}行目 ${d.column})。ファイルを元に戻すか、MICHI_DEMO=falseを指定してください。`,
  },
};

const sentences = { ...configFaults, ...databaseFaults, ...importFaults, ...otherFaults };

/** A known fault in a sentence; any other with its code and facts, which is what a report about it has to name. */
export function explainFault(fault: AppError, language: Locale): string {
  const sentence: FaultSentence | undefined = sentences[fault.code];
  return sentence === undefined ? explainSurprise(fault.message, language) : sentence[language](fault.detail);
}

const surprise: Readonly<Record<Locale, (what: string) => string>> = {
  en: what => `Something unexpected happened: ${what}. MICHI_LOG_LEVEL=debug adds where in the code.`,
  ja: what => `予期しない問題が起きました: ${what}。MICHI_LOG_LEVEL=debug を指定すると、コード上の場所も表示します。`,
};

export function explainSurprise(what: string, language: Locale): string {
  return surprise[language](what);
}
