import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Intent } from '../conversation/contract/intent.ts';
import { readPatterns } from '../conversation/runtime/patterns.ts';
import { learnSentences, type ReaderState, restoreSentenceReader } from '../conversation/runtime/sentence-reader.ts';
import type { SentenceReader } from '../conversation/runtime/sentence-reader.types.ts';
import type { Embedder } from '../platform/language/embedder.types.ts';
import type { Log } from '../platform/log/log.ts';

export interface KeptReaderDeps {
  readonly intents: readonly Pick<Intent, 'name' | 'examples'>[];
  readonly embedder: Embedder;
  readonly dataDir: string;
  readonly log: Log;
}

/** Whose sources decide what is learnt. */
const learning = ['../conversation/runtime/', '../platform/language/'];

/**
 * The reader of sentences, learnt at the first start and kept beside the data for the next ones: until a sentence, the code that learns or the
 * embedder changes. A file that cannot be read or written costs the seconds of learning and nothing else.
 */
export async function keptSentenceReader({ intents, embedder, dataDir, log }: KeptReaderDeps): Promise<SentenceReader> {
  const file = join(dataDir, 'reader.bin');
  const key = keyOf(intents, embedder);
  const kept = await readKept(file, key);
  if (kept !== null) return restoreSentenceReader(kept, embedder);
  const state = await learnSentences({ intents, embedder });
  await keep(file, key, state).catch(fault => log.error('reader.not-kept', fault));
  return restoreSentenceReader(state, embedder);
}

function keyOf(intents: KeptReaderDeps['intents'], embedder: Embedder): string {
  const hash = createHash('sha256').update(`${embedder.id} ${process.version}`);
  const examples = intents.flatMap(({ name, examples: file }) => (file === undefined ? [] : [{ name, file }]));
  for (const { name, file } of examples) hash.update(name).update(readFileSync(file)).update(readPatterns(file));
  for (const folder of learning.map(path => new URL(path, import.meta.url)))
    for (const name of readdirSync(folder, { encoding: 'utf8', recursive: true }).sort())
      if (/\.(ts|txt)$/.test(name)) hash.update(name).update(readFileSync(new URL(name, folder)));
  return hash.digest('hex');
}

async function readKept(file: string, key: string): Promise<ReaderState | null> {
  try {
    const kept: { readonly key: string; readonly state: ReaderState } = deserialize(await readFile(file)); // the key vouches for the form
    return kept.key === key ? kept.state : null;
  } catch {
    return null;
  }
}

/** Written beside and renamed, so that a process that dies leaves no half file. */
async function keep(file: string, key: string, state: ReaderState): Promise<void> {
  const half = `${file}.${process.pid}`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(half, serialize({ key, state }), { mode: 0o600 });
  await rename(half, file);
}
