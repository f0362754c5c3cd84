import { AppError, type AppErrorOptions } from '../errors/app-error.ts';

/** What a fault of the driver means: its code here, and whether trying again can help. */
const meaningByState: Readonly<Record<string, readonly [code: string, retry: 'later' | 'never']>> = {
  '40001': ['db.serialisation', 'later'],
  '40P01': ['db.deadlock', 'later'],
  '55P03': ['db.lock-not-available', 'later'],
  '57014': ['db.timeout', 'later'],
  '25P03': ['db.timeout', 'later'],
  '53300': ['db.too-many-connections', 'later'],
  '57P01': ['db.connection', 'later'],
  '57P02': ['db.connection', 'later'],
  '57P03': ['db.connection', 'later'],
  '53100': ['db.disk-full', 'later'],
  '23505': ['db.unique', 'never'],
  '23503': ['db.foreign-key', 'never'],
  '23502': ['db.not-null', 'never'],
  '23514': ['db.check', 'never'],
  '42501': ['db.not-permitted', 'never'],
};

const connectionCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);

/**
 * Turns whatever the driver throws into an `AppError`. Messages and details of PostgreSQL may quote a row, so only the state, the
 * constraint and the table go on; the cause keeps the stack and a message without quoted values.
 */
export function databaseFault(error: unknown): AppError {
  if (error instanceof AppError) {
    return error;
  }
  const state = textOf(error, 'code');
  const [code, retry] = meaningOf(error, state);
  return new AppError(code, { retry, cause: withoutValues(error), detail: factsOf(error, state) });
}

/** Faults after which the embedded engine cannot be trusted with another call. */
export function isFatalForEmbedded(error: unknown): boolean {
  const code = error instanceof AppError ? error.code : databaseFault(error).code;
  return code === 'db.disk-full' || code === 'db.crashed' || code === 'db.timeout';
}

function meaningOf(error: unknown, state: string): readonly [code: string, retry: 'later' | 'never'] {
  const known = meaningByState[state];
  if (known !== undefined) {
    return known;
  }
  const message = error instanceof Error ? error.message : String(error);
  if (state === 'ENOSPC' || /no space left on device|ENOSPC/i.test(message)) {
    return ['db.disk-full', 'later'];
  }
  if (
    error instanceof WebAssembly.RuntimeError ||
    /ExitStatus|Aborted\(|program has already aborted/.test(`${nameOf(error)} ${message}`)
  ) {
    return ['db.crashed', 'later'];
  }
  if (
    state.startsWith('08') ||
    connectionCodes.has(state) ||
    /connection terminated|not queryable|client was closed/i.test(message)
  ) {
    return ['db.connection', 'later'];
  }
  return ['db.query', 'never'];
}

function factsOf(error: unknown, state: string): NonNullable<AppErrorOptions['detail']> {
  const facts: Record<string, string> = {};
  for (const [name, value] of [
    ['state', state],
    ['table', textOf(error, 'table')],
    ['constraint', textOf(error, 'constraint')],
  ] as const) {
    if (value !== '') {
      facts[name] = value;
    }
  }
  return facts;
}

/** Data exceptions (class 22) quote the value after a colon; `detail` and `where` quote whole rows. */
function withoutValues(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  const clean = new Error(textOf(error, 'code').startsWith('22') ? message.replace(/:.*$/s, '') : message);
  if (error instanceof Error && error.stack !== undefined) {
    clean.stack = error.stack.replace(message, clean.message);
  }
  return clean;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

function textOf(error: unknown, property: string): string {
  if (typeof error !== 'object' || error === null) {
    return '';
  }
  const value: unknown = Reflect.get(error, property);
  return typeof value === 'string' ? value : '';
}
