import { readFileSync } from 'node:fs';
import type { NameGroup } from './name-group.types.ts';

/** One line of the dictionary. `common` = marked (P), `technical` = of the computing dictionary, `noun` = can stand in a compound. */
export interface DictionaryEntry {
  readonly headword: string;
  readonly reading: string | undefined;
  readonly glosses: readonly string[];
  readonly common: boolean;
  readonly technical: boolean;
  readonly noun: boolean;
}

const ENTRY = /^([^ ]+) (?:\[([^\]]+)\] )?\/(.*)\/$/;
// Grammar, field and sense marks: (n), (v5r,vt), (1), (comp), (P) … and longer remarks in parentheses.
const MARK = /\((?:[^()]|\([^()]*\))*\)|\{[^}]*\}/g;
const RARE = /\((?:arch|obs|obsc|rare|vulg|derog|X|sl|male|fem|chn|joc|poet)\)/;
const NOUN = /\((?:[a-z0-9-]+,)*(?:n|vs|adj-na|adj-no|n-suf|n-pref|suf|pref)[,)]/;
const MOST_GLOSSES = 8;
const MOST_SYNONYMS = 8;

/** EDICT or its computing part (Electronic Dictionary Research and Development Group), in EUC-JP. */
export function readDictionary(file: string, technical: boolean): DictionaryEntry[] {
  const lines = new TextDecoder('euc-jp').decode(readFileSync(file)).split('\n');
  return lines.flatMap(line => {
    const match = ENTRY.exec(line);
    if (!match || line.startsWith('\u3000')) return [];
    const [, headword = '', reading, body = ''] = match;
    const glosses = cleanGlosses(body);
    if (glosses.length === 0) return [];
    return [
      {
        headword,
        reading,
        glosses,
        technical,
        common: body.includes('(P)'),
        noun: NOUN.test(body) && !RARE.test(body),
      },
    ];
  });
}

/** Headword ↔ glosses and reading. */
export function dictionaryGroups(entries: readonly DictionaryEntry[]): NameGroup[] {
  return entries.map(({ headword, reading, glosses, common, technical }) => ({
    source: common || technical ? 'edict-common' : 'edict',
    key: `${headword}[${reading ?? ''}]`,
    heads: [headword],
    tails: reading ? [...glosses, reading] : glosses,
  }));
}

/** Headwords that share a gloss: Japanese words that mean the same. */
export function synonymGroups(entries: readonly DictionaryEntry[]): NameGroup[] {
  const sharing = new Map<string, Set<string>>();
  for (const { headword, glosses, noun } of entries) {
    if (!noun) continue;
    for (const gloss of glosses) {
      const headwords = sharing.get(gloss) ?? new Set();
      sharing.set(gloss, headwords.add(headword));
    }
  }
  return [...sharing]
    .filter(([, headwords]) => headwords.size > 1 && headwords.size <= MOST_SYNONYMS)
    .map(([gloss, headwords]) => ({
      source: 'synonyms',
      key: `synonyms:${gloss}`,
      heads: [...headwords],
      tails: [...headwords],
    }));
}

function cleanGlosses(body: string): string[] {
  const glosses = body.split('/').map(gloss => gloss.replace(MARK, ' ').replace(/\s+/g, ' ').trim());
  return [...new Set(glosses.filter(gloss => gloss !== '' && !gloss.startsWith('EntL')))].slice(0, MOST_GLOSSES);
}
