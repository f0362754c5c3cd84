import type { Locale } from '../../platform/i18n/locale.ts';

export type SpokenLanguage = Locale | 'foreign' | 'unclear';

// Words that no English sentence contains, by language: French, German, Spanish, Portuguese, Italian, Dutch, Indonesian, Swedish, Polish,
// Turkish, Vietnamese, Finnish, Czech. Evidence, not a dictionary: short words that nearly every sentence of the language has.
const foreignWords = new Set(
  `le les des du une est sont quel quelle quels quelles pour avec dans sur vous nous mon mes je il elle qui que quoi comment où et aux cette ces pas ai suis faire peux veux cherche besoin poste
  der das den dem ein eine einen einem einer ist sind wie welche welcher welches für mit auf und ich wir sie nicht auch kann brauche brauchen meine mein wo gibt zu von im bei über werden muss braucht
  el los las una es son qué cuál cuáles cómo para con por sobre mi mis yo necesito necesita tiene puedo quiero busco hay del y muy trabajo
  o os um uma é são qual quais como com sobre meu minha eu preciso precisa tenho quero não seu da dos das na em
  il lo gli uno è sono quale quali di che come ho voglio serve servono della delle nel mi si
  het een zijn wat welke hoe voor met ik heb mijn niet op aan naar ook moet nodig kan
  apa yang untuk dengan saya adalah bagaimana dan di ke dari ini itu tidak bisa keterampilan pekerjaan
  och är vad vilka hur för med jag på inte det som att behöver en ett
  jest jakie jak dla na nie się czy są mam potrzebne potrzebuje w z
  için ne nasıl bir ve bu mı mi nedir hangi gerekli var ben
  là gì cho của và tôi những các cần không có như thế nào kỹ năng
  mitä mikä miten ja on minun ovat tarvitaan
  jaké jak pro jsou se na je jsem potřebuje`.split(/\s+/),
);
const englishWords = new Set(
  `the of and to for with is are was be am do does did can could should would will what which who whom whose how where when why a an my me i i'm you your it its this that these those
  in on at by from as or not no need needs needed want show find tell give compare skills skill role roles job jobs posting postings course courses training switch help about level manager have has
  any there more please let's let us we our they their like between than`.split(/\s+/),
);
/** Words in both lists tell nothing ("on", "a", "me" stay English; what is left out here would hide a French or Finnish sentence). */
const both = new Set([...foreignWords].filter(word => englishWords.has(word)));

// Characters of Chinese sentences that Japanese does not write: pronouns, particles and simplified forms.
const chineseOnly =
  /[你您们們吗嗎呢这這么麼怎哪沒没给让讓说還还她咱啥谁对时开关见问间专网络计设证认识训练术项编经营软发级图责师产动华东车长书习买卖头实审层总战护据职岗应务业员门无从请该个为与门类习]|什么|什麼|我想|我的|我要|有哪|需要哪|是不是|可以|如何|哪些/u;

/**
 * Which language a cleaned sentence is in, by script and by the small words that give a language away. `unclear` = too little to tell, such
 * as a single name; it is then read as one of ours.
 */
export function spokenLanguage(text: string): SpokenLanguage {
  const letters = count(text, /\p{L}/gu);
  if (letters === 0) return 'unclear';
  const kana = count(text, /[\p{Script=Hiragana}\p{Script=Katakana}]/gu);
  const han = count(text, /\p{Script=Han}/gu);
  const latin = count(text, /\p{Script=Latin}/gu);
  if (letters - kana - han - latin - count(text, /ー/gu) > letters * 0.3) return 'foreign';
  if (kana > 0) return 'ja';
  if (han > 0) return chineseOnly.test(text) ? 'foreign' : 'ja';
  return latinLanguage(text);
}

function latinLanguage(text: string): SpokenLanguage {
  const words = text.toLowerCase().match(/[\p{L}']+/gu) ?? [];
  const english = words.filter(word => englishWords.has(word)).length;
  const foreign = words.filter(word => foreignWords.has(word) && !both.has(word)).length;
  const accented = words.filter(word => /[^a-z']/.test(word) && !foreignWords.has(word)).length;
  const evidence = foreign + accented;
  // One accented word may be a name (Zürich) and one small word may be one too (Los Angeles), so a lone hit needs a sentence without English.
  if (evidence > english && (evidence >= 2 || (foreign === 1 && words.length <= 4 && words.length > 1)))
    return 'foreign';
  if (english > 0 && words.length > 1) return 'en';
  return words.length >= 4 ? 'en' : 'unclear';
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
