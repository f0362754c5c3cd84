import { readFileSync } from 'node:fs';
import { AppError } from '../../platform/errors/app-error.ts';
import type { Locale } from '../../platform/i18n/locale.ts';
import type { SlotName } from '../contract/intent.ts';

/** A part of the text that names something: UTF-16 offsets, the end is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly slot: SlotName;
}

export interface Example {
  readonly locale: Locale;
  readonly text: string;
  readonly spans: readonly Span[];
}

const slotNames: ReadonlySet<string> & Iterable<SlotName> = new Set<SlotName>([
  'role',
  'role2',
  'skill',
  'place',
  'level',
  'position',
  'language',
  'item',
  'page',
]);
const annotation = /\[([^\]]+)\]\(([a-z0-9]+)\)/g;

/**
 * Reads training sentences: one a line, `ja<TAB>sentence with [a name](slot)`; empty lines and lines that start with `#` are skipped.
 * Texts come out in NFKC, the form in which sentences are read.
 * @throws AppError `language.examples-invalid` with the line
 */
export function parseExamples(source: string, file: string): readonly Example[] {
  return source.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const [locale, annotated] = line.split('\t');
    if ((locale !== 'ja' && locale !== 'en') || annotated === undefined || annotated.trim() === '') {
      throw new AppError('language.examples-invalid', { detail: { file, line: index + 1 } });
    }
    return [{ locale, ...parseAnnotated(annotated.normalize('NFKC').trim(), file, index + 1) }];
  });
}

/** The text without the marks, and where the marked parts are. */
function parseAnnotated(annotated: string, file: string, line: number): Pick<Example, 'text' | 'spans'> {
  const spans: Span[] = [];
  let text = '';
  let from = 0;
  for (const match of annotated.matchAll(annotation)) {
    const [whole, surface = '', name = ''] = match;
    if (!slotNames.has(name)) throw new AppError('language.examples-invalid', { detail: { file, line, slot: name } });
    const slot = slotNameOf(name);
    text += annotated.slice(from, match.index);
    spans.push({ start: text.length, end: text.length + surface.length, slot });
    text += surface;
    from = match.index + whole.length;
  }
  return { text: text + annotated.slice(from), spans };
}

/** @throws AppError `language.slot-unknown` */
export function slotNameOf(text: string): SlotName {
  for (const name of slotNames) if (name === text) return name;
  throw new AppError('language.slot-unknown', { detail: { slot: text } });
}

/** The examples of an intent from the file beside it. @throws AppError `language.examples-missing` */
export function readExamples(file: URL): readonly Example[] {
  const name = file.pathname.split('/').slice(-3).join('/');
  try {
    return parseExamples(readFileSync(file, 'utf8'), name);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('language.examples-missing', { cause, detail: { file: name } });
  }
}
