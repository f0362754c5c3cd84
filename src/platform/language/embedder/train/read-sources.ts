import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../errors/app-error.ts';
import type { ModelHeader } from '../model-file.ts';
import type { Random } from './random.ts';
import { RENDERINGS } from './recipe.ts';
import { buildLexicon } from './sources/dictionary-lexicon.ts';
import { dictionaryGroups, readDictionary, synonymGroups } from './sources/edict.ts';
import { readEsco, readEscoLinks } from './sources/esco.ts';
import { initialGroups } from './sources/initials.ts';
import { readJobWords } from './sources/job-words.ts';
import type { NameGroup } from './sources/name-group.types.ts';
import { readOnet, readOnetSoftware, readOnetTasks } from './sources/onet.ts';
import { renderNames } from './sources/rendered-names.ts';
import { readWordnet } from './sources/wordnet.ts';

export interface SourcePaths {
  readonly catalogue: string;
  readonly edict: string;
  readonly wordnet: string;
}

export interface Sources {
  /** Official and other names of occupations and skills. */
  readonly taxonomy: readonly NameGroup[];
  /** What belongs to the taxonomy's groups by their keys: tasks, needed skills. */
  readonly linked: readonly NameGroup[];
  readonly words: readonly NameGroup[];
  readonly records: ModelHeader['sources'];
  /** Japanese renderings of the names of groups, drawn at random. */
  render(groups: readonly NameGroup[], random: Random): NameGroup[];
}

/** @throws AppError `embedder.source-missing` with the path. */
export function readSources({ catalogue, edict, wordnet }: SourcePaths): Sources {
  const [onetFolder, escoFolder] = [join(catalogue, 'onet'), join(catalogue, 'esco')];
  const computing = join(edict, '..', 'compdic');
  for (const path of [onetFolder, escoFolder, edict, computing, wordnet])
    if (!existsSync(path)) throw new AppError('embedder.source-missing', { detail: { path } });
  const [onet, esco] = [readOnet(onetFolder), readEsco(escoFolder)];
  const entries = [...readDictionary(edict, false), ...readDictionary(computing, true)];
  const synsets = readWordnet(wordnet);
  const jobWords = readJobWords();
  const lexicon = buildLexicon(entries);
  const dictionary = dictionaryGroups(entries);
  return {
    taxonomy: [...onet, ...esco],
    linked: [...readOnetTasks(onetFolder), ...readEscoLinks(escoFolder)],
    words: [
      ...dictionary,
      ...synonymGroups(entries),
      ...synsets,
      ...jobWords,
      ...initialGroups([...dictionary.filter(({ source }) => source === 'edict-common'), ...jobWords]),
      ...readOnetSoftware(onetFolder),
    ],
    records: [
      { name: 'O*NET Database', version: onetVersion(onetFolder), licence: 'CC BY 4.0', groups: onet.length },
      { name: 'ESCO', version: '1.1 and 1.2', licence: 'Decision 2011/833/EU', groups: esco.length },
      {
        name: 'EDICT with its computing part (EDRDG)',
        version: edictVersion(edict),
        licence: 'CC BY-SA',
        groups: entries.length,
      },
      { name: 'WordNet', version: '3.0', licence: 'WordNet 3.0 licence', groups: synsets.length },
      { name: 'words of working life', version: 'this project', licence: 'as this project', groups: jobWords.length },
    ],
    render: (groups, random) => renderNames(groups, lexicon, RENDERINGS, random),
  };
}

function onetVersion(folder: string): string {
  const readMe = join(folder, 'Read Me.txt');
  const found = existsSync(readMe) ? /O\*NET ([\d.]+)/.exec(readFileSync(readMe, 'utf8')) : null;
  return found?.[1] ?? 'unknown';
}

/** The date in the first line of the dictionary. */
function edictVersion(file: string): string {
  const start = readFileSync(file).subarray(0, 400).toString('latin1');
  return /Created: ([\d-]+)/.exec(start)?.[1] ?? 'unknown';
}
