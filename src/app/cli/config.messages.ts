import type { Locale } from '../../platform/i18n/locale.ts';
import type { ConfigFault, ConfigProblem } from '../config.ts';
import type { FaultDetail, FaultSentence } from './fault-sentence.types.ts';

const en: Readonly<Record<ConfigProblem, (expected: string) => string>> = {
  url: expected => `must be a URL that starts with ${expected}`,
  choice: expected => `must be one of ${expected}`,
  number: expected => `must be a whole number, ${expected}`,
  length: expected => `must have at least ${expected} characters`,
  needed: expected => `must be set when ${expected} is set`,
  excluded: expected => `must not be set together with ${expected}`,
};
const ja: typeof en = {
  url: expected => `${expected} で始まるURLにしてください`,
  choice: expected => `${expected} のいずれかにしてください`,
  number: expected => `整数(${expected})にしてください`,
  length: expected => `${expected}文字以上にしてください`,
  needed: expected => `${expected}を設定するときは必要です`,
  excluded: expected => `${expected}と同時には設定できません`,
};
const problems: Readonly<Record<Locale, typeof en>> = { ja, en };

/** One variable that is not right, as a sentence. */
export function configSentence({ variable, problem, expected }: ConfigFault, language: Locale): string {
  const what = problems[language][problem](expected);
  return language === 'ja' ? `環境変数 ${variable}: ${what}。` : `The environment variable ${variable} ${what}.`;
}

const fileProblems: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  en: {
    missing: 'does not exist',
    foreign: 'is no model file of Michi',
    version: 'is of another version of Michi and has to be adapted again',
    damaged: 'is damaged',
  },
  ja: {
    missing: 'が見つかりません',
    foreign: 'はMichiのモデルファイルではありません',
    version: 'は別の版のMichiのものです。もう一度適応させてください',
    damaged: 'は壊れています',
  },
};

export const configFaults: Readonly<Record<string, FaultSentence>> = {
  'config.invalid': {
    en: d => `${configSentence(faultOf(d), 'en')} Nothing was started; .env.example lists every variable.`,
    ja: d => `${configSentence(faultOf(d), 'ja')}何も起動していません。すべての変数は .env.example にあります。`,
  },
  'config.embedder-file': {
    en: d =>
      `The model file ${d.path} of MICHI_EMBEDDER_FILE ${fileProblems.en[String(d.reason)]}. Nothing was changed; name a file that "npm run train -- embedder --adapt" wrote, or unset the variable.`,
    ja: d =>
      `MICHI_EMBEDDER_FILEのモデルファイル ${d.path} ${fileProblems.ja[String(d.reason)]}。何も変更していません。「npm run train -- embedder --adapt」で作ったファイルを指定するか、変数を外してください。`,
  },
};

/** `readConfig` puts a `ConfigFault` into the detail of its error. */
function faultOf(detail: FaultDetail): ConfigFault {
  const { variable, problem, expected } = detail;
  return { variable: String(variable), problem: String(problem) as ConfigProblem, expected: String(expected) };
}
