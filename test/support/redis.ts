import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { Redis } from 'ioredis';

export interface TestRedis {
  readonly url: string;
  /** A connection for looking and for commands such as FLUSHALL. */
  ask(command: string, ...args: readonly string[]): Promise<unknown>;
  /** kill -9, with everything it remembers. */
  kill(): Promise<void>;
  /** Starts again on the same port, empty unless the settings made it keep something. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** A real redis-server on a free port that keeps nothing on disk. `settings` as on its command line, such as `--maxmemory-policy allkeys-lru`. */
export async function startRedis(...settings: readonly string[]): Promise<TestRedis> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let server = await launch(port, settings);
  const kill = async () => {
    if (server.exitCode === null && server.signalCode === null) {
      server.kill('SIGKILL');
      await once(server, 'exit');
    }
  };
  return {
    url,
    ask: async (command, ...args) => {
      const redis = new Redis(url);
      try {
        return await redis.call(command, ...args);
      } finally {
        redis.disconnect();
      }
    },
    kill,
    restart: async () => {
      server = await launch(port, settings);
    },
    close: kill,
  };
}

async function launch(port: number, settings: readonly string[]): Promise<ChildProcess> {
  const args = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    tmpdir(),
    ...settings,
  ];
  const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  for await (const chunk of server.stdout) {
    if (String(chunk).includes('Ready to accept connections')) {
      break;
    }
  }
  return server;
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo; // it listens on a TCP port
  probe.close();
  await once(probe, 'close');
  return port;
}
