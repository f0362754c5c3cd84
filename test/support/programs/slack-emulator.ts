import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { installedProgram, programs } from './install-program.ts';

export type Json = Readonly<Record<string, unknown>>;
/** People of the emulated workspace, by the name of their account. */
export type SlackAccount = 'watanabe' | 'sharma';

export interface SlackEmulator {
  readonly url: string;
  /** Calls the Web API with a person's own token, as their client does. */
  as(account: SlackAccount, method: string, input?: Json): Promise<Json>;
  /** Sends events to an app from now on. */
  subscribe(url: string): Promise<void>;
  /** Dialogs and homes, oldest first. */
  views(): Promise<readonly Json[]>;
  stop(): Promise<void>;
}

const json = z.record(z.string(), z.unknown());

/** Starts the emulated Slack in a process of its own. */
export async function startSlackEmulator(signingSecret: string): Promise<SlackEmulator> {
  const folder = installedProgram(programs.slack);
  if (folder === null) throw new Error('the emulator of Slack is not installed');
  const script = fileURLToPath(new URL('./emulated-slack.ts', import.meta.url));
  const child = spawn(process.execPath, [script, folder, signingSecret], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await once(createInterface(child.stdout), 'line');
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(String(line)));
  // Its inspector and our two routes are open to people who are signed in.
  const signedIn = { authorization: 'Bearer xoxp-watanabe', 'content-type': 'application/json' };
  return {
    url,
    async as(account, method, input = {}) {
      const headers = { authorization: `Bearer xoxp-${account}`, 'content-type': 'application/json' };
      const answer = await fetch(`${url}/api/${method}`, { method: 'POST', headers, body: JSON.stringify(input) });
      const body = json.parse(await answer.json());
      if (body.ok !== true) throw new Error(`${method}: ${String(body.error)}`);
      return body;
    },
    async subscribe(to) {
      const body = JSON.stringify({ url: to });
      await fetch(`${url}/test/subscribe`, { method: 'POST', headers: signedIn, body });
    },
    async views() {
      return z.array(json).parse(await (await fetch(`${url}/test/views`, { headers: signedIn })).json());
    },
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
