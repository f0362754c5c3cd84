import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { keptSentenceReader } from '../../src/app/kept-reader.ts';
import type { Reading } from '../../src/conversation/runtime/sentence-reader.types.ts';
import { createBundledEmbedder } from '../../src/platform/language/embedder/bundled-embedder.ts';
import { createLog } from '../../src/platform/log/log.ts';
import { exampleIntents } from '../support/example-intents.ts';

const embedder = createBundledEmbedder();
const few = exampleIntents().filter(({ name }) => ['show-role-skills', 'find-courses', 'help'].includes(name));
const sentences = [
  'Which skills does a data steward need?',
  'Kubernetesを学べる研修は？',
  '使い方を教えて',
  'nothing of this',
];
let dataDir: string;
let file: string;
let learnt: readonly string[];

/** What the reader makes of the sentences, its slots too. */
async function readAll(intents = few): Promise<readonly string[]> {
  const reader = await keptSentenceReader({ intents, embedder, dataDir, log: createLog('silent') });
  const readings: Reading[] = [];
  for (const sentence of sentences) readings.push(await reader.read(sentence));
  return readings.map(({ verdict, ranking, slots }) =>
    JSON.stringify([verdict, ranking, slots(ranking[0]?.label ?? '')]),
  );
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'michi-reader-'));
  file = join(dataDir, 'reader.bin');
  learnt = await readAll();
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

it('what was kept reads exactly as what was learnt, and nothing is learnt anew', async () => {
  const kept = await readFile(file);
  expect(await readAll()).toEqual(learnt);
  expect((await readFile(file)).equals(kept)).toBe(true);
});

it('a half file is no reader: it is learnt anew and kept whole', async () => {
  const kept = await readFile(file);
  await writeFile(file, kept.subarray(0, 1_000));
  expect(await readAll()).toEqual(learnt);
  expect((await readFile(file)).length).toBe(kept.length);
});

it('other intents are learnt anew', async () => {
  const fewer = few.filter(({ name }) => name !== 'help');
  expect(await readAll(fewer)).not.toEqual(learnt);
});
