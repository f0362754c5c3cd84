import type { Locale } from '../../platform/i18n/locale.ts';
import { type FactsOf, type Finding, type Part, type StateOf, severityOf } from '../doctor.types.ts';
import { configSentence } from './config.messages.ts';
import { explainFault } from './faults.messages.ts';

type Sentences = {
  readonly [Name in Part]: { readonly [State in StateOf<Name>]: (facts: FactsOf<Name, State>) => string };
};

const en: Sentences = {
  node: {
    ok: f => `Node ${f.version}.`,
    old: f => `Node ${f.version} is too old. Run Michi through npm, or install Node 22.18 or newer.`,
  },
  variable: { wrong: f => configSentence(f, 'en') },
  'data-directory': {
    ok: f => `Data directory ${f.path} can be written.`,
    unwritable: f => `Data directory ${f.path} cannot be written. Change its owner, or set MICHI_DATA_DIR.`,
  },
  database: {
    ok: f => `PostgreSQL ${f.version} is reachable.`,
    embedded: f =>
      `Database runs embedded (PGlite, PostgreSQL ${f.version}). A kill loses nothing, a power cut may; one process at a time. Set DATABASE_URL for a server.`,
    absent: () =>
      'Database will run embedded (PGlite); the first start or import creates it. Set DATABASE_URL for a server.',
    'in-use': () =>
      'Database directory is in use by a running Michi, so it was not looked into. Stop Michi to examine it.',
    old: f => `PostgreSQL ${f.version} is too old. Michi needs 15 or newer: set DATABASE_URL to such a server.`,
    broken: f => explainFault(f.fault, 'en'),
  },
  vectors: {
    ok: f => `pgvector ${f.version}.`,
    old: f => `pgvector ${f.version} is older than 0.8. Update the extension: alter extension vector update.`,
    missing: () =>
      'pgvector is not installed on the server. Install version 0.8 or newer (Debian: postgresql-…-pgvector).',
  },
  migrations: {
    ok: () => 'All migrations are applied.',
    pending: f => `${f.count} migrations wait (${f.file} first). Run: npm run michi -- migrate, or start Michi.`,
    broken: f => explainFault(f.fault, 'en'),
  },
  search: {
    ok: f => `Search covers ${f.items} items with ${f.embedder}.`,
    empty: () => 'Catalogue is empty. Run: npm run michi -- import, or start once with the demo group.',
    'other-embedder': f =>
      `Search finds exact names only: its vectors are from ${f.found}, and ${f.configured} is configured. Run: npm run michi -- reindex`,
    unfinished: f =>
      `Search works; a reindexing with ${f.found} did not come to its end. Run: npm run michi -- reindex`,
    'without-vectors': f =>
      `Search has no vector for ${f.items} items, which are found by their exact words only. Run: npm run michi -- reindex`,
  },
  embedder: {
    ok: f => `Embeddings by endpoint: ${f.id}.`,
    embedded: f => `Embeddings run embedded: ${f.id}; no key, no network. Set OPENAI_EMBEDDING_MODEL for an endpoint.`,
    adapted: f => `Embeddings run embedded with the model file of MICHI_EMBEDDER_FILE: ${f.id}; no key, no network.`,
    broken: f => explainFault(f.fault, 'en'),
  },
  redis: {
    ok: f => `Redis ${f.version} is reachable and does not evict.`,
    embedded: () => 'Jobs run in this process. Set REDIS_URL to share them between machines.',
    away: () => 'Redis cannot be reached. Check REDIS_URL and the server.',
    evicts: () => 'Redis may throw waiting work away. Set its maxmemory-policy to noeviction.',
  },
  slack: {
    ok: f => `Slack: installed in ${f.installed} workspaces or organisations, and each token is accepted.`,
    'not-installed': () => 'Slack is configured and not installed anywhere yet. Open /slack/install in a browser.',
    'no-address': () =>
      'Slack cannot reach Michi. Set MICHI_PUBLIC_URL to an address with https, or SLACK_APP_TOKEN for development.',
    broken: f =>
      `Slack: the token of ${f.installation} is not accepted (${f.outcome}). Open /slack/install again there, or check the network.`,
  },
  teams: {
    ok: f => `Teams: the sign-in service knows the app; ${f.tenants} tenants are served.`,
    broken: f =>
      `Teams: the sign-in service gave no token (${f.code}). Check TEAMS_APP_ID, TEAMS_APP_PASSWORD (has it expired?) and that the first of TEAMS_ALLOWED_TENANTS is the app’s own.`,
  },
  outbox: {
    ok: f => `Deliveries: ${f.due} wait for their place; none was given up.`,
    late: f =>
      `Deliveries: ${f.due} are due, the oldest for ${f.minutes} minutes. Is Michi running? See: npm run michi -- deliveries`,
    'dead-letters': f => `Deliveries: ${f.deadLetters} were given up. See why: npm run michi -- deliveries`,
  },
  web: {
    ok: f => `Web chat listens on ${f.address}, reachable from this machine alone.`,
    exposed: f =>
      `Web chat listens on ${f.address}, beyond this machine. Put a proxy in front that encrypts, and set MICHI_PUBLIC_URL to its address.`,
    'exposed-demo': f =>
      `Web chat listens on ${f.address}, beyond this machine, and the demo lets anybody be anybody. Set MICHI_DEMO=false, or MICHI_HOST=127.0.0.1.`,
  },
};

const ja: Sentences = {
  node: {
    ok: f => `Node ${f.version} で動作しています。`,
    old: f => `Node ${f.version} は古すぎます。npmから実行するか、Node 22.18以上をインストールしてください。`,
  },
  variable: { wrong: f => configSentence(f, 'ja') },
  'data-directory': {
    ok: f => `データディレクトリ ${f.path} に書き込めます。`,
    unwritable: f =>
      `データディレクトリ ${f.path} に書き込めません。所有者を変更するか、MICHI_DATA_DIRを指定してください。`,
  },
  database: {
    ok: f => `PostgreSQL ${f.version} に接続できます。`,
    embedded: f =>
      `データベースは内蔵です(PGlite、PostgreSQL ${f.version})。強制終了では失われませんが、停電では失われることがあります。同時に使えるのは1プロセスです。サーバーを使うにはDATABASE_URLを指定してください。`,
    absent: () =>
      'データベースは内蔵です(PGlite)。最初の起動または取り込みのときに作られます。サーバーを使うにはDATABASE_URLを指定してください。',
    'in-use': () =>
      'データベースは起動中のMichiが使用しているため、中を確認していません。確認するにはMichiを停止してください。',
    old: f => `PostgreSQL ${f.version} は古すぎます。15以上のサーバーをDATABASE_URLに指定してください。`,
    broken: f => explainFault(f.fault, 'ja'),
  },
  vectors: {
    ok: f => `pgvector ${f.version} を使えます。`,
    old: f => `pgvector ${f.version} は0.8より古い版です。alter extension vector update で更新してください。`,
    missing: () => 'サーバーにpgvectorがありません。0.8以上をインストールしてください(Debian: postgresql-…-pgvector)。',
  },
  migrations: {
    ok: () => 'マイグレーションはすべて適用済みです。',
    pending: f =>
      `未適用のマイグレーションが${f.count}件あります(先頭は ${f.file})。npm run michi -- migrate を実行するか、Michiを起動してください。`,
    broken: f => explainFault(f.fault, 'ja'),
  },
  search: {
    ok: f => `検索の対象は${f.items}件の項目です(${f.embedder})。`,
    empty: () => 'カタログが空です。npm run michi -- import で取り込むか、デモのグループで一度起動してください。',
    'other-embedder': f =>
      `検索は完全に一致する名前だけを見つけます。ベクトルは ${f.found} のもので、設定は ${f.configured} です。npm run michi -- reindex を実行してください。`,
    unfinished: f =>
      `検索は使えますが、${f.found} での埋め込み直しが途中で終わっています。npm run michi -- reindex を実行してください。`,
    'without-vectors': f =>
      `${f.items}件の項目にベクトルがなく、完全に一致する言葉でしか見つかりません。npm run michi -- reindex を実行してください。`,
  },
  embedder: {
    ok: f => `埋め込みは外部のエンドポイントです(${f.id})。`,
    embedded: f =>
      `埋め込みは内蔵です(${f.id})。鍵もネットワークも不要です。外部のエンドポイントを使うにはOPENAI_EMBEDDING_MODELを指定してください。`,
    adapted: f =>
      `埋め込みは内蔵で、MICHI_EMBEDDER_FILEのモデルファイルを使います(${f.id})。鍵もネットワークも不要です。`,
    broken: f => explainFault(f.fault, 'ja'),
  },
  redis: {
    ok: f => `Redis ${f.version} に接続でき、データの追い出しもありません。`,
    embedded: () => 'ジョブはこのプロセスで動きます。複数の機械で分担するにはREDIS_URLを指定してください。',
    away: () => 'Redisに接続できません。REDIS_URLとサーバーをご確認ください。',
    evicts: () => 'Redisの設定では待機中の処理が失われることがあります。maxmemory-policyをnoevictionにしてください。',
  },
  slack: {
    ok: f => `Slack: ${f.installed}件のワークスペースまたは組織にインストール済みで、どのトークンも有効です。`,
    'not-installed': () =>
      'Slackの設定はありますが、まだどこにもインストールされていません。ブラウザーで /slack/install を開いてください。',
    'no-address': () =>
      'SlackからMichiに届きません。MICHI_PUBLIC_URLにhttpsのアドレスを指定するか、開発ではSLACK_APP_TOKENを指定してください。',
    broken: f =>
      `Slack: ${f.installation} のトークンが受け付けられません(${f.outcome})。そこでもう一度 /slack/install を開くか、ネットワークをご確認ください。`,
  },
  teams: {
    ok: f => `Teams: サインインサービスがアプリを認識しました。対象のテナントは${f.tenants}件です。`,
    broken: f =>
      `Teams: サインインサービスからトークンを取得できません(${f.code})。TEAMS_APP_ID、TEAMS_APP_PASSWORD(期限切れの場合があります)と、TEAMS_ALLOWED_TENANTSの先頭がアプリを登録したテナントであることをご確認ください。`,
  },
  outbox: {
    ok: f => `配信: 順番を待っているものは${f.due}件、断念したものはありません。`,
    late: f =>
      `配信: ${f.due}件が予定の時刻を過ぎています(最も古いものは${f.minutes}分前)。Michiは動いていますか。npm run michi -- deliveries で確認できます。`,
    'dead-letters': f => `配信: ${f.deadLetters}件を断念しました。理由は npm run michi -- deliveries で確認できます。`,
  },
  web: {
    ok: f => `Webチャットは ${f.address} で待ち受け、この機械からだけ開けます。`,
    exposed: f =>
      `Webチャットは ${f.address} で待ち受け、他の機械からも開けます。暗号化するプロキシを前に置き、そのアドレスをMICHI_PUBLIC_URLに指定してください。`,
    'exposed-demo': f =>
      `Webチャットは ${f.address} で待ち受け、他の機械からも開けます。デモでは誰でも他の人になれます。MICHI_DEMO=false または MICHI_HOST=127.0.0.1 を指定してください。`,
  },
};

const sentences: Readonly<Record<Locale, Sentences>> = { ja, en };
const marks = { good: '✓', note: '–', bad: '✗' } as const;

/** One finding as a line: a mark (✓ fine, – worth knowing, ✗ to be mended) and a sentence that says how to mend it. */
export function doctorLine(finding: Finding, locale: Locale): string {
  // The table is typed per part and state, which a look-up by a union cannot follow.
  const part = sentences[locale][finding.part] as Readonly<Record<string, (facts: never) => string>>;
  return `${marks[severityOf(finding)]} ${part[finding.state]?.(finding.facts as never) ?? finding.part}`;
}
