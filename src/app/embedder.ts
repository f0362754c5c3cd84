import { createBundledEmbedder } from '../platform/language/embedder/bundled-embedder.ts';
import type { Embedder } from '../platform/language/embedder.types.ts';
import { createOpenAiEmbedder } from '../platform/language/openai-embedder.ts';
import type { Config } from './config.ts';

/** The endpoint's embedder when one is configured, otherwise the one in this repository. */
export function createConfiguredEmbedder(config: Config): Embedder {
  return config.embeddings === null ? createBundledEmbedder() : createOpenAiEmbedder(config.embeddings);
}
