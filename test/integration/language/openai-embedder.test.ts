import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createOpenAiEmbedder } from '../../../src/platform/language/openai-embedder.ts';

const requestSchema = z.object({ model: z.string(), input: z.array(z.string()), encoding_format: z.string() });
type EmbeddingRequest = z.infer<typeof requestSchema>;

/** Speaks the wire of the embeddings API on loopback; `answer` says what it gives for a batch. */
const ledger: EmbeddingRequest[] = [];
let answer: (request: EmbeddingRequest) => {
  readonly status: number;
  readonly vectors: readonly (readonly number[])[];
};
let server: Server;

const embedder = (dimension: number) =>
  createOpenAiEmbedder({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    apiKey: 'key-of-the-test',
    model: 'stand-in',
    dimension,
  });

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const body = requestSchema.parse(JSON.parse(await text(request)));
    ledger.push(body);
    const { status, vectors } = answer(body);
    response.writeHead(status, { 'content-type': 'application/json', 'retry-after-ms': '1' });
    const data = vectors.map((embedding, index) => ({ object: 'embedding', index, embedding }));
    // Backwards on purpose: the index counts, not the order.
    response.end(
      JSON.stringify({
        object: 'list',
        model: body.model,
        data: data.reverse(),
        usage: { prompt_tokens: 1, total_tokens: 1 },
      }),
    );
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());
beforeEach(() => {
  ledger.length = 0;
  answer = ({ input }) => ({ status: 200, vectors: input.map(one => [one.length, 0, 3]) });
});

describe('embeddings by an endpoint', () => {
  it('gives each text its own vector of norm 1, whatever order the endpoint answers in', async () => {
    const vectors = await embedder(3).embed(['1234', '1234567']);
    expect(vectors[0]?.[0]).toBeCloseTo(4 / 5);
    expect(vectors[0]?.[2]).toBeCloseTo(3 / 5);
    expect(vectors[1]?.[0]).toBeGreaterThan(0.9);
  });

  it('asks for plain numbers, because some servers ignore base64 and would give empty vectors', async () => {
    await embedder(3).embed(['text']);
    expect(ledger[0]?.encoding_format).toBe('float');
  });

  it('sends no more than 64 texts at once and no empty one', async () => {
    const vectors = await embedder(3).embed(['', ...Array.from({ length: 130 }, (_, index) => `text ${index}`), ' ']);
    expect(ledger.map(({ input }) => input.length)).toEqual([64, 64, 2]);
    expect(vectors).toHaveLength(132);
    expect([...(vectors[0] ?? [])]).toEqual([0, 0, 0]);
  });

  it.each([
    ['another dimension', () => [[1, 2]], 'embedder.dimension'],
    ['an empty vector', () => [[]], 'embedder.dimension'],
    ['zeros', () => [[0, 0, 0]], 'embedder.not-a-vector'],
    ['nothing', () => [], 'embedder.dimension'],
  ])('refuses an endpoint that answers with %s', async (_what, vectors, code) => {
    answer = () => ({ status: 200, vectors: vectors() });
    await expect(embedder(3).embed(['text'])).rejects.toMatchObject({ code });
  });

  it('tries again after a passing fault and says "later" when it stays', async () => {
    answer = () => ({ status: 503, vectors: [] });
    await expect(embedder(3).embed(['text'])).rejects.toMatchObject({ code: 'embedder.unavailable', retry: 'later' });
    expect(ledger).toHaveLength(3);
  });

  it('does not repeat what the endpoint refuses, and its error quotes no text', async () => {
    answer = () => ({ status: 401, vectors: [] });
    const fault: unknown = await embedder(3)
      .embed(['text about somebody'])
      .catch((cause: unknown) => cause);
    expect(fault).toMatchObject({ code: 'embedder.refused', retry: 'never' });
    expect(JSON.stringify(fault)).not.toContain('somebody');
    expect(ledger).toHaveLength(1);
  });
});
