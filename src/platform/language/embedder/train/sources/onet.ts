import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NameGroup } from './name-group.types.ts';

/** O*NET as published: an occupation's title with its alternate and reported titles, and its description as a further tail. */
export function readOnet(folder: string): NameGroup[] {
  const names = new Map<string, Set<string>>();
  for (const [file, columns] of [
    ['Alternate Titles.txt', [1, 2]],
    ['Sample of Reported Titles.txt', [1]],
  ] as const) {
    for (const row of tableRows(join(folder, file))) {
      const titles = names.get(row[0] ?? '') ?? new Set();
      for (const column of columns) addTitle(titles, row[column]);
      names.set(row[0] ?? '', titles);
    }
  }
  return tableRows(join(folder, 'Occupation Data.txt')).map(([code = '', title = '', description = '']) => {
    const all = [...new Set([title, ...(names.get(code) ?? [])])];
    return { source: 'onet', key: code, heads: all, tails: [...all, description], preferred: title };
  });
}

function addTitle(titles: Set<string>, title: string | undefined): void {
  if (title && title !== 'n/a') titles.add(title);
}

function tableRows(file: string): string[][] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(1)
    .filter(line => line.trim() !== '')
    .map(line => line.replace('\r', '').split('\t'));
}

/** What an occupation does: its description with each of its tasks, and the tasks with each other. */
export function readOnetTasks(folder: string): NameGroup[] {
  const tasks = new Map<string, string[]>();
  for (const [code = '', , task = ''] of tableRows(join(folder, 'Task Statements.txt')))
    tasks.set(code, [...(tasks.get(code) ?? []), task]);
  return tableRows(join(folder, 'Occupation Data.txt')).flatMap(([code = '', title = '', description = '']) => {
    const own = tasks.get(code) ?? [];
    const described: NameGroup = {
      source: 'onet-task',
      key: code,
      heads: [description, `${title}. ${description}`],
      tails: [description, ...own],
    };
    const among: NameGroup = { source: 'onet-task', key: code, heads: own, tails: own };
    return own.length > 1 ? [described, among] : [described];
  });
}

/** Names of software products with the kind of software that they are. */
export function readOnetSoftware(folder: string): NameGroup[] {
  const products = new Map<string, Set<string>>();
  for (const [, product = '', , kind = ''] of tableRows(join(folder, 'Technology Skills.txt')))
    products.set(product, (products.get(product) ?? new Set<string>()).add(kind));
  return [...products].map(([product, kinds]) => ({
    source: 'software',
    key: `software:${product}`,
    heads: [product],
    tails: [...kinds],
  }));
}
