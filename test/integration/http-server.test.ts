import { request } from 'node:http';
import { Router } from 'express';
import { afterEach, expect, it } from 'vitest';
import { createHttpServer, type HttpServer, type HttpServerDeps } from '../../src/platform/http/http-server.ts';
import { createMetrics } from '../../src/platform/http/metrics.ts';
import { allowHosts, isSameOrigin } from '../../src/platform/http/security.ts';
import type { Log } from '../../src/platform/log/log.ts';

const servers: HttpServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close(100);
});

async function start(deps: Partial<HttpServerDeps> = {}) {
  const server = createHttpServer({ routers: [], readiness: [], metrics: createMetrics(), log: quiet, ...deps });
  servers.push(server);
  return { server, ...(await server.listen({ host: '127.0.0.1', port: 0 })) };
}

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

it('is alive when the database is not, but not ready, and says what is missing', async () => {
  const readiness = [
    { name: 'database', check: async () => false },
    { name: 'queue', check: () => Promise.reject(new Error('refused')) },
    { name: 'catalogue', check: async () => true },
  ];
  const { url } = await start({ readiness });
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  const ready = await fetch(`${url}/readyz`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toEqual({
    status: 'not-ready',
    checks: [
      { name: 'database', ok: false },
      { name: 'queue', ok: false },
      { name: 'catalogue', ok: true },
    ],
  });
});

it('is ready when every check passes', async () => {
  const { url } = await start({ readiness: [{ name: 'database', check: async () => true }] });
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
});

it('measures requests by the pattern of the route, never by the address', async () => {
  const router = Router();
  router.get('/people/:id', (_request, response) => void response.json({}));
  const { url } = await start({ routers: [router] });
  await fetch(`${url}/people/per_secret`);
  const metrics = await (await fetch(`${url}/metrics`)).text();
  expect(metrics).toContain('michi_http_request_seconds_count{method="GET",route="/people/:id",status="200"} 1');
  expect(metrics).toContain('process_cpu_seconds_total');
  expect(metrics).not.toContain('per_secret');
});

it('offers counters, times and gauges to other parts', async () => {
  const metrics = createMetrics();
  metrics.counter('michi_turns_total', 'Turns', ['channel'])({ channel: 'web' }, 3);
  metrics.gauge('michi_waiting', 'Waiting turns', () => 7);
  const text = await metrics.text();
  expect(text).toContain('michi_turns_total{channel="web"} 3');
  expect(text).toContain('michi_waiting 7');
});

it('answers a fault with a short text that quotes nothing, and logs it', async () => {
  const logged: unknown[] = [];
  const router = Router();
  router.get('/broken', () => {
    throw new Error('a name that nobody may see');
  });
  const { url } = await start({
    routers: [router],
    log: { ...quiet, error: (_event, cause) => void logged.push(cause) },
  });
  const response = await fetch(`${url}/broken`);
  expect([response.status, await response.text()]).toEqual([500, 'Internal error\n']);
  expect(logged.length).toBe(1);
});

it('lets a running request end when it is closed, and takes no new one', async () => {
  const { promise: began, resolve: begin } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const router = Router();
  router.get('/slow', async (_request, response) => {
    begin();
    await released;
    response.send('whole');
  });
  const { server, url } = await start({ routers: [router] });
  const running = fetch(`${url}/slow`);
  await began;
  const closed = server.close(5_000);
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  release();
  expect(await (await running).text()).toBe('whole');
  await closed;
});

it('cuts a request that outlives the grace', async () => {
  const { promise: began, resolve: begin } = Promise.withResolvers<void>();
  const router = Router();
  router.get('/forever', () => begin());
  const { server, url } = await start({ routers: [router] });
  const running = fetch(`${url}/forever`);
  await began;
  await server.close(50);
  await expect(running).rejects.toThrow();
});

it('says that the port is taken', async () => {
  const { port } = await start();
  const second = createHttpServer({ routers: [], readiness: [], metrics: createMetrics(), log: quiet });
  await expect(second.listen({ host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'http.port-taken' });
});

it.each([
  ['localhost', 200],
  ['127.0.0.1', 200],
  ['[::1]:80', 200],
  ['michi.example', 200],
  ['evil.example', 421],
  ['michi.example.evil.example', 421],
  ['not a host', 421],
])('the host name %j is answered with %i', async (host, status) => {
  const router = Router().use(allowHosts('https://michi.example'), (_request, response) => void response.send('ok'));
  const { port } = await start({ routers: [router] });
  const answered = await new Promise<number>((resolve, reject) => {
    request({ host: '127.0.0.1', port, headers: { host } }, response => resolve(response.resume().statusCode ?? 0))
      .on('error', reject)
      .end();
  });
  expect(answered).toBe(status);
});

it.each([
  [{ 'sec-fetch-site': 'same-origin' }, true],
  [{ 'sec-fetch-site': 'same-site', origin: 'http://a.example', host: 'a.example' }, false],
  [{ 'sec-fetch-site': 'none' }, false],
  [{ origin: 'http://a.example:3030', host: 'a.example:3030' }, true],
  [{ origin: 'http://b.example:3030', host: 'a.example:3030' }, false],
  [{ origin: 'null', host: 'a.example' }, false],
  [{ host: 'a.example' }, false],
])('whether %j comes from a page of ours: %s', (headers, expected) => {
  expect(isSameOrigin(headers)).toBe(expected);
});
