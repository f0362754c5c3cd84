import { readdirSync, readFileSync } from 'node:fs';
import type { NameGroup } from './name-group.types.ts';

const FOLDER = new URL('./job-words/', import.meta.url);

/**
 * Words and set phrases of working life, roles, skills and courses, written for this project: English names, a tab, Japanese names, each list
 * parted by ` | `. The dictionary lacks what they say: how one thing is called at work, in kanji, in katakana and in plain words.
 */
export function readJobWords(): NameGroup[] {
  return jobWordPairs().map(([english, japanese], number) => {
    const names = [...english, ...japanese];
    return { source: 'job-words', key: `job-words:${number}`, heads: names, tails: names };
  });
}

/** English and Japanese names of each thing; lines with the same first English name are one thing. */
export function jobWordPairs(): (readonly [english: readonly string[], japanese: readonly string[]])[] {
  const things = new Map<string, { readonly english: string[]; readonly japanese: string[] }>();
  for (const [english, japanese] of lines()) {
    const key = (english[0] ?? '').toLowerCase();
    const thing = things.get(key) ?? { english: [], japanese: [] };
    thing.english.push(...english.filter(name => !thing.english.includes(name)));
    thing.japanese.push(...japanese.filter(name => !thing.japanese.includes(name)));
    things.set(key, thing);
  }
  return [...things.values()].map(({ english, japanese }) => [english, japanese]);
}

function lines(): (readonly [english: readonly string[], japanese: readonly string[]])[] {
  return readdirSync(FOLDER)
    .filter(name => name.endsWith('.tsv'))
    .sort()
    .flatMap(name => readFileSync(new URL(name, FOLDER), 'utf8').split('\n'))
    .filter(line => line.includes('\t'))
    .map(line => {
      const [english = [], japanese = []] = line.split('\t').map(side => side.split(' | '));
      return [english, japanese] as const;
    });
}
