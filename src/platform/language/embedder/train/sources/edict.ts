import { readFileSync } from 'node:fs';
import type { NameGroup } from './name-group.types.ts';

const ENTRY = /^([^ ]+) (?:\[([^\]]+)\] )?\/(.*)\/$/;
// Grammar, field and sense marks: (n), (v5r,vt), (1), (comp), (P) … and longer remarks in parentheses.
const MARK = /\((?:[^()]|\([^()]*\))*\)|\{[^}]*\}/g;
const MOST_GLOSSES = 8;

/** EDICT (Electronic Dictionary Research and Development Group): headword and reading with the English glosses of all senses. */
export function readEdict(file: string): NameGroup[] {
  const text = new TextDecoder('euc-jp').decode(readFileSync(file));
  const groups: NameGroup[] = [];
  for (const line of text.split('\n')) {
    const match = ENTRY.exec(line);
    if (!match || line.startsWith('\u3000')) continue;
    const [, headword = '', reading, body = ''] = match;
    const glosses = cleanGlosses(body);
    if (glosses.length === 0) continue;
    groups.push({
      source: 'edict',
      key: `${headword}[${reading ?? ''}]`,
      heads: [headword],
      tails: reading ? [...glosses, reading] : glosses,
    });
  }
  return groups;
}

function cleanGlosses(body: string): string[] {
  const glosses = body.split('/').map(gloss => gloss.replace(MARK, ' ').replace(/\s+/g, ' ').trim());
  return [...new Set(glosses.filter(gloss => gloss !== '' && !gloss.startsWith('EntL')))].slice(0, MOST_GLOSSES);
}
