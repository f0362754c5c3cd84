import { pino } from 'pino';
import { AppError } from '../errors/app-error.ts';

/** Facts that a log line may carry: ids, codes, counts, durations. Never names, addresses or the text of a message. */
export type LogFacts = Readonly<Record<string, string | number | boolean | null>>;

export interface Log {
  info(event: string, facts?: LogFacts): void;
  warn(event: string, facts?: LogFacts): void;
  error(event: string, cause: unknown, facts?: LogFacts): void;
}

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** One JSON object a line, to standard error, so that standard output stays free for what a command prints. */
export function createLog(level: LogLevel): Log {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
  return {
    info: (event, facts = {}) => logger.info(facts, event),
    warn: (event, facts = {}) => logger.warn(facts, event),
    error: (event, cause, facts = {}) => logger.error({ ...facts, ...describeFault(cause) }, event),
  };
}

/**
 * What may be written about a fault: its code, its place in our code and the codes behind it. The messages of foreign errors are left
 * out, because a database or a parser quotes the data that it choked on.
 */
function describeFault(cause: unknown): LogFacts {
  if (cause instanceof AppError) {
    return {
      code: cause.code,
      retry: cause.retry,
      ...cause.detail,
      causes: causeCodes(cause.cause),
      at: firstFrame(cause),
    };
  }
  return { code: 'unexpected', causes: causeCodes(cause), at: cause instanceof Error ? firstFrame(cause) : null };
}

function causeCodes(cause: unknown): string {
  const codes: string[] = [];
  for (let fault = cause; fault instanceof Error && codes.length < 5; fault = fault.cause) {
    codes.push('code' in fault ? `${fault.name}:${String(fault.code)}` : fault.name);
  }
  return codes.join(' < ');
}

function firstFrame(fault: Error): string | null {
  return (
    fault.stack
      ?.split('\n')
      .find(line => line.includes('/src/') || line.includes('/adapters/'))
      ?.trim() ?? null
  );
}
