import OpenAI from 'openai';
import { AppError } from '../errors/app-error.ts';
import type { Embedder } from './embedder.types.ts';

export interface OpenAiEmbedderOptions {
  /** Null = OpenAI itself; otherwise any endpoint that speaks its embeddings API. */
  readonly baseUrl: string | null;
  readonly apiKey: string;
  readonly model: string;
  /** What the model gives, or is asked to give; checked on every answer. */
  readonly dimension: number;
  /** Default 20 s for a batch. */
  readonly timeoutMs?: number;
}

/** Endpoints refuse more than 96 to 2,048 texts at once; facts measured 64 to 96 as the best batch. */
const batchSize = 64;
/** About 8,000 tokens, the usual limit of one input, in the script with the most tokens a character. */
const maxCharacters = 6_000;

/**
 * Embeddings by an endpoint. The id names model and dimension, so that its vectors are never mixed with others. Empty texts get the zero
 * vector without being sent. Throws `AppError('embedder.unavailable', later)` when the endpoint does not answer, `embedder.refused` when it
 * says no, and `embedder.dimension` or `embedder.not-a-vector` when it answers something else than what was asked for.
 */
export function createOpenAiEmbedder(options: OpenAiEmbedderOptions): Embedder {
  const { model, dimension } = options;
  const client = new OpenAI({
    apiKey: options.apiKey,
    baseURL: options.baseUrl,
    timeout: options.timeoutMs ?? 20_000,
    maxRetries: 2,
  });

  async function embedBatch(texts: readonly string[]): Promise<Float32Array[]> {
    // 'float' in words: some servers ignore the SDK's base64 default, and their answer would be read as empty vectors.
    const request = { model, input: [...texts], encoding_format: 'float' as const };
    const answer = await client.embeddings.create(request).catch(fault => {
      throw explain(fault);
    });
    const byIndex = new Map(answer.data.map(({ index, embedding }) => [index, embedding]));
    return texts.map((_, index) => normalised(byIndex.get(index) ?? [], dimension));
  }

  return {
    id: `openai:${model}:${dimension}`,
    dimension,
    async embed(texts) {
      const vectors: Float32Array[] = texts.map(() => new Float32Array(dimension));
      const sent = texts.flatMap((text, index) => {
        const trimmed = text.normalize('NFKC').trim().slice(0, maxCharacters).toWellFormed();
        return trimmed === '' ? [] : [{ index, text: trimmed }];
      });
      for (let start = 0; start < sent.length; start += batchSize) {
        const batch = sent.slice(start, start + batchSize);
        const answers = await embedBatch(batch.map(({ text }) => text));
        for (const [place, { index }] of batch.entries())
          vectors[index] = answers[place] ?? new Float32Array(dimension);
      }
      return vectors;
    },
  };
}

/** Norm 1, whatever the endpoint does; a vector of zeros or with a NaN is refused, because a search would take it for near to nothing. */
function normalised(values: readonly number[], dimension: number): Float32Array {
  if (values.length !== dimension) {
    throw new AppError('embedder.dimension', { detail: { expected: dimension, got: values.length } });
  }
  const norm = Math.hypot(...values);
  if (!Number.isFinite(norm) || norm === 0) throw new AppError('embedder.not-a-vector', { detail: { dimension } });
  return Float32Array.from(values, value => value / norm);
}

function explain(fault: unknown): AppError {
  const status = fault instanceof OpenAI.APIError ? (fault.status ?? 0) : 0;
  const passing = status === 0 || status === 408 || status === 429 || status >= 500;
  return new AppError(passing ? 'embedder.unavailable' : 'embedder.refused', {
    retry: passing ? 'later' : 'never',
    // The endpoint's message may quote the text that was sent, so only its status goes on.
    detail: { status },
  });
}
