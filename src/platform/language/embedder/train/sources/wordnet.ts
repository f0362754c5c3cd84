import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NameGroup } from './name-group.types.ts';

/** WordNet 3.0: the lemmas of a synset with its definition and examples (format: manual page wndb(5WN)). */
export function readWordnet(folder: string): NameGroup[] {
  return ['noun', 'verb', 'adj', 'adv'].flatMap(part =>
    readFileSync(join(folder, `data.${part}`), 'latin1')
      .split('\n')
      .filter(line => /^\d/.test(line))
      .map(line => toGroup(line, part)),
  );
}

function toGroup(line: string, part: string): NameGroup {
  const bar = line.indexOf(' | ');
  const fields = line.slice(0, bar).split(' ');
  const count = Number.parseInt(fields[3] ?? '0', 16);
  const lemmas = Array.from({ length: count }, (_, i) =>
    (fields[4 + 2 * i] ?? '').replace(/\([a-z]+\)$/, '').replaceAll('_', ' '),
  );
  const [definition = '', ...examples] = line
    .slice(bar + 3)
    .trim()
    .split(/;\s*(?=")/);
  const glosses = [definition, ...examples.map(example => example.replaceAll('"', '').trim())].filter(
    text => text !== '',
  );
  return { source: 'wordnet', key: `${part}:${fields[0]}`, heads: lemmas, tails: [...lemmas, ...glosses.slice(0, 2)] };
}
