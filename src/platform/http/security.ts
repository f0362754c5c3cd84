import type { RequestHandler } from 'express';

/** Nothing but our own files; images may be drawn inline. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** On every answer, whatever it is. Answers carry what one person may see, so no cache keeps them unless a route says otherwise. */
export const securityHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    'cache-control': 'no-store',
  });
  next();
};

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Refuses requests for a host name that is not ours (421): a page elsewhere that makes its own name point at this machine would otherwise
 * read what we answer (DNS rebinding). Loopback names are always ours.
 */
export function allowHosts(publicUrl: string | null): RequestHandler {
  const names = new Set(publicUrl === null ? loopbackNames : [...loopbackNames, new URL(publicUrl).hostname]);
  return (request, response, next) => {
    const host = request.headers.host ?? '';
    if (URL.canParse(`http://${host}`) && names.has(new URL(`http://${host}`).hostname)) return next();
    response.status(421).type('text/plain').send('Misdirected request: this server is not known under that name.\n');
  };
}

/**
 * Whether a page of ours sent the request. Browsers say so themselves; where they do not (plain http on another host), the origin must be
 * ours. A request that says neither does not come from a page.
 */
export function isSameOrigin(headers: { readonly [name: string]: string | string[] | undefined }): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const origin = headers.origin;
  return typeof origin === 'string' && URL.canParse(origin) && new URL(origin).host === headers.host;
}
