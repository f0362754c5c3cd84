import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { AppError } from '../../../../errors/app-error.ts';
import type { NameGroup } from './name-group.types.ts';

/**
 * A company's own names: CSV in UTF-8 with the columns `key`, `locale` and `name`, one name a line; lines with one key name one thing.
 * @throws AppError `embedder.names-missing` (no such file) or `embedder.names-columns`.
 */
export function readCompanyNames(path: string): NameGroup[] {
  const { data, meta } = Papa.parse<Record<string, string>>(readText(path), { header: true, skipEmptyLines: true });
  for (const column of ['key', 'locale', 'name'])
    if (!meta.fields?.includes(column)) throw new AppError('embedder.names-columns', { detail: { path, column } });
  const names = new Map<string, Set<string>>();
  for (const row of data) {
    const [key, name] = [(row.key ?? '').trim(), (row.name ?? '').trim()];
    if (key === '' || name === '') continue;
    names.set(key, (names.get(key) ?? new Set<string>()).add(name));
  }
  return [...names].map(([key, own]) => ({
    source: 'company',
    key: `company:${key}`,
    heads: [...own],
    tails: [...own],
  }));
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  } catch (cause) {
    throw new AppError('embedder.names-missing', { cause, detail: { path } });
  }
}
