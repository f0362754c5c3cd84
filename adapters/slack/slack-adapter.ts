import type { Router } from 'express';
import type { ChannelPort } from '../../src/conversation/contract/channel.ts';
import type { Home } from '../../src/conversation/contract/home.ts';
import type { UserDirectory } from '../../src/conversation/contract/identity.ts';
import type { IncomingTurn } from '../../src/conversation/contract/turn.ts';
import type { Database } from '../../src/platform/db/database.ts';
import type { Log } from '../../src/platform/log/log.ts';
import type { KeyRing } from '../../src/platform/secrets/key-ring.ts';
import { createSealedJson } from '../../src/platform/secrets/sealed-json.ts';
import type { Clock } from '../../src/platform/time/clock.ts';
import { createBolt } from './bolt.ts';
import { createSlackChannel } from './deliver.ts';
import { createDesk } from './desk.ts';
import { createSlackDirectory } from './directory.ts';
import { createInbound } from './inbound.ts';
import { createInstallationRepository } from './installation.repository.ts';
import { createInstallations, type Installations } from './installations.ts';
import { createInstallRoutes } from './oauth.ts';
import { createPictureRepository } from './picture.repository.ts';
import { createPictures } from './pictures.ts';
import { createSlackRoutes } from './routes.ts';
import { createSentRepository } from './sent.repository.ts';
import { createSignatureCheck } from './signature.ts';
import { createSocketMode } from './socket-mode.ts';
import { createStateTokens } from './state-token.ts';
import { createSlackApi } from './web-api.ts';

export interface SlackSettings {
  readonly signingSecret: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly stateSecret: string;
  readonly allowedTeams: readonly string[];
  readonly appToken: string | null;
  readonly employeeNumberField: string | null;
  /** Where a stand-in listens; null = Slack. */
  readonly apiUrl: string | null;
}

export interface SlackAdapterDeps {
  readonly settings: SlackSettings;
  receive(turn: IncomingTurn): Promise<{ readonly kind: 'accepted' | 'duplicate' }>;
  readonly home: Home;
  readonly db: Database;
  readonly keys: KeyRing;
  readonly clock: Clock;
  readonly log: Log;
  /** Where Slack reaches Michi; null = Michi cannot be installed through the browser. */
  readonly publicUrl: string | null;
  readonly timeoutMs?: number;
}

export interface SlackAdapter {
  readonly router: Router;
  readonly channel: ChannelPort;
  readonly directory: UserDirectory;
  readonly installations: Installations;
  /** Retention: deletes what was sent and offered before that instant. */
  deleteBefore(instant: Date): Promise<number>;
  close(): void;
  /** Settles when what goes on behind acknowledgements has ended. */
  settled(): Promise<void>;
}

export function createSlackAdapter(deps: SlackAdapterDeps): SlackAdapter {
  const { settings, db, keys, clock, log, publicUrl, home } = deps;
  const { clientId, clientSecret, allowedTeams, apiUrl, employeeNumberField } = settings;
  const api = createSlackApi({ url: apiUrl, ...(deps.timeoutMs === undefined ? {} : { timeoutMs: deps.timeoutMs }) });
  const repository = createInstallationRepository(db);
  const sent = createSentRepository(db, createSealedJson(keys));
  const installations = createInstallations({ repository, keys, api, clock, log, clientId, clientSecret });
  const pictures = createPictures({
    ...{ api, installations, clock, log, apiUrl },
    repository: createPictureRepository(db),
  });
  const background = createBackground(log);
  const desk = createDesk({ api, installations, sent, home, log });
  const bolt = createBolt(
    createInbound({
      receive: turn => deps.receive(turn),
      sent,
      installations,
      desk,
      allowedTeams,
      log,
      behind: background.run,
    }),
  );
  const socket =
    settings.appToken === null ? null : createSocketMode({ appToken: settings.appToken, apiUrl, bolt, log });
  if (socket !== null) background.run(() => socket.start());
  const install =
    publicUrl === null
      ? null
      : createInstallRoutes({
          ...{ api, installations, repository, clock, log, clientId, clientSecret, allowedTeams, publicUrl },
          states: createStateTokens(settings.stateSecret, clock),
          authorizeUrl: `${apiUrl ?? 'https://slack.com'}/oauth/v2/authorize`,
        });
  return {
    router: createSlackRoutes({ signature: createSignatureCheck(settings.signingSecret, clock), bolt, log, install }),
    channel: createSlackChannel({ api, installations, sent, clock, pictures }),
    directory: createSlackDirectory({ api, installations, employeeNumberField }),
    installations,
    deleteBefore: async instant => (await sent.deleteBefore(instant)) + (await pictures.deleteBefore(instant)),
    close: () => {
      if (socket !== null) background.run(() => socket.stop());
    },
    settled: background.settled,
  };
}

/** Work behind an acknowledgement. What fails is logged; nobody waits for it. */
function createBackground(log: Log) {
  const running = new Set<Promise<unknown>>();
  return {
    run(work: () => Promise<unknown>): void {
      const done = work()
        .catch(fault => log.error('slack.behind', fault))
        .finally(() => running.delete(done));
      running.add(done);
    },
    settled: async (): Promise<void> => void (await Promise.all(running)),
  };
}
