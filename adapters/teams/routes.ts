import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express';
import { AppError } from '../../src/platform/errors/app-error.ts';
import type { Log } from '../../src/platform/log/log.ts';
import { activitySchema, envelopeSchema, type TeamsActivity, wellFormed } from './activity.ts';
import { type InboundDeps, type Taken, takeActivity } from './inbound.ts';
import { teamsLimits } from './limits.ts';
import type { VerifySender } from './sdk-auth.ts';
import { wordsFor } from './teams.messages.ts';
import { looksLikeOurs } from './verify.ts';

export interface RouteDeps {
  readonly appId: string;
  readonly verify: VerifySender;
  readonly inbound: InboundDeps;
  readonly log: Log;
}

/** The messaging endpoint. The order matters: what cannot be a token of ours is refused before a byte of the body is read. */
export function createRoutes(deps: RouteDeps): Router {
  const router = Router();
  router.post(
    '/api/messages',
    tokenLike(deps),
    express.json({ limit: teamsLimits.bodyBytes, type: () => true, strict: true }),
    (request: Request, response: Response) => take(request, response, deps),
    refusals(deps.log),
  );
  return router;
}

function tokenLike({ appId, log }: RouteDeps): RequestHandler {
  return (request, response, next) => {
    if (looksLikeOurs(request.headers.authorization, appId)) return next();
    refuse(response, 401, 'token', log);
  };
}

async function take(request: Request, response: Response, deps: RouteDeps): Promise<void> {
  const { log } = deps;
  const body: unknown = wellFormed(request.body);
  const envelope = envelopeSchema.safeParse(body);
  if (!envelope.success) return refuse(response, 400, 'envelope', log);
  const verdict = await deps.verify(envelope.data, request.headers.authorization ?? '');
  if (verdict.kind === 'refused') return refuse(response, 401, 'token', log);
  if (verdict.kind === 'unavailable') return refuse(response, 503, 'keys', log);
  const activity = activitySchema.safeParse(body);
  if (!activity.success) return refuse(response, 400, 'activity', log);
  const taken = await takeActivity(activity.data, deps.inbound);
  if (taken.kind === 'refused') return refuse(response, 403, taken.reason, log);
  if (taken.kind === 'not-understood') log.warn('teams.not-understood', { type: known(activity.data.type) });
  const { status, answer } = acknowledgement(activity.data, taken);
  response.status(status).json(answer);
}

/** Teams would send a message again for ever if it were told that we do not understand it. */
function acknowledgement(activity: TeamsActivity, taken: Taken): { readonly status: number; readonly answer: object } {
  if (taken.kind === 'dialog') return { status: 200, answer: taken.answer ?? {} };
  if (taken.kind === 'view') return { status: 200, answer: viewAnswer(taken.card) };
  const understood = taken.kind !== 'not-understood';
  if (activity.type !== 'invoke') return { status: 200, answer: {} };
  if (activity.name !== 'adaptiveCard/action') return { status: understood ? 200 : 501, answer: {} };
  const words = wordsFor(activity.locale);
  const value = understood ? words.taken : words.oldCard;
  return { status: 200, answer: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value } };
}

/** Without a view of their own a reader goes on seeing the card as it is. */
function viewAnswer(card: object | null): object {
  return card === null
    ? { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: '' }
    : { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card };
}

/** Types of activities are words of the protocol; what is no such word is not written into the log. */
function known(type: string): string {
  return /^[a-zA-Z]{1,30}$/.test(type) ? type : 'other';
}

function refuse(response: Response, status: 400 | 401 | 403 | 413 | 503, reason: string, log: Log): void {
  log.warn('teams.refused', { status, reason });
  response.status(status).type('text/plain').send('Refused\n');
}

/** What the body parser throws is the sender's fault; everything else is ours, and Teams sends it again. */
function refusals(log: Log): ErrorRequestHandler {
  return (fault: unknown, _request, response, next) => {
    if (response.headersSent) return next(fault);
    const status = fault instanceof Error && !(fault instanceof AppError) && 'status' in fault ? fault.status : 503;
    if (status === 413) return refuse(response, 413, 'body', log);
    if (typeof status === 'number' && status < 500) return refuse(response, 400, 'body', log);
    log.error('teams.request', fault);
    response.status(503).type('text/plain').send('Not available just now\n');
  };
}
