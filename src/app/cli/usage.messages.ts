import type { Locale } from '../../platform/i18n/locale.ts';
import type { Messages } from '../../platform/i18n/messages.ts';

const en = {
  michi: 'Michi, the chat assistant of the people-development programme',
  titles: {
    'Usage:': 'Usage:',
    'Options:': 'Options:',
    'Global Options:': 'Options of every command:',
    'Commands:': 'Commands:',
    'Arguments:': 'Arguments:',
  },
  help: 'say how this command is used',
  helpCommand: 'say how a command is used',
  language: 'language of what is printed (ja, en); default: MICHI_LANGUAGE, else that of the terminal',
  start: {
    about: 'migrate, load the demo group on first start, serve the web chat and run the jobs',
    only: 'run one part of it, for several machines',
  },
  migrate: 'bring the database to the newest migration',
  import: {
    about: 'take a published framework or CSV files of your own into Michi',
    published: (kind: string) => `the published files of ${kind}, from their folder`,
    folder: 'where the files are, with their published names',
    file: (kind: string) => `${kind} from CSV files (UTF-8 or CP932)`,
    files: 'one or more CSV files with a header row',
    dryRun: 'check and compare, write nothing',
    refused: 'write the rows that were not taken to this file',
    template: 'print the header with example rows, and stop',
    allowFewer: 'take a file with more than 10 % fewer people',
  },
  export: {
    about: 'write what Michi holds as a CSV file with the columns of the import',
    kind: (kind: string) => `all ${kind}, as a file that can be imported again`,
    out: 'write to this file, readable by its owner alone, instead of printing',
  },
  reindex: 'embed every name of the catalogue anew beside the search that is in use, then switch at once',
  alias: {
    about: 'words by which people find an item of the catalogue',
    list: 'print the aliases of an item',
    add: 'add an alias to an item',
    remove: 'take an alias away from an item',
    item: 'kind/source/key, such as role/group/incident-responder-senior',
    locale: 'ja or en',
    alias: 'the word',
  },
  webLink: {
    about: 'print a link that signs one person in to the web chat, once, within ten minutes',
    person: 'whom it signs in, such as HQ/000123',
  },
  doctor: 'say what runs embedded, what is reachable, what is misconfigured and how to mend it',
  train: {
    about: 'train a language part; "train embedder --help" says how',
    part: 'what to train: embedder',
    arguments: 'options of the training',
  },
};

const ja: typeof en = {
  michi: 'Michi: 人材育成プログラムのチャットアシスタント',
  titles: {
    'Usage:': '使い方:',
    'Options:': 'オプション:',
    'Global Options:': 'すべてのコマンドのオプション:',
    'Commands:': 'コマンド:',
    'Arguments:': '引数:',
  },
  help: 'このコマンドの使い方を表示します',
  helpCommand: 'コマンドの使い方を表示します',
  language: '表示する言語(ja、en)。省略時はMICHI_LANGUAGE、なければ端末の言語',
  start: {
    about: 'マイグレーション、初回のデモ読み込み、Webチャットの提供、ジョブの実行を行います',
    only: '複数の機械で分担するとき、一部だけを動かします',
  },
  migrate: 'データベースを最新のマイグレーションまで更新します',
  import: {
    about: '公開されているフレームワークや自社のCSVファイルをMichiに取り込みます',
    published: kind => `公開されている${kind}のファイルをフォルダーから取り込みます`,
    folder: '公開時の名前のままのファイルがあるフォルダー',
    file: kind => `${kind}のCSVファイルを取り込みます(UTF-8またはCP932)`,
    files: '見出し行のあるCSVファイル(複数可)',
    dryRun: '確認と比較だけを行い、何も書き込みません',
    refused: '取り込まなかった行をこのファイルに書き出します',
    template: '見出しと記入例を表示して終了します',
    allowFewer: '人数が10%を超えて減るファイルも取り込みます',
  },
  export: {
    about: 'Michiにあるデータを、取り込みと同じ列のCSVで書き出します',
    kind: kind => `すべての${kind}を、もう一度取り込める形で書き出します`,
    out: '画面ではなくこのファイルに書き出します(所有者だけが読めます)',
  },
  reindex: 'カタログのすべての名前を、使用中の検索とは別に埋め込み直し、終わったら一度に切り替えます',
  alias: {
    about: 'カタログの項目を見つけるための別名を扱います',
    list: '項目の別名を表示します',
    add: '項目に別名を追加します',
    remove: '項目から別名を取り除きます',
    item: '種類/出典/キー(例: role/group/incident-responder-senior)',
    locale: 'ja または en',
    alias: '別名',
  },
  webLink: {
    about: 'Webチャットに一度だけサインインできるリンクを表示します(10分間有効)',
    person: 'サインインする人(例: HQ/000123)',
  },
  doctor: '内蔵で動いているもの、接続できるもの、設定の誤りとその直し方を表示します',
  train: {
    about: '言語の部品を学習させます(「train embedder --help」に使い方があります)',
    part: '学習させるもの: embedder',
    arguments: '学習のオプション',
  },
};

export const usageMessages: Messages<typeof en> = { ja, en };

interface Stumble {
  /** The word that the parser stumbled over. */
  readonly quoted: string;
  /** What it takes instead, as far as the parser says so. */
  readonly instead: string;
}
type UsageFault = (stumble: Stumble) => string;
const instead: Readonly<Record<Locale, UsageFault>> = {
  en: s => (s.instead === '' ? '' : ` (possible: ${s.instead})`),
  ja: s => (s.instead === '' ? '' : `(候補: ${s.instead})`),
};

/** What is wrong with a command line, by the code of the parser. */
const usageFaults: Readonly<Record<string, Readonly<Record<Locale, UsageFault>>>> = {
  'commander.unknownCommand': {
    en: s => `There is no command "${s.quoted}"`,
    ja: s => `「${s.quoted}」というコマンドはありません`,
  },
  'commander.unknownOption': {
    en: s => `There is no option "${s.quoted}" here`,
    ja: s => `ここに「${s.quoted}」というオプションはありません`,
  },
  'commander.missingArgument': {
    en: s => `The argument <${s.quoted}> is missing`,
    ja: s => `引数<${s.quoted}>がありません`,
  },
  'commander.excessArguments': {
    en: () => 'There are more arguments than this command takes',
    ja: () => '引数が多すぎます',
  },
  'commander.optionMissingArgument': {
    en: s => `The option ${s.quoted} needs a value`,
    ja: s => `オプション${s.quoted}には値が必要です`,
  },
  'commander.missingMandatoryOptionValue': {
    en: s => `The option ${s.quoted} is needed`,
    ja: s => `オプション${s.quoted}が必要です`,
  },
  'commander.invalidArgument': {
    en: s => `The value "${s.quoted}" cannot be used here`,
    ja: s => `「${s.quoted}」はここに指定できない値です`,
  },
};
const other: Readonly<Record<Locale, UsageFault>> = {
  en: () => 'The command line cannot be understood',
  ja: () => 'コマンドの指定が正しくありません',
};
const seeHelp: Readonly<Record<Locale, string>> = {
  en: '. Add --help to see how a command is used.',
  ja: '。使い方は --help で表示できます。',
};

/** One sentence about a command line that was not understood, and where to look. `message` is the parser's own. */
export function usageFault(code: string, message: string, language: Locale): string {
  const stumble = {
    quoted: (/(?:argument|value) '([^']*)' is invalid/.exec(message) ?? /'([^']*)'/.exec(message))?.[1] ?? '',
    instead: /(?:Allowed choices are|Did you mean(?: one of)?) ([^.?]+)/.exec(message)?.[1] ?? '',
  };
  return `${(usageFaults[code] ?? other)[language](stumble)}${instead[language](stumble)}${seeHelp[language]}`;
}
