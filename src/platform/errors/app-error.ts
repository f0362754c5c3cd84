/** Whether trying the same thing again can help: `later` (a passing fault) or `never` (the input or the state must change first). */
export type Retry = 'never' | 'later';

export interface AppErrorOptions {
  readonly retry?: Retry;
  readonly cause?: unknown;
  /** Facts for the operator and for messages: ids, numbers, file names, variable names. Never personal data. */
  readonly detail?: Readonly<Record<string, string | number>>;
}

/** The one error that Michi throws. `code` is stable, dotted and greppable, such as `db.locked` or `import.encoding`. */
export class AppError extends Error {
  readonly code: string;
  readonly retry: Retry;
  readonly detail: Readonly<Record<string, string | number>>;

  constructor(code: string, options: AppErrorOptions = {}) {
    super(describe(code, options.detail), options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.retry = options.retry ?? 'never';
    this.detail = options.detail ?? {};
  }
}

function describe(code: string, detail: AppErrorOptions['detail']): string {
  const facts = Object.entries(detail ?? {}).map(([name, value]) => `${name}=${value}`);
  return facts.length === 0 ? code : `${code} (${facts.join(', ')})`;
}

/** Makes a switch over a union exhaustive: adding a member is a type error where it is not handled. */
export function unreachable(value: never): never {
  throw new AppError('internal.unreachable', { detail: { value: JSON.stringify(value) } });
}
