import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { z } from 'zod';

/**
 * A platform of the trial's own, in its own process: takes messages, tells whether one has arrived, and does what its script says. Its ledger
 * (a line for each message that people see) is what the checker reads. Arguments: the ledger's file.
 */
const [ledger = ''] = process.argv.slice(2);
const messageSchema = z.object({ key: z.string(), deliveryId: z.string(), tenant: z.string() });
const scriptSchema = z.object({
  /** What the next requests get: nothing happens, or it happens and the answer is lost. */
  mode: z.enum(['good', 'down', 'error-after-effect', 'limited']),
  tenant: z.string().nullable(),
  times: z.number(),
});

const arrived = new Set<string>();
let script: z.infer<typeof scriptSchema> = { mode: 'good', tenant: null, times: 0 };

function applies(tenant: string): boolean {
  if (script.mode === 'good' || (script.tenant !== null && script.tenant !== tenant) || script.times <= 0) return false;
  script.times -= 1;
  return true;
}

/** The status of the answer. */
function take(body: unknown): number {
  const { key, deliveryId, tenant } = messageSchema.parse(body);
  const faulty = applies(tenant);
  if (key.startsWith('poison')) return 400;
  if (faulty && script.mode === 'down') return 503;
  if (faulty && script.mode === 'limited') return 429;
  arrived.add(deliveryId);
  appendFileSync(ledger, `${JSON.stringify({ key, at: Date.now() })}\n`);
  return faulty ? 502 : 200;
}

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body: unknown = chunks.length === 0 ? null : JSON.parse(Buffer.concat(chunks).toString('utf8'));
  const url = new URL(request.url ?? '/', 'http://platform');
  if (url.pathname === '/send') return void response.writeHead(take(body)).end();
  if (url.pathname === '/script') {
    script = scriptSchema.parse(body);
    return void response.writeHead(200).end();
  }
  response.writeHead(arrived.has(url.searchParams.get('id') ?? '') ? 200 : 404).end();
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`);
});
