import { once } from 'node:events';
import { createLog, type Log } from '../platform/log/log.ts';
import type { Config } from './config.ts';
import { type Container, createContainer } from './container.ts';
import { startLines } from './start.messages.ts';

export type ProcessPart = 'all' | 'web' | 'worker';

/** Requests and turns at hand get this long to end before they are cut. */
const graceMs = 10_000;

/**
 * Runs Michi until SIGTERM or SIGINT, or until the embedded database cannot go on (then the exit code is 1). What was acknowledged and not
 * answered by then is answered after the next start.
 */
export async function runUntilStopped(config: Config, part: ProcessPart): Promise<void> {
  const log = createLog(config.logLevel);
  const stop = new AbortController();
  const container = await createContainer({
    config,
    log,
    onFatal: fault => {
      log.error('database.fatal', fault);
      process.exitCode = 1;
      stop.abort();
    },
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
  try {
    await startParts(container, config, part, log);
    if (!stop.signal.aborted) await once(stop.signal, 'abort');
  } finally {
    log.info('stopping');
    await container.close(graceMs);
  }
}

async function startParts(container: Container, config: Config, part: ProcessPart, log: Log): Promise<void> {
  if (part !== 'web') await container.jobs.start();
  const address = part === 'worker' ? null : (await container.web.listen({ host: config.host, port: config.port })).url;
  log.info('started', { part });
  for (const line of startLines({ address, config, demo: container.demo })) process.stdout.write(`${line}\n`);
}
