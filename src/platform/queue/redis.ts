import { Redis } from 'ioredis';
import { AppError } from '../errors/app-error.ts';

/** What is wrong with a Redis, as the code of an error, or that it can be used. */
export type RedisCheck =
  | { readonly kind: 'ready'; readonly version: string }
  | { readonly kind: 'unusable'; readonly code: 'queue.redis-away' | 'queue.redis-evicts' };

/** A connection that keeps trying; what it is asked while Redis is away waits until it is back. */
export function connectRedis(url: string): Redis {
  return new Redis(url, { maxRetriesPerRequest: null, retryStrategy: attempt => Math.min(100 * 2 ** attempt, 3_000) });
}

/** Asks a Redis once, at most for `timeoutMs`. */
export async function checkRedis(url: string, timeoutMs = 3_000): Promise<RedisCheck> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    retryStrategy: () => null,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    const version = await readVersion(redis);
    return { kind: 'ready', version };
  } catch (error) {
    return {
      kind: 'unusable',
      code: error instanceof AppError && error.code === 'queue.redis-evicts' ? error.code : 'queue.redis-away',
    };
  } finally {
    redis.disconnect();
  }
}

/**
 * The version of a Redis that may hold jobs. Throws `AppError('queue.redis-evicts')` with its `policy` when it may throw keys away under
 * pressure. INFO is asked because managed Redis often forbids CONFIG.
 */
export async function readVersion(redis: Redis): Promise<string> {
  const policy = fieldOf(await redis.info('memory'), 'maxmemory_policy');
  if (policy !== 'noeviction') {
    throw new AppError('queue.redis-evicts', { detail: { policy } });
  }
  return fieldOf(await redis.info('server'), 'redis_version');
}

function fieldOf(info: string, name: string): string {
  const line = info.split('\r\n').find(text => text.startsWith(`${name}:`));
  return line?.slice(name.length + 1) ?? 'unknown';
}
