/**
 * The base of stand-ins: a platform in a process of its own, with a ledger of what happened there that no fault of Michi can touch, and
 * faults that strike by number of request. A stand-in is a file that calls `serveStandIn`; tests start it with `startStandIn`.
 */
import { appendFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { controlPaths, type Fault, type FaultRule, faultRuleSchema, type LedgerEntry } from './stand-in.types.ts';

export interface StandInRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface StandInAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Objects are sent as JSON. */
  readonly body: string | object;
}

export interface StandInTools {
  /** Writes down that something happened; on disk when it returns. */
  readonly effect: (name: string, data: Readonly<Record<string, unknown>>) => void;
  /** Where this stand-in is reached, without a slash at the end. */
  readonly url: () => string;
}

export interface Platform {
  /** Does what the request asks for and answers; null = there is no such path. */
  handle(request: StandInRequest): StandInAnswer | null | Promise<StandInAnswer | null>;
  /** What a test tells the platform to do, such as adding a user or pressing a button. */
  control?(name: string, input: unknown): unknown;
}

/** The first line on standard output is `{"url": …}`; the process ends with its standard input. */
export function serveStandIn(create: (tools: StandInTools) => Platform): void {
  const { port, ledger } = argumentSchema.parse({ ledger: process.argv[2], port: process.argv[3] });
  const state = { url: '' };
  const write = ledgerWriter(ledger);
  const faults = createFaultScript();
  const platform = create({ effect: (name, data) => write({ kind: 'effect', name, data }), url: () => state.url });

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming);
    if (request.path.startsWith('/stand-in/')) answer(response, await controlled(request, platform, faults));
    else await play(request, response);
  }

  async function play(request: StandInRequest, response: ServerResponse): Promise<void> {
    const { method, path, body } = request;
    const fault = faults.next(path);
    write({ kind: 'request', method, path, body, fault: fault?.kind ?? null });
    const answered = fault?.when === 'before-effect' ? null : await platform.handle(request);
    if (fault === null) answer(response, answered ?? { status: 404, body: 'no such path' });
    else strike(response, fault);
  }

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch(error => answer(response, { status: 500, body: String(error?.stack ?? error) }));
  });
  // A test whose event loop stood still would not notice in time that its connection was closed.
  server.keepAliveTimeout = 0;
  server.listen(port, '127.0.0.1', () => {
    const address = server.address();
    state.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : port}`;
    process.stdout.write(`${JSON.stringify({ url: state.url })}\n`);
  });
  process.stdin.resume().on('end', () => process.exit(0));
}

const argumentSchema = z.object({ ledger: z.string(), port: z.coerce.number().int().default(0) });

type Unnumbered<Entry> = Entry extends LedgerEntry ? Omit<Entry, 'number' | 'at'> : never;

function ledgerWriter(file: string): (entry: Unnumbered<LedgerEntry>) => void {
  let number = 0;
  return entry => {
    number += 1;
    appendFileSync(file, `${JSON.stringify({ ...entry, number, at: new Date().toISOString() })}\n`);
  };
}

interface FaultScript {
  set(rules: readonly FaultRule[]): void;
  /** The fault that strikes this request, if one does. */
  next(path: string): Fault | null;
}

function createFaultScript(): FaultScript {
  let script: { rule: FaultRule; seen: number }[] = [];
  return {
    set(rules) {
      script = rules.map(rule => ({ rule, seen: 0 }));
    },
    next(path) {
      const line = script.find(
        ({ rule, seen }) => [path, '*'].includes(rule.path) && seen < (rule.from ?? 1) + (rule.times ?? 1) - 1,
      );
      if (line === undefined) return null;
      line.seen += 1;
      return line.seen >= (line.rule.from ?? 1) ? line.rule.fault : null;
    },
  };
}

async function controlled(request: StandInRequest, platform: Platform, faults: FaultScript): Promise<StandInAnswer> {
  const input: unknown = JSON.parse(request.body);
  if (request.path === controlPaths.faults) {
    faults.set(z.array(faultRuleSchema).parse(input));
    return { status: 200, body: {} };
  }
  const result = await platform.control?.(request.path.slice(controlPaths.control.length), input);
  return { status: 200, body: { result: result ?? null } };
}

async function readRequest(incoming: IncomingMessage): Promise<StandInRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const url = new URL(incoming.url ?? '/', 'http://stand-in');
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function answer(response: ServerResponse, { status, headers, body }: StandInAnswer): void {
  const isText = typeof body === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json', ...headers });
  response.end(isText ? body : JSON.stringify(body));
}

function strike(response: ServerResponse, fault: Fault): void {
  // A request that hangs is never answered and never cut.
  if (fault.kind === 'reset') response.socket?.resetAndDestroy();
  else if (fault.kind !== 'hang') answer(response, faultyAnswer(fault));
}

function faultyAnswer(fault: Extract<Fault, { kind: 'status' | 'garbage' }>): StandInAnswer {
  if (fault.kind === 'garbage')
    return { status: 200, headers: { 'content-type': 'application/json' }, body: '\u0000{"ok":\u{fffd}<html>' };
  const headers = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
  return { status: fault.status, headers, body: fault.body ?? '' };
}
