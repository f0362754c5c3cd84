import { readFileSync } from 'node:fs';
import type { NameGroup } from './name-group.types.ts';

const FILE = new URL('./job-words.tsv', import.meta.url);

/**
 * Some six hundred words and set phrases of working life, written by hand for this project: English names, a tab, Japanese names, each list
 * parted by ` | `. The dictionary lacks what they say: which Japanese words stand for an English word in the name of a role or a course.
 */
export function readJobWords(): NameGroup[] {
  return readFileSync(FILE, 'utf8')
    .split('\n')
    .filter(line => line.includes('\t'))
    .map((line, number) => {
      const names = line.split('\t').flatMap(side => side.split(' | '));
      return { source: 'job-words', key: `job-words:${number}`, heads: names, tails: names };
    });
}

export function jobWordPairs(): (readonly [english: readonly string[], japanese: readonly string[]])[] {
  return readFileSync(FILE, 'utf8')
    .split('\n')
    .filter(line => line.includes('\t'))
    .map(line => line.split('\t').map(side => side.split(' | ')))
    .map(([english = [], japanese = []]) => [english, japanese]);
}
