/** A run of one kind of writing: `word` (letters and digits of any other script) or `cjk` (kana and kanji). Offsets are UTF-16 units. */
export type RunKind = 'word' | 'cjk';
export type VisitRun = (start: number, end: number, kind: RunKind) => void;

const NONE = 0;
const WORD = 1;
const HAN = 2;
const KATAKANA = 3;
const HIRAGANA = 4;

/** Hiragana that only joins what stands before and after it. */
const JOINING = new Set(
  'の に を は が と や で へ も での への との からの までの による における に関する に対する のための ための に向けた に向け から まで および 及び または など などの について についての という とした した する された'.split(
    ' ',
  ),
);
const LONGEST_JOINING = 6;

const SCRIPT = scriptTable();

/**
 * Calls `visit` for each run of a text in normal form, from left to right. A plus or a hash sign after a letter belongs to the word (c++, c#);
 * a joining word in hiragana (の, による …) parts two runs and is left out.
 */
export function eachRun(text: string, visit: VisitRun): void {
  let start = 0;
  let kind = NONE;
  for (let i = 0; i <= text.length; i++) {
    const next = kindOf(scriptAt(text, i, kind));
    if (next === kind) continue;
    if (kind === WORD) visit(start, i, 'word');
    else if (kind !== NONE) partJapanese(text, start, i, visit);
    start = i;
    kind = next;
  }
}

/** Calls `visit` for each part of a run of kana and kanji that is written in one of the three scripts. */
export function eachScriptPart(
  text: string,
  start: number,
  end: number,
  visit: (start: number, end: number, hiragana: boolean) => void,
): void {
  let from = start;
  for (let i = start + 1; i <= end; i++) {
    const script = scriptAt(text, from, HAN);
    if (i < end && scriptAt(text, i, script) === script) continue;
    visit(from, i, script === HIRAGANA);
    from = i;
  }
}

function partJapanese(text: string, start: number, end: number, visit: VisitRun): void {
  let from = start;
  eachScriptPart(text, start, end, (partStart, partEnd, hiragana) => {
    if (!hiragana || partEnd - partStart > LONGEST_JOINING || !JOINING.has(text.slice(partStart, partEnd))) return;
    if (partStart > from) visit(from, partStart, 'cjk');
    from = partEnd;
  });
  if (from < end) visit(from, end, 'cjk');
}

function kindOf(script: number): number {
  return script > HAN ? HAN : script;
}

function scriptAt(text: string, i: number, before: number): number {
  if (i >= text.length) return NONE;
  const unit = text.charCodeAt(i);
  if (unit >= 0xdc00 && unit <= 0xdfff) return before; // the second half of a pair goes with the first
  if (unit === 0x30fc && before === HIRAGANA) return HIRAGANA;
  if ((unit === 0x2b || unit === 0x23) && before === WORD) return WORD;
  return SCRIPT[unit] ?? NONE;
}

function scriptTable(): Uint8Array {
  const table = new Uint8Array(0x10000);
  for (let unit = 0; unit < 0x10000; unit++) {
    const char = String.fromCharCode(unit);
    if (/\p{Script=Han}/u.test(char)) table[unit] = HAN;
    else if (/[\p{Script=Katakana}\u30fc]/u.test(char)) table[unit] = KATAKANA;
    else if (/\p{Script=Hiragana}/u.test(char)) table[unit] = HIRAGANA;
    else if (/[\p{L}\p{N}\p{M}]/u.test(char)) table[unit] = WORD;
  }
  table.fill(WORD, 0xd800, 0xd83c); // letters beyond the basic plane; D83C to D83E are pictographs
  table.fill(HAN, 0xd840, 0xd8c0); // kanji of the supplementary planes
  return table;
}
