import { SocketModeReceiver } from '@slack/bolt';
import type { Log } from '../../src/platform/log/log.ts';
import type { Bolt } from './bolt.ts';
import { silent } from './web-api.ts';

export interface SocketMode {
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface SocketModeDeps {
  readonly appToken: string;
  /** Where a stand-in listens; null = Slack. */
  readonly apiUrl: string | null;
  readonly bolt: Bolt;
  readonly log: Log;
}

/** For development, where Slack cannot reach this machine: the same bodies over a connection that Michi opens. */
export function createSocketMode({ appToken, apiUrl, bolt, log }: SocketModeDeps): SocketMode {
  const clientOptions = apiUrl === null ? {} : { slackApiUrl: `${apiUrl}/api/` };
  const receiver = new SocketModeReceiver({ appToken, logger: silent, installerOptions: { clientOptions } });
  receiver.client.removeAllListeners('slack_event');
  receiver.client.on(
    'slack_event',
    async ({ ack, body }: { ack: (answer?: object) => Promise<void>; body: Record<string, unknown> }) => {
      try {
        const answer = await bolt.dispatch({ ...body });
        await ack(answer.kind === 'ack' ? answer.body : undefined);
      } catch (fault) {
        // Not acknowledged: Slack sends it again.
        log.error('slack.socket', fault);
      }
    },
  );
  return {
    start: async () => void (await receiver.client.start()),
    stop: async () => void (await receiver.client.disconnect()),
  };
}
