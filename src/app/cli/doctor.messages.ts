import type { Locale } from '../../platform/i18n/locale.ts';
import type { Finding } from '../doctor.ts';

type Part = Finding['part'];
type StateOf<Name extends Part> = Extract<Finding, { part: Name }>['state'];
type FactsOf<Name extends Part> = Extract<Finding, { part: Name }>['facts'];
type Sentences = { readonly [Name in Part]: { readonly [State in StateOf<Name>]: (facts: FactsOf<Name>) => string } };

const en: Sentences = {
  node: {
    ok: f => `Node ${f.version}.`,
    broken: f => `Node ${f.version} is too old. Run Michi through npm, or install Node 22.18 or newer.`,
  },
  'data-directory': {
    ok: f => `Data directory ${f.path} can be written.`,
    broken: f => `Data directory ${f.path} cannot be written. Change its owner, or set MICHI_DATA_DIR.`,
  },
  database: {
    ok: f => `PostgreSQL ${f.version} is reachable.`,
    embedded: f =>
      `Database runs embedded (PGlite, PostgreSQL ${f.version}). A kill loses nothing, a power cut may; one process at a time. Set DATABASE_URL for a server.`,
    'in-use': () =>
      'Database directory is in use by a running Michi, so it was not looked into. Stop Michi to examine it.',
    broken: f =>
      `Database cannot be used (${f.code || `PostgreSQL ${f.version} is older than 15`}). Check DATABASE_URL, the server and the role's rights.`,
  },
  vectors: {
    ok: f => `pgvector ${f.version}.`,
    broken: f => `pgvector ${f.version} is older than 0.8. Update the extension: alter extension vector update.`,
  },
  migrations: {
    ok: () => 'All migrations are applied.',
    pending: f => `${f.count} migrations wait (${f.file} first). Run: npm run michi -- migrate, or start Michi.`,
    broken: f => `Migration ${f.file} differs from what was applied. Put back the file as it was.`,
  },
  search: {
    ok: f => `Search covers ${f.names} names with ${f.embedder}.`,
    empty: () => 'Catalogue is empty. Run: npm run michi -- import, or start once with the demo group.',
    'other-embedder': f =>
      `Vectors in the database are from ${f.embedder}, not from the configured embedder. Run: npm run michi -- reindex.`,
  },
  embedder: {
    ok: f => `Embeddings by endpoint: ${f.id}.`,
    embedded: f => `Embeddings run embedded: ${f.id}; no key, no network. Set OPENAI_EMBEDDING_MODEL for an endpoint.`,
    broken: f =>
      `Embedder cannot be used (${f.code}). Check OPENAI_BASE_URL, OPENAI_API_KEY and the model's name and dimension.`,
  },
  redis: {
    ok: f => `Redis ${f.version} is reachable and does not evict.`,
    embedded: () => 'Jobs run in this process. Set REDIS_URL to share them between machines.',
    broken: f => `Redis cannot be used (${f.code}). Check REDIS_URL, and set maxmemory-policy to noeviction.`,
  },
  teams: {
    ok: f => `Teams: the sign-in service knows the app; ${f.tenants} tenants are served.`,
    off: () => 'Teams is not configured. Set TEAMS_APP_ID and what it names; adapters/teams/README.md says how.',
    broken: f =>
      `Teams: the sign-in service gave no token (${f.code}). Check TEAMS_APP_ID, TEAMS_APP_PASSWORD (has it expired?) and that the first of TEAMS_ALLOWED_TENANTS is the app’s own.`,
  },
  web: {
    ok: f => `Web chat listens on ${f.address}, reachable from this machine alone.`,
    exposed: f => `Web chat listens on ${f.address}, beyond this machine. Put a proxy in front that encrypts.`,
  },
};

const ja: Sentences = {
  node: {
    ok: f => `Node ${f.version} で動作しています。`,
    broken: f => `Node ${f.version} は古すぎます。npmから実行するか、Node 22.18以上をインストールしてください。`,
  },
  'data-directory': {
    ok: f => `データディレクトリ ${f.path} に書き込めます。`,
    broken: f =>
      `データディレクトリ ${f.path} に書き込めません。所有者を変更するか、MICHI_DATA_DIRを指定してください。`,
  },
  database: {
    ok: f => `PostgreSQL ${f.version} に接続できます。`,
    embedded: f =>
      `データベースは内蔵です(PGlite、PostgreSQL ${f.version})。強制終了では失われませんが、停電では失われることがあります。同時に使えるのは1プロセスです。サーバーを使うにはDATABASE_URLを指定してください。`,
    'in-use': () =>
      'データベースは起動中のMichiが使用しているため、中を確認していません。確認するにはMichiを停止してください。',
    broken: f =>
      `データベースを使えません(${f.code || `PostgreSQL ${f.version} は15より古い版です`})。DATABASE_URL、サーバー、ロールの権限をご確認ください。`,
  },
  vectors: {
    ok: f => `pgvector ${f.version} を使えます。`,
    broken: f => `pgvector ${f.version} は0.8より古い版です。alter extension vector update で更新してください。`,
  },
  migrations: {
    ok: () => 'マイグレーションはすべて適用済みです。',
    pending: f =>
      `未適用のマイグレーションが${f.count}件あります(先頭は ${f.file})。npm run michi -- migrate を実行するか、Michiを起動してください。`,
    broken: f => `マイグレーション ${f.file} が適用時と異なります。元の内容に戻してください。`,
  },
  search: {
    ok: f => `検索の対象は${f.names}件の名称です(${f.embedder})。`,
    empty: () => 'カタログが空です。npm run michi -- import で取り込むか、デモのグループで一度起動してください。',
    'other-embedder': f =>
      `データベースのベクトルは ${f.embedder} のもので、設定中の埋め込みと異なります。npm run michi -- reindex を実行してください。`,
  },
  embedder: {
    ok: f => `埋め込みは外部のエンドポイントです(${f.id})。`,
    embedded: f =>
      `埋め込みは内蔵です(${f.id})。鍵もネットワークも不要です。外部のエンドポイントを使うにはOPENAI_EMBEDDING_MODELを指定してください。`,
    broken: f => `埋め込みを使えません(${f.code})。OPENAI_BASE_URL、OPENAI_API_KEY、モデル名と次元数をご確認ください。`,
  },
  redis: {
    ok: f => `Redis ${f.version} に接続でき、データの追い出しもありません。`,
    embedded: () => 'ジョブはこのプロセスで動きます。複数の機械で分担するにはREDIS_URLを指定してください。',
    broken: f => `Redisを使えません(${f.code})。REDIS_URLと、maxmemory-policyがnoevictionであることをご確認ください。`,
  },
  teams: {
    ok: f => `Teams: サインインサービスがアプリを認識しました。対象のテナントは${f.tenants}件です。`,
    off: () => 'Teamsは設定されていません。使う場合はTEAMS_APP_IDなどを指定してください(adapters/teams/README.md)。',
    broken: f =>
      `Teams: サインインサービスからトークンを取得できません(${f.code})。TEAMS_APP_ID、TEAMS_APP_PASSWORD(期限切れの場合があります)と、TEAMS_ALLOWED_TENANTSの先頭がアプリを登録したテナントであることをご確認ください。`,
  },
  web: {
    ok: f => `Webチャットは ${f.address} で待ち受け、この機械からだけ開けます。`,
    exposed: f =>
      `Webチャットは ${f.address} で待ち受け、他の機械からも開けます。暗号化するプロキシを前に置いてください。`,
  },
};

const sentences: Readonly<Record<Locale, Sentences>> = { ja, en };
const marks: Readonly<Record<string, string>> = { ok: '✓', broken: '✗' };

/** One finding as a line: a mark (✓ fine, ✗ broken, – worth knowing) and a sentence that says how to mend it. */
export function doctorLine(finding: Finding, locale: Locale): string {
  // The table is typed per part and state, which a look-up by a union cannot follow.
  const part: Readonly<Record<string, (facts: never) => string>> = sentences[locale][finding.part];
  const sentence = part[finding.state];
  return `${marks[finding.state] ?? '–'} ${sentence === undefined ? finding.part : sentence(finding.facts as never)}`;
}
