import type { IntentInput } from '../../../conversation/contract/intent.ts';
import { type SkillKind, skillKinds } from '../catalogue.types.ts';

/**
 * What a sentence points at without naming it: "the second one", "my own role", "more". Everything here is read from the words alone;
 * what they point at is looked up in the conversation's memory by the caller.
 */

const counted: readonly (readonly [string, number])[] = [
  ['first|1st|one|1|一|最初', 1],
  ['second|2nd|two|2|二', 2],
  ['third|3rd|three|3|三', 3],
  ['fourth|4th|four|4|四', 4],
  ['fifth|5th|five|5|五', 5],
  ['last|最後', -1],
];
const ordinal =
  /\bthe\s+(first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th)\b(?!-)|\b(first|second|third|fourth|fifth|last)\s+one\b|(?:\bnumber\s+|\bno\.?\s*|#)([1-5]|one|two|three|four|five)\b|([1-5一二三四五])\s*(?:番目|つ目|件目|個目|番)|(最初|最後)の/giu;

/** The places that a sentence points at in the last list, counted from 1, in the order said; -1 is the last one. */
export function ordinalsIn(text: string): readonly number[] {
  const found = [...text.normalize('NFKC').matchAll(ordinal)].map(match =>
    match.slice(1).find(group => group !== undefined),
  );
  return found.flatMap(word => {
    const entry = counted.find(([names]) => names.split('|').includes(word?.toLowerCase() ?? ''));
    return entry === undefined ? [] : [entry[1]];
  });
}

/** The ids that a sentence points at in the last list. */
export function pointedAt(input: IntentInput, listed: readonly string[]): readonly string[] {
  if (input.kind !== 'sentence') return [];
  return ordinalsIn(input.text).flatMap(place => listed.at(place < 0 ? place : place - 1) ?? []);
}

const own =
  /\bmy\s+(?:own|current|present)\b|\bmy\s+(?:role|job|position|post|skills?|skill map|level)\b|\bmine\b|(?:自分|私|わたし|僕|俺|うち)(?:自身)?(?:の|と|に|は|が)|(?:今|現在)の(?:役割|職種|職務|仕事|ポジション|ロール|役職)/iu;

/** Whether a sentence speaks of the person's own role or skills. */
export function namesOwn(text: string): boolean {
  return own.test(text.normalize('NFKC'));
}

const ownAlone = /^(?:me|my|myself|mine|own|自分|自身|自分自身|私|わたし|僕|俺|本人)$/iu;

/** Whether the words for a role mean the person's own: "my role", 自分. */
export function isOwnWords(words: string): boolean {
  return ownAlone.test(words.trim()) || namesOwn(words);
}

const pronounAlone =
  /^(?:it|this|that|them|these|those|this one|that one|(?:this|that) role|(?:この|その|あの)(?:役割|スキル|募集|研修)?|これ|それ|あれ)$/iu;

/** Whether words name nothing by themselves: "it", それ. In capitals, IT is a field of work. */
export function isPronoun(words: string): boolean {
  return words.trim() !== 'IT' && pronounAlone.test(words.trim());
}

const like =
  /\blike (?:this|that|it)\b|\bsimilar\b|\bclose to (?:this|that|it)\b|似た|似て|このような|こういう|これに近い|同じような|類似/iu;

/** Whether a sentence asks for something like what was just shown. */
export function asksForLike(text: string): boolean {
  return like.test(text.normalize('NFKC'));
}

const postingNoun = /\b(?:postings?|jobs?|vacanc(?:y|ies)|openings?|positions?|posts?)\b|募集|求人|公募|ポスト|案件/iu;

/** Whether a sentence asks for postings itself, rather than going on with "and in Tokyo?". */
export function namesPostings(text: string): boolean {
  return postingNoun.test(text.normalize('NFKC'));
}

const besidePostings: readonly RegExp[] = [
  /\b(?:postings?|jobs?|vacanc(?:y|ies)|openings?|positions?|posts?)\s+(?:for|as|of|in|at|on|about)\s+(?:an?\s+|the\s+)?(.+?)[\s?.!]*$/iu,
  /^(.+?)(?:の|に関する|関連の|系の)(?:社内)?(?:募集|求人|公募|ポスト|案件)/u,
];
const saysNothing =
  /^(?:me|my|mine|my\s.*|this|that|it|people like me|internal|open|new|now|the group|社内|グループ|自社|会社|今|いま|現在|最新|最近|新しい?|全部|すべて|全て|他|ほか|別|次|こ|そ|あ|どんな|おすすめ|募集中|自分.*|私.*)$/iu;

/** The words that stand where a posting's subject or place stands, such as 沖縄 in 沖縄の募集; null when there are none. */
export function namedBesidePostings(text: string): string | null {
  const plain = text.normalize('NFKC').trim();
  const found = besidePostings.flatMap(pattern => pattern.exec(plain)?.[1]?.trim() ?? []);
  return found.find(words => words.length <= 40 && !saysNothing.test(words) && !remote.test(words)) ?? null;
}

const remote = /\bremote|\bhome ?office\b|\bfrom home\b|\btelework|リモート|在宅|テレワーク/iu;

/** Whether a sentence asks for work from home. */
export function asksForRemote(text: string): boolean {
  return remote.test(text.normalize('NFKC'));
}

/** The page that a button asks for, counted from 0; a sentence starts at the first. */
export function pageOf(input: IntentInput): number {
  const page = input.kind === 'sentence' ? undefined : input.slots.page;
  return /^\d{1,4}$/.test(page ?? '') ? Number(page) : 0;
}

/** The kind that a button narrows a list to. */
export function skillKindOf(input: IntentInput): SkillKind | null {
  const only = input.kind === 'sentence' ? undefined : input.slots.only;
  return skillKinds.find(kind => kind === only) ?? null;
}

const levels: readonly (readonly [RegExp, number])[] = [
  [/[1１一]|\bone\b/iu, 1],
  [/[2２二]|\btwo\b/iu, 2],
  [/[3３三]|\bthree\b/iu, 3],
  [/[4４四]|\bfour\b/iu, 4],
  [/[5５五]|\bfive\b/iu, 5],
];

/** The level, 1 to 5, that words such as レベル3 or "level three" mean; null when they mean none. */
export function levelFromWords(text: string): number | null {
  return levels.find(([names]) => names.test(text))?.[1] ?? null;
}
