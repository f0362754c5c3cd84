import type { ConversationMemory } from '../contract/intent.ts';

const englishOrdinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];
const englishNumbers = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const japaneseNumbers = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
const japaneseCounts = ['ひとつ', 'ふたつ', 'みっつ', 'よっつ', 'いつつ', 'むっつ', 'ななつ', 'やっつ', 'ここのつ'];

const thing = '(?:one|item|entry|result|role|job|posting|vacancy|opening|position|course|training|skill)';
const ordinalWord = `(?:${englishOrdinals.join('|')}|last|\\d{1,2}(?:st|nd|rd|th))`;
const englishOrdinal = new RegExp(
  `\\b(?:(?:the )?(${ordinalWord}) ${thing}s?\\b(?: (?:on|in|of) (?:the|that|this|your) list)?|the (${ordinalWord})(?=[ ?.,!]*$|[?.,])|(?:number|no\\.?|#) ?(\\d{1,2}|${englishNumbers.join('|')})\\b)`,
  'i',
);
const japaneseOrdinal = new RegExp(
  `((?:上から|下から)?)(?:(\\d{1,2}|[${japaneseNumbers.join('')}])(?:番目|つ目|個目|件目|番)|(${japaneseCounts.join('|')})目|(最初|先頭|一番上|最後|一番下)(?=の|は|を|が|に|について|$))(?:の(?:もの|やつ|役割|職種|求人|募集|ポジション|講座|研修|コース|スキル|項目)(?!つ))?`,
);

export interface Reference {
  /** The id that the words stand for; null = they point at nothing that is remembered, such as the ninth of five. */
  readonly id: string | null;
  /** Its place in the last list, from 0. */
  readonly place: number;
  /** What is left of the sentence without the words that refer. */
  readonly rest: string;
}

/** "the second one", 2番目, "the first and the third one": items of the list that was shown last, in the order said. */
export function ordinalReferences(text: string, listed: readonly string[]): readonly Reference[] {
  if (listed.length === 0) return [];
  const found: Reference[] = [];
  for (let rest = text; found.length < 4; ) {
    const next = firstOrdinal(rest, listed);
    if (next === null) break;
    found.push(next);
    rest = next.rest;
  }
  return found;
}

function firstOrdinal(text: string, listed: readonly string[]): Reference | null {
  const english = englishOrdinal.exec(text);
  const match = english ?? japaneseOrdinal.exec(text);
  if (match === null) return null;
  const place = english === null ? japanesePlace(match, listed.length) : englishPlace(english, listed.length);
  return {
    id: listed[place] ?? null,
    place,
    rest: `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}`.trim(),
  };
}

function englishPlace(match: RegExpExecArray, length: number): number {
  const word = (match[1] ?? match[2] ?? match[3] ?? '').toLowerCase();
  if (word === 'last') return length - 1;
  const named = Math.max(englishOrdinals.indexOf(word), englishNumbers.indexOf(word));
  return named >= 0 ? named : Number.parseInt(word, 10) - 1;
}

function japanesePlace(match: RegExpExecArray, length: number): number {
  const [, direction, number, counted, named] = match;
  if (named !== undefined) return named === '最後' || named === '一番下' ? length - 1 : 0;
  const place = counted === undefined ? japaneseNumber(number ?? '') : japaneseCounts.indexOf(counted);
  return direction === '下から' ? length - 1 - place : place;
}

function japaneseNumber(number: string): number {
  const named = japaneseNumbers.indexOf(number);
  return named >= 0 ? named : Number.parseInt(number, 10) - 1;
}

// What people put around "the second one" without wanting anything else than to see it.
const filler =
  /^(?:(?:and|then|so|ok|okay|please|show|open|see|me|tell|about|more|details?|of|on|for|what|how|the|is|'s|let|i|want|to|would|like|look|at|give|view)\b|では|じゃあ?|それでは|は|を|の|も|が|に|へ|と|って|詳細|詳しく|くわしく|ついて|つい|見せて|見たい|教えて|開いて|表示|して|ください|お願い|します|くれ|ます|か|です|どう|何|なに|[\s、。?!,.:])*$/i;

/** Whether what is left beside the reference asks for nothing else. */
export function isBareReference(reference: Reference): boolean {
  return filler.test(reference.rest);
}

const morePattern =
  /^(?:(?:ok|okay|please|and|show|see|load|give|me|some|the|any)[ ,]+)*(?:more|next|next page|next ones|more results|others?|what else|continue|go on)(?: please)?[ ?.!]*$|^(?:もっと|もっと(?:見|み)(?:る|せて|たい)|続き|つづき|次|つぎ|次へ|次のページ|(?:他|ほか)に(?:は|も)?|さらに|その(?:他|ほか))(?:は|を|も)?(?:見せて|みせて|見たい|表示して|教えて|あります?か?|ある|お願いします)?(?:ください|です)?[か。?、\s]*$/i;

/** "more", もっと: the next page of what was shown last. */
export function asksForMore(text: string): boolean {
  return morePattern.test(text);
}

const kinds = [
  ['role', 'role|job|occupation|profession', '役割|職種|ロール|仕事|職'],
  ['skill', 'skill|competence|ability', 'スキル|技能|能力'],
  ['posting', 'posting|vacancy|opening|position', '求人|募集|公募|ポジション'],
  ['course', 'course|training|class', '講座|研修|コース|トレーニング'],
] as const;

const pronoun =
  /(?:\b(?:for|of|about|to|with|like|near|than|against|need|needs?|does|is|do|will|can|compare|explain|show|build|teach)\s+(?:it|that|this|them)\b(?:\s+one)?(?!\s+\w+\s*(?:architect|engineer|manager|security|specialist))|\b(?:this|that) one\b|それ|これ|あれ|そちら|こちら|同じもの|今の(?=は|を|に|と))/i;

/**
 * "that role", その役割, "it": what the last answer was about. A noun picks by kind; a bare pronoun takes the first of the focus, which is
 * why an intent puts its main subject first.
 */
export function pronounReference(text: string, focus: ConversationMemory['focus']): string | null {
  for (const [kind, english, japanese] of kinds) {
    const named = new RegExp(
      `\\b(?:this|that|the same|these|those) (?:${english})s?\\b|(?:その|この|同じ|あの|今の|さっきの|先ほどの)(?:${japanese})`,
      'i',
    );
    if (named.test(text)) return focus[kind] ?? null;
  }
  if (!pronoun.test(text)) return null;
  return Object.values(focus).find(value => /^[a-z]{3}_/.test(value)) ?? null;
}

const continuing =
  /^(?:and|what about|how about|then|now|same|also|but|or|only|just|ok|では|じゃあ?|それでは|それじゃ|ちなみに|あと)(?![a-z])|(?:は|なら|だと|だったら|では|の場合は?)[?。、\s]*$/i;
const connecting =
  /^(?:(?:and|what|about|how|for|in|at|on|as|a|an|the|level|grade|rank|position|then|also|same|ok|so|only|just|instead|to|of|with|please|by|now|but|or|one|ones)\b|では|じゃあ?|それでは|それじゃ|ちなみに|あと|なら|だと|だったら|になると|の場合|レベル|クラス|だけ|でも|は|の|で|に|も|が|ですか|です|どう|ください|お願いします|[\s、。?!,.:])*$/i;

/** Whether a sentence says of itself that it goes on: "and …", "what about …", …は?. */
export function soundsLikeFollowUp(text: string): boolean {
  return continuing.test(text);
}

/** Whether a sentence is nothing but names and what connects them, so that it has no intent of its own: "and at manager level?". */
export function isOnlyNames(text: string, names: readonly string[]): boolean {
  if (names.length === 0) return false;
  return connecting.test(names.reduce((rest, name) => rest.replace(name, ' '), text));
}
