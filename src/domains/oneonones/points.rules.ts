/** Characters of a point. */
export const longestPoint = 500;

const meeting = '(?:1\\s*(?:on|:|対)\\s*1s?|one[- ]on[- ]ones?|1:1s?|ワン・?オン・?ワン|面談)';
/**
 * How people say what they want to talk about, the words themselves last or in quotation marks. What none of these fits is not guessed: the
 * form then asks for the words.
 */
const forms: readonly RegExp[] = [
  new RegExp(`${meeting}.{0,30}?[「『“"]([^」』”"]{2,})[」』”"]`, 'iu'),
  new RegExp(`[「『“"]([^」』”"]{2,})[」』”"].{0,40}?${meeting}`, 'iu'),
  new RegExp(`${meeting}[^:：\\n]{0,40}[:：]\\s*(\\S[\\s\\S]+)$`, 'iu'),
  new RegExp(
    `^(.{2,}?)(?:を|について|のことを|の件を)(?:次の|今度の|来週の)?${meeting}(?:で|の|に)(?:話|相談|議題|追加|ポイント|入れ|加え|トピック)`,
    'iu',
  ),
  new RegExp(`${meeting}で(?:は)?(.{2,}?)(?:を|について|のことを|の件を)(?:話|相談|聞|伝え|取り上げ)`, 'iu'),
  new RegExp(
    `^(?:please )?(?:add|put|note) (.{2,}?) (?:to|on|for|onto) (?:the |my |our )?(?:list |agenda |points )?(?:for |of )?(?:the |my |our )?(?:next )?${meeting}`,
    'iu',
  ),
  new RegExp(
    `(?:talk|speak|discuss|bring up|raise|ask)(?: about)? (.{2,}?) (?:in|at|during) (?:the |my |our )?(?:next )?${meeting}`,
    'iu',
  ),
];
const empty =
  /^(?:an? |some |another |one more )?(?:point|topic|item|something|things?|話すこと|ポイント|議題|項目|話題|トピック)s?$/iu;

/** The words of a point in a sentence such as "Add to my 1on1: my promotion"; empty when it names none. */
export function pointInSentence(sentence: string): string {
  for (const form of forms) {
    const words = form.exec(sentence.normalize('NFKC'))?.[1]?.trim() ?? '';
    if (words !== '' && !empty.test(words)) return words.slice(0, longestPoint);
  }
  return '';
}
