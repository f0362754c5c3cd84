import type { ErrorRequestHandler, Response } from 'express';
import { AppError } from '../../src/platform/errors/app-error.ts';
import type { Locale } from '../../src/platform/i18n/locale.ts';
import type { Log } from '../../src/platform/log/log.ts';
import { type WebErrorCode, webMessages } from './web.messages.ts';

const statuses: Readonly<Record<WebErrorCode, number>> = {
  'signed-out': 401,
  'foreign-page': 403,
  'not-here': 404,
  'too-large': 413,
  'not-understood': 400,
  'too-many': 429,
  busy: 503,
};

/** A refusal that the page shows as it stands, in the person's language. */
export function refuse(response: Response, code: WebErrorCode, locale: Locale): void {
  response.status(statuses[code]).json({ error: code, message: webMessages[locale].errors[code] });
}

/** The catch of the page's own requests. What the body parser throws is the sender's fault, everything else is ours. */
export function faultsAsWords(localeOf: (response: Response) => Locale, log: Log): ErrorRequestHandler {
  return (fault: unknown, _request, response, next) => {
    if (response.headersSent) return next(fault);
    const code = codeOf(fault);
    if (code === 'busy') log.error('web.request', fault);
    refuse(response, code, localeOf(response));
  };
}

function codeOf(fault: unknown): WebErrorCode {
  const status = fault instanceof Error && !(fault instanceof AppError) && 'status' in fault ? fault.status : 500;
  if (status === 413) return 'too-large';
  return typeof status === 'number' && status >= 400 && status < 500 ? 'not-understood' : 'busy';
}
