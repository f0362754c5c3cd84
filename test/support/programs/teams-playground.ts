import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { vi } from 'vitest';
import { z } from 'zod';
import type { StandIn } from '../stand-in/stand-in.ts';
import { postActivity, tokenFor } from '../teams-platform.ts';
import { installedProgram, programs } from './install-program.ts';

/** Its one person and their tenant, as its own configuration says. */
export const playgroundTenant = '00000000-0000-0000-0000-0000000000001';
export const playgroundUser = '00000000-0000-0000-0000-0000000000020';

export interface Playground {
  /** The page to be opened in a browser. */
  readonly url: string;
  /** Activities go to Michi, which listens there, from now on. */
  connect(michi: string): void;
  /** Its client does nothing at a button that opens a dialog, so what Teams would ask then is asked here, in the conversation that it has. */
  dialog(name: 'task/fetch' | 'task/submit', data: object): Promise<string>;
  stop(): Promise<void>;
}

/** Where its connector listens. */
export const connectorOf = (port: number) => `http://localhost:${port}/_connector`;

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server.address());
  server.close();
  return port;
}

/**
 * Starts the Playground on a port. It signs nothing: what it sends is signed by `signer` as the Bot Framework would, and handed on, so that
 * Michi checks tokens as everywhere.
 */
export async function startPlayground(port: number, signer: StandIn): Promise<Playground> {
  const folder = installedProgram(programs.teams);
  if (folder === null) throw new Error('the Agents Playground is not installed');
  const bridge = await startBridge(signer);
  const options = ['start', '-e', `${bridge.url}/api/messages`, '-c', 'msteams', '-p', String(port), '--dt'];
  const env = { ...process.env, BROWSER: 'none' };
  const child = spawn(process.execPath, [join(folder, 'cli.js'), ...options], { stdio: 'ignore', env });
  const url = `http://127.0.0.1:${port}/`;
  const answers = () =>
    fetch(`${url}_internal/v1/config`).then(
      answer => answer.ok,
      () => false,
    );
  await vi.waitUntil(answers, { timeout: 60_000 });
  return {
    url,
    connect: bridge.connect,
    dialog: bridge.dialog,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      bridge.close();
    },
  };
}

const activitySchema = z.looseObject({ serviceUrl: z.string() });

async function startBridge(signer: StandIn) {
  let michi = '';
  let last: z.infer<typeof activitySchema> = { serviceUrl: '' };
  const handOn = async (activity: z.infer<typeof activitySchema>) => {
    const token = await tokenFor(signer, { claims: { serviceurl: activity.serviceUrl } });
    return postActivity(michi, activity, token);
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.method !== 'POST') return void response.writeHead(200).end();
    last = activitySchema.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    const answer = await handOn(last);
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    connect: (to: string) => {
      michi = to;
    },
    dialog: async (name: string, data: object) => {
      const answer = await handOn({ ...last, id: randomUUID(), type: 'invoke', name, value: { data } });
      return answer.text();
    },
    close: () => server.close(),
  };
}

function portOf(address: string | AddressInfo | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
