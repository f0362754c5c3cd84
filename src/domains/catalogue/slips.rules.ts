/** Runs of one kind of writing: kanji, kana, or letters and digits of any other script. */
const run =
  /\p{Script=Han}+|[\p{Script=Hiragana}\p{Script=Katakana}]+|[[\p{L}\p{N}\p{M}]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]]+/gv;
const katakana = /[ァ-ヶ]/gu;

/**
 * Whether a text is a name with slips of the keys in it: the same words in the same order, each with at most one wrong, missing, additional or
 * swapped character, in long words two. Short words and kanji must be right, because another character there is another word (UX and UI, 設計
 * and 監視). Longer texts than any name are not compared.
 */
export function isSlip(text: string, name: string): boolean {
  if (text.length > longestCompared || Math.abs(text.length - name.length) > mostSlips + 2) return false;
  const [asked, known] = [wordsOf(text), wordsOf(name)];
  if (asked.length === 0 || asked.length !== known.length) return false;
  let slips = 0;
  for (const [at, word] of known.entries()) {
    const distance = slipsBetween(asked[at] ?? '', word);
    if (distance === null) return false;
    slips += distance;
  }
  return slips > 0 && slips <= mostSlips;
}

const longestCompared = 80;
const mostSlips = 2;

function wordsOf(text: string): readonly string[] {
  const folded = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(katakana, character => String.fromCharCode(character.charCodeAt(0) - 0x60))
    .replaceAll('ー', '');
  return folded.match(run) ?? [];
}

function mostSlipsIn(left: string, right: string): number {
  const length = Math.max(left.length, right.length);
  if (/\p{Script=Han}/u.test(left + right) || length < 4) return 0;
  return length < 8 ? 1 : 2;
}

/** The edits between two words, a swap of neighbours counting once (optimal string alignment); null when there are too many. */
function slipsBetween(left: string, right: string): number | null {
  if (left === right) return 0;
  const most = mostSlipsIn(left, right);
  if (Math.abs(left.length - right.length) > most) return null;
  const rows = [Array.from({ length: right.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= left.length; i++) rows.push(nextRow(rows, left, right));
  const distance = rows[left.length]?.[right.length] ?? Number.POSITIVE_INFINITY;
  return distance > most ? null : distance;
}

function nextRow(rows: readonly (readonly number[])[], left: string, right: string): number[] {
  const i = rows.length;
  const cell = (up: number, column: number) => rows[i - up]?.[column] ?? Number.POSITIVE_INFINITY;
  const row = [i];
  for (let j = 1; j <= right.length; j++) {
    const before = row[j - 1] ?? Number.POSITIVE_INFINITY;
    const replaced = cell(1, j - 1) + (left[i - 1] === right[j - 1] ? 0 : 1);
    const isSwap = left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
    row.push(Math.min(cell(1, j) + 1, before + 1, replaced, isSwap ? cell(2, j - 2) + 1 : replaced));
  }
  return row;
}
