import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { createBolt } from '../../adapters/slack/bolt.ts';
import type { InboundAnswer } from '../../adapters/slack/inbound.ts';
import { createSocketMode, type SocketMode } from '../../adapters/slack/socket-mode.ts';
import { createLog } from '../../src/platform/log/log.ts';
import { directMessage } from '../support/slack-payloads.ts';

/** The connection that Michi opens to Slack, played by a real WebSocket server: what arrives there is what Slack would see. */
let server: Server;
let sockets: WebSocketServer;
let connections: WebSocket[];
let acknowledged: string[];
let taken: string[];
let take: (body: unknown) => Promise<InboundAnswer>;
let socketMode: SocketMode;

beforeEach(async () => {
  [connections, acknowledged, taken] = [[], [], []];
  take = async body => {
    taken.push(JSON.stringify(body));
    return { kind: 'ack' };
  };
  server = createServer((request, response) => {
    const { port } = server.address() as { port: number }; // it listens on TCP
    const answer =
      request.url === '/api/apps.connections.open' ? { ok: true, url: `ws://127.0.0.1:${port}/` } : { ok: false };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  sockets = new WebSocketServer({ server });
  sockets.on('connection', socket => {
    connections.push(socket);
    socket.on('message', data => acknowledged.push(JSON.parse(String(data)).envelope_id));
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A1' } }));
  });
  const { port } = server.address() as { port: number }; // it listens on TCP
  socketMode = createSocketMode({
    appToken: 'xapp-test',
    apiUrl: `http://127.0.0.1:${port}`,
    bolt: createBolt({ take: body => take(body) }),
    log: createLog('silent'),
  });
  await socketMode.start();
});
afterEach(async () => {
  await socketMode.stop();
  for (const socket of connections) socket.terminate();
  sockets.close();
  server.close();
});

const send = (id: string, payload: object) =>
  connections
    .at(-1)
    ?.send(JSON.stringify({ type: 'events_api', envelope_id: id, payload, accepts_response_payload: false }));

it('a body that comes over the connection is handed in, and acknowledged only when it is taken', async () => {
  const committed = Promise.withResolvers<void>();
  take = async body => {
    taken.push(JSON.stringify(body));
    await committed.promise;
    return { kind: 'ack' };
  };
  send('e1', directMessage('hello'));
  await vi.waitUntil(() => taken.length === 1);
  expect(acknowledged).toEqual([]);
  committed.resolve();
  await vi.waitUntil(() => acknowledged.length === 1);
  expect(taken[0]).toContain('"text":"hello"');
});

it('what could not be taken is not acknowledged, so that Slack sends it again', async () => {
  let tries = 0;
  take = async () => {
    tries += 1;
    if (tries === 1) throw new Error('the database is away');
    return { kind: 'ack' };
  };
  send('lost', directMessage('one'));
  await vi.waitUntil(() => tries === 1);
  send('again', directMessage('one'));
  await vi.waitUntil(() => acknowledged.length > 0);
  expect(acknowledged).toEqual(['again']);
});

it('a connection that breaks is opened again, and goes on', async () => {
  connections[0]?.terminate();
  await vi.waitUntil(() => connections.length === 2, { timeout: 20_000 });
  send('after', directMessage('still there'));
  await vi.waitUntil(() => acknowledged.includes('after'));
  expect(taken).toHaveLength(1);
});
