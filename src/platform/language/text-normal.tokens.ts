/** A run of one kind of writing: `word` (letters and digits of any other script) or `cjk` (kana and kanji). Offsets are UTF-16 units. */
export type RunKind = 'word' | 'cjk';
export type VisitRun = (start: number, end: number, kind: RunKind) => void;

const NONE = 0;
const WORD = 1;
const CJK = 2;

const KIND = kindTable();

/** Calls `visit` for each run of a text in normal form, from left to right. A plus or a hash sign after a letter belongs to the word (c++, c#). */
export function eachRun(text: string, visit: VisitRun): void {
  let start = 0;
  let kind = NONE;
  for (let i = 0; i <= text.length; i++) {
    const next = i < text.length ? kindAt(text, i, kind) : NONE;
    if (next === kind) continue;
    if (kind !== NONE) visit(start, i, kind === WORD ? 'word' : 'cjk');
    start = i;
    kind = next;
  }
}

function kindAt(text: string, i: number, before: number): number {
  const unit = text.charCodeAt(i);
  if (unit >= 0xdc00 && unit <= 0xdfff) return before; // the second half of a pair goes with the first
  if ((unit === 0x2b || unit === 0x23) && before === WORD) return WORD;
  return KIND[unit] ?? NONE;
}

function kindTable(): Uint8Array {
  const table = new Uint8Array(0x10000);
  for (let unit = 0; unit < 0x10000; unit++) {
    const char = String.fromCharCode(unit);
    if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u30fc]/u.test(char)) table[unit] = CJK;
    else if (/[\p{L}\p{N}\p{M}]/u.test(char)) table[unit] = WORD;
  }
  table.fill(WORD, 0xd800, 0xd83c); // letters beyond the basic plane; D83C to D83E are pictographs
  table.fill(CJK, 0xd840, 0xd8c0); // kanji of the supplementary planes
  return table;
}
