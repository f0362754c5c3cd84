import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Router } from 'express';
import { AppError } from '../errors/app-error.ts';
import type { Log } from '../log/log.ts';
import type { Metrics } from './metrics.ts';
import { securityHeaders } from './security.ts';

/** Something that must work before requests are sent here, such as the database. */
export interface ReadinessCheck {
  readonly name: string;
  /** Must settle by itself within a few seconds; a throw counts as no. */
  check(): Promise<boolean>;
}

export interface HttpServerDeps {
  readonly routers: readonly Router[];
  readonly readiness: readonly ReadinessCheck[];
  readonly metrics: Metrics;
  readonly log: Log;
}

export interface HttpServer {
  /** Port 0 takes a free one. Throws `http.port-taken` or `http.listen`; returns the base address without a slash at its end. */
  listen(where: {
    readonly host: string;
    readonly port: number;
  }): Promise<{ readonly url: string; readonly port: number }>;
  /** Refuses new connections, lets running requests end, and cuts what still runs after `graceMs`. Long streams must be ended before. */
  close(graceMs: number): Promise<void>;
}

export function createHttpServer(deps: HttpServerDeps): HttpServer {
  const state = { closing: false };
  const app = express().disable('x-powered-by').disable('etag');
  app.use(securityHeaders, measureRequests(deps.metrics));
  addOperatorRoutes(app, deps, state);
  for (const router of deps.routers) app.use(router);
  app.use(notFound, faultHandler(deps.log));
  const server = createServer(app);
  // A request that trickles in holds a connection; ours are small and come at once.
  server.requestTimeout = 30_000;
  return {
    listen: where => listen(server, where),
    close: graceMs => {
      state.closing = true;
      return close(server, graceMs);
    },
  };
}

/** `/healthz`: the process lives. `/readyz`: it can do its work; names what cannot. `/metrics`: figures without data of people. */
function addOperatorRoutes(
  app: Express,
  { readiness, metrics, log }: HttpServerDeps,
  state: { readonly closing: boolean },
): void {
  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/readyz', async (_request, response) => {
    const checks = await Promise.all(readiness.map(async one => ({ name: one.name, ok: await passes(one, log) })));
    const ready = !state.closing && checks.every(check => check.ok);
    response
      .status(ready ? 200 : 503)
      .json({ status: ready ? 'ready' : state.closing ? 'closing' : 'not-ready', checks });
  });
  app.get(
    '/metrics',
    async (_request, response) => void response.set('content-type', metrics.contentType).send(await metrics.text()),
  );
}

async function passes(one: ReadinessCheck, log: Log): Promise<boolean> {
  try {
    return await one.check();
  } catch (cause) {
    log.error('http.readiness', cause, { check: one.name });
    return false;
  }
}

/** The route is the pattern, never the address, because an address can carry an id. Streams are left out: their length says nothing. */
function measureRequests(metrics: Metrics): RequestHandler {
  const observe = metrics.seconds('michi_http_request_seconds', 'Time from a request to the end of its answer', [
    'method',
    'route',
    'status',
  ]);
  return (request, response, next) => {
    const startedAt = performance.now();
    response.on('finish', () => {
      if (response.getHeader('content-type')?.toString().startsWith('text/event-stream') === true) return;
      const route: unknown = request.route?.path;
      observe(
        {
          method: request.method,
          route: typeof route === 'string' ? route : 'other',
          status: String(response.statusCode),
        },
        (performance.now() - startedAt) / 1_000,
      );
    });
    next();
  };
}

const notFound: RequestHandler = (_request, response) => {
  response.status(404).type('text/plain').send('Not found\n');
};

/** The last catch of the HTTP boundary: what a router did not answer itself. */
function faultHandler(log: Log): ErrorRequestHandler {
  return (fault: unknown, _request, response, next) => {
    log.error('http.request', fault);
    // An answer that has begun can only be cut off; Express does that.
    if (response.headersSent) return next(fault);
    const later = fault instanceof AppError && fault.retry === 'later';
    response
      .status(later ? 503 : 500)
      .type('text/plain')
      .send(later ? 'Not available just now\n' : 'Internal error\n');
  };
}

function listen(
  server: Server,
  where: { readonly host: string; readonly port: number },
): Promise<{ url: string; port: number }> {
  return new Promise((resolve, reject) => {
    const onError = (cause: NodeJS.ErrnoException) =>
      reject(
        new AppError(cause.code === 'EADDRINUSE' ? 'http.port-taken' : 'http.listen', {
          cause,
          detail: { host: where.host, port: where.port },
        }),
      );
    server.once('error', onError);
    server.listen(where.port, where.host, () => {
      server.off('error', onError);
      // Null and text belong to closed servers and to pipes.
      const { port } = server.address() as AddressInfo;
      resolve({ url: `http://${where.host.includes(':') ? `[${where.host}]` : where.host}:${port}`, port });
    });
  });
}

function close(server: Server, graceMs: number): Promise<void> {
  if (!server.listening) return Promise.resolve();
  return new Promise(resolve => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
