import { AppError } from '../errors/app-error.ts';

/**
 * Waits for `promise` at most `timeoutMs`, then throws `AppError('db.timeout')`, retry `later`. The work itself is not cancelled, so the
 * caller must give up whatever it runs on. Needed because the embedded engine never fires `statement_timeout`, and a server behind a
 * dead network says nothing at all.
 */
export async function withDeadline<Result>(promise: Promise<Result>, timeoutMs: number, what: string): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new AppError('db.timeout', { retry: 'later', detail: { what, timeoutMs } })),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
