import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express';
import type { Log } from '../../src/platform/log/log.ts';
import type { Bolt } from './bolt.ts';
import type { SignatureCheck } from './signature.ts';

/** Slack's largest bodies are dialogs with all their fields, far below this. */
const bodyLimitBytes = 1_000_000;

export interface SlackRouteDeps {
  readonly signature: SignatureCheck;
  readonly bolt: Bolt;
  readonly log: Log;
  readonly install: { readonly start: RequestHandler; readonly callback: RequestHandler } | null;
}

/** Everything that Slack sends comes to one address: verify → commit → acknowledge. */
export function createSlackRoutes(deps: SlackRouteDeps): Router {
  const router = Router();
  router.post(
    '/slack/events',
    refuseUnsigned(deps),
    express.raw({ type: () => true, limit: bodyLimitBytes }),
    (request, response) => accept(request, response, deps),
  );
  if (deps.install !== null) {
    router.get('/slack/install', deps.install.start);
    router.get('/slack/callback', deps.install.callback);
  }
  router.use('/slack', faults(deps.log));
  return router;
}

/** A request that cannot be valid is refused before a byte of its body is read. */
function refuseUnsigned({ signature, log }: SlackRouteDeps): RequestHandler {
  return (request, response, next) => {
    const verdict = signature.preliminary(request.headers);
    if (verdict.kind === 'valid') return next();
    log.warn('slack.request-refused', { reason: verdict.reason });
    response.status(401).end();
  };
}

async function accept(request: Request, response: Response, { signature, bolt, log }: SlackRouteDeps): Promise<void> {
  // Without a body the parser leaves something else.
  const raw: unknown = request.body;
  const bytes = Buffer.isBuffer(raw) ? raw : Buffer.alloc(0);
  const verdict = signature.verify(request.headers, bytes);
  if (verdict.kind === 'refused') {
    log.warn('slack.request-refused', { reason: verdict.reason });
    response.status(401).end();
    return;
  }
  const body = parseBody(bytes, request.headers['content-type'] ?? '');
  if (body === null) {
    response.status(400).end();
    return;
  }
  if (body.type === 'url_verification') {
    response.json({ challenge: String(body.challenge ?? '') });
    return;
  }
  if (body.ssl_check === '1') {
    response.status(200).end();
    return;
  }
  const answer = await bolt.dispatch(body);
  if (answer.kind !== 'ack') {
    response.status(answer.kind === 'refused' ? 403 : 400).end();
    return;
  }
  signature.remember(request.headers);
  if (answer.body === undefined) response.status(200).end();
  else response.json(answer.body);
}

/** Events are JSON; interactions are JSON in a form field, commands the form itself. */
function parseBody(bytes: Buffer, contentType: string): Record<string, unknown> | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const form = contentType.startsWith('application/x-www-form-urlencoded') ? new URLSearchParams(text) : null;
    const json = form === null ? text : form.get('payload');
    const body: unknown = json === null ? Object.fromEntries(form ?? []) : JSON.parse(json);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : null;
  } catch {
    return null;
  }
}

/** What is not committed is not acknowledged: Slack sends it again. */
function faults(log: Log): ErrorRequestHandler {
  return (fault: unknown, _request, response, next) => {
    if (response.headersSent) return next(fault);
    const status = fault instanceof Error && 'status' in fault ? fault.status : 503;
    if (status === 413) {
      response.status(413).end();
      return;
    }
    log.error('slack.request', fault);
    response.status(503).end();
  };
}
