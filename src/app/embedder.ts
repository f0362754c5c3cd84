import { AppError } from '../platform/errors/app-error.ts';
import { createBundledEmbedder } from '../platform/language/embedder/bundled-embedder.ts';
import type { Embedder } from '../platform/language/embedder.types.ts';
import { createOpenAiEmbedder } from '../platform/language/openai-embedder.ts';
import type { Config } from './config.ts';

/**
 * The endpoint's embedder when one is configured, otherwise the model file that was adapted for this group or the one in this repository.
 * @throws AppError `config.embedder-file` when the configured file cannot be used.
 */
export function createConfiguredEmbedder({ embeddings, embedderFile }: Config): Embedder {
  if (embeddings !== null) return createOpenAiEmbedder(embeddings);
  return embedderFile === null ? createBundledEmbedder() : adaptedEmbedder(embedderFile);
}

function adaptedEmbedder(path: string): Embedder {
  try {
    return createBundledEmbedder({ path });
  } catch (cause) {
    const reason = cause instanceof AppError ? cause.code.replace('embedder.file-', '') : 'foreign';
    throw new AppError('config.embedder-file', { cause, detail: { variable: 'MICHI_EMBEDDER_FILE', path, reason } });
  }
}
