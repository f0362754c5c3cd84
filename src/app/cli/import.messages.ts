import type { ImportSummary, RefusalReason } from '../../platform/files/import-report.ts';
import { formatNumber } from '../../platform/i18n/format.ts';
import type { Messages } from '../../platform/i18n/messages.ts';

type Counted =
  | 'roles'
  | 'statements'
  | 'links'
  | 'occupations'
  | 'aliases'
  | 'tasks'
  | 'technologies'
  | 'skills'
  | 'postings'
  | 'courses'
  | 'sessions'
  | 'companies'
  | 'people'
  | 'series'
  | 'left'
  | 'birthDates'
  | 'rules';

const n = formatNumber;

const en = {
  counts: {
    roles: 'roles',
    statements: 'statements',
    links: 'links',
    occupations: 'occupations',
    aliases: 'aliases',
    tasks: 'tasks',
    technologies: 'technology skills',
    skills: 'skills',
    postings: 'postings',
    courses: 'courses',
    sessions: 'sessions',
    companies: 'companies',
    people: 'people',
    series: 'series of one-on-ones',
    left: 'left (in the database, not in the file)',
    birthDates: 'birth dates',
    rules: 'rules',
  } satisfies Readonly<Record<Counted, string>>,
  read: (what: string, counts: string) => `${what}: ${counts}`,
  changes: (s: ImportSummary) =>
    `${n(s.new)} new, ${n(s.changed)} changed, ${n(s.unchanged)} unchanged, ${n(s.refused.length)} refused`,
  dryRun: 'Dry run: nothing was written.',
  aborted: {
    'too-many-refused': 'Nothing was written: more than 5 % of the rows are bad. Correct the file and import it again.',
    'fewer-people':
      'Nothing was written: a company would have more than 10 % fewer people. If that is right, import again with --allow-fewer.',
  } satisfies Readonly<Record<NonNullable<ImportSummary['aborted']>, string>>,
  refused: (file: string, line: number, column: string, reason: string) =>
    `  ${file}, line ${line}${column === '' ? '' : `, ${column}`}: ${reason}`,
  more: (count: number) => `  … and ${n(count)} more; --refused <file> writes all of them to a file`,
  reasons: {
    cells: 'has another number of cells than the header',
    quotes: 'has a quotation mark in the wrong place',
    missing: 'is empty',
    'not-allowed': 'has a value that is not allowed here',
    'not-a-number': 'is not a number',
    'not-a-date': 'is not a date or a span of time (2026-04-01)',
    'wrong-order': 'ends before it starts',
    'not-a-key': 'is not a key (A-Z a-z 0-9 . _ -)',
    'too-long': 'is too long',
    twice: 'stands in the file twice; the first one holds',
    'unknown-company': 'names a company that is not known; import companies first',
    'unknown-skill': 'names a skill that is not known; import skills first',
    'unknown-role': 'names a role that is not known; import skill-maps first',
    'unknown-manager': 'names a manager who is neither in the file nor known',
    'own-manager': 'names the person as their own manager',
    'not-their-manager': 'names somebody who is not the manager of the member; import people first',
    'two-managers': 'has a member who stands in the file with another manager; the first one holds',
    'no-members': 'names a manager to whom nobody reports',
    'unknown-zone': 'is not a known time zone (Asia/Tokyo)',
    'bad-start': 'is not a local day and time (2026-12-01T10:00)',
    'bad-duration': 'is not a number of minutes between 10 and 240',
    'bad-rule': 'is not a weekly or monthly RRULE (FREQ=WEEKLY;BYDAY=TU;UNTIL=20271130)',
    'too-often': 'is more often than twice a week',
    'no-end': 'has no end: UNTIL or COUNT is needed',
    over: 'has ended already',
    'no-meeting': 'gives not one meeting before its end',
    'unknown-person': 'names somebody who is not known or has left; import people first',
    'unknown-course': 'names a course that is not known; import courses first',
    'outside-era': 'is a day that this era does not have',
    'in-the-future': 'is in the future',
    'not-plausible': 'would make the person younger than 15 or older than 100',
    'matches-everyone': 'would match everyone; a rule is for one age',
  } satisfies Readonly<Record<RefusalReason, string>>,
};

const ja: typeof en = {
  counts: {
    roles: '役割',
    statements: '記述',
    links: 'リンク',
    occupations: '職業',
    aliases: '別名',
    tasks: '作業',
    technologies: '技術スキル',
    skills: 'スキル',
    postings: '公募',
    courses: '研修',
    sessions: '開催回',
    companies: '会社',
    people: '人',
    series: '1on1のシリーズ',
    left: '退職扱い(ファイルに記載なし)',
    birthDates: '生年月日',
    rules: 'ルール',
  },
  read: (what, counts) => `${what}: ${counts}`,
  changes: s =>
    `新規 ${n(s.new)}、変更 ${n(s.changed)}、変更なし ${n(s.unchanged)}、取り込まなかった行 ${n(s.refused.length)}`,
  dryRun: '確認のみ(--dry-run)のため、何も書き込んでいません。',
  aborted: {
    'too-many-refused':
      '誤りのある行が5%を超えたため、何も書き込んでいません。ファイルを直して、もう一度取り込んでください。',
    'fewer-people':
      '人数が10%を超えて減る会社があるため、何も書き込んでいません。正しい場合は --allow-fewer を付けて取り込んでください。',
  },
  refused: (file, line, column, reason) => `  ${file} ${line}行目${column === '' ? '' : ` ${column}`}: ${reason}`,
  more: count => `  … ほか${n(count)}件(--refused <file> ですべてをファイルに書き出せます)`,
  reasons: {
    cells: 'セルの数が見出しと合いません',
    quotes: '引用符の位置が正しくありません',
    missing: '空です',
    'not-allowed': 'ここでは使えない値です',
    'not-a-number': '数値ではありません',
    'not-a-date': '日付または期間ではありません(例: 2026-04-01)',
    'wrong-order': '終わりが始まりより前です',
    'not-a-key': 'キーに使えない文字があります(使える文字: A-Z a-z 0-9 . _ -)',
    'too-long': '長すぎます',
    twice: 'ファイルに2回あります(最初の行が有効です)',
    'unknown-company': '登録されていない会社です(先に companies を取り込んでください)',
    'unknown-skill': '登録されていないスキルです(先に skills を取り込んでください)',
    'unknown-role': '登録されていない役割です(先に skill-maps を取り込んでください)',
    'unknown-manager': '上司がファイルにも登録済みの人の中にもいません',
    'own-manager': '本人が上司になっています',
    'not-their-manager': 'その人の上司ではありません(先に people を取り込んでください)',
    'two-managers': 'ファイルの中で別の上司と組まれています(最初の行が有効です)',
    'no-members': '部下のいない人です',
    'unknown-zone': '知られていないタイムゾーンです(例: Asia/Tokyo)',
    'bad-start': '現地の日時ではありません(例: 2026-12-01T10:00)',
    'bad-duration': '10から240までの分ではありません',
    'bad-rule': '週または月の繰り返しのRRULEではありません(例: FREQ=WEEKLY;BYDAY=TU;UNTIL=20271130)',
    'too-often': '週に2回を超えています',
    'no-end': '終わりがありません(UNTILまたはCOUNTが必要です)',
    over: 'すでに終わっています',
    'no-meeting': '終わりまでに1回も行われません',
    'unknown-person': '登録されていない人、または退職した人です(先に people を取り込んでください)',
    'unknown-course': '登録されていない研修です(先に courses を取り込んでください)',
    'outside-era': 'その元号にない日付です',
    'in-the-future': '未来の日付です',
    'not-plausible': '15歳未満または100歳を超える生年月日です',
    'matches-everyone': '全員が当てはまるルールです(1つのルールには1つの年齢を書いてください)',
  },
};

export const importMessages: Messages<typeof en> = { ja, en };

/** "41 roles, 1,821 statements, 5,334 links" */
export function countsText(counts: ImportSummary['counts'], messages: typeof en): string {
  const words: Readonly<Record<string, string>> = messages.counts;
  return Object.entries(counts)
    .map(([name, count]) => `${n(count)} ${words[name] ?? name}`)
    .join(', ');
}
