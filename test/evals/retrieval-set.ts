import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Relevance } from './metrics.ts';

export interface NamedText {
  readonly id: string;
  readonly text: string;
}

export interface RetrievalSet {
  readonly queries: readonly NamedText[];
  readonly corpus: readonly NamedText[];
  readonly relevance: Relevance;
}

/** Reads `queries.tsv`, `corpus.tsv` (id, text) and `qrels.tsv` (query id, text id, grade), tab-separated without header, from a folder. */
export function readRetrievalSet(folder: string): RetrievalSet {
  const relevance = new Map<string, Map<string, number>>();
  for (const [query = '', text = '', grade = '1'] of rows(join(folder, 'qrels.tsv'))) {
    const grades = relevance.get(query) ?? new Map<string, number>();
    relevance.set(query, grades.set(text, Number(grade)));
  }
  return { queries: readTexts(join(folder, 'queries.tsv')), corpus: readTexts(join(folder, 'corpus.tsv')), relevance };
}

function readTexts(file: string): NamedText[] {
  return rows(file).map(([id = '', ...text]) => ({ id, text: text.join(' ') }));
}

/** The cells of each line that is not empty; a byte order mark and carriage returns fall away. */
export function rows(file: string): string[][] {
  return readFileSync(file, 'utf8')
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter(line => line.trim() !== '')
    .map(line => line.split('\t'));
}
