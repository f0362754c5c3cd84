import { createSlackAdapter, type SlackAdapter } from '../../adapters/slack/slack-adapter.ts';
import { createTeamsAdapter, type TeamsAdapter } from '../../adapters/teams/teams-adapter.ts';
import { createWebAdapter, type WebAdapter } from '../../adapters/web/web-adapter.ts';
import type { ChannelPort } from '../conversation/contract/channel.ts';
import type { Home } from '../conversation/contract/home.ts';
import type { UserDirectory } from '../conversation/contract/identity.ts';
import type { ChannelName, IncomingTurn } from '../conversation/contract/turn.ts';
import type { Views } from '../conversation/contract/views.ts';
import type { PeopleService } from '../domains/people/people.types.ts';
import type { OpenDatabase } from '../platform/db/open-database.ts';
import type { HttpServerDeps } from '../platform/http/http-server.ts';
import type { Log } from '../platform/log/log.ts';
import { createKeyRing } from '../platform/secrets/key-ring.ts';
import type { SealedJson } from '../platform/secrets/sealed-json.ts';
import type { Clock } from '../platform/time/clock.ts';
import type { Config } from './config.ts';
import { loadSecret } from './storage.ts';
import { webPeople } from './web-people.ts';

/** One platform on which people meet Michi, as the rest of the product sees it. */
interface Platform {
  readonly channel: ChannelPort;
  /** Null where Michi itself vouches for who somebody is. */
  readonly directory: UserDirectory | null;
  readonly router: HttpServerDeps['routers'][number];
  /** Ends what would keep the server from closing. */
  close(): void;
}

/** What platforms hand on. They are made before the conversation that takes it, so none of it may be called while they are made. */
interface Inward {
  receive(turn: IncomingTurn): Promise<{ readonly kind: 'accepted' | 'duplicate' }>;
  readonly home: Home;
  readonly views: Views;
}

interface PlatformsDeps {
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  readonly db: OpenDatabase;
  readonly people: PeopleService;
  readonly sealed: SealedJson;
}

export interface Platforms {
  readonly all: Readonly<Partial<Record<ChannelName, Platform>>>;
  /** Retention, of every platform that keeps what was said or sent. */
  readonly web: Pick<WebAdapter, 'deleteBefore'>;
  readonly slack: Pick<SlackAdapter, 'deleteBefore' | 'installations'> | null;
}

/** The platforms that the configuration names; the web chat is always one of them. */
export async function createPlatforms(deps: PlatformsDeps, inward: Inward): Promise<Platforms> {
  const web = await createWeb(deps, inward);
  const [slack, teams] = [createSlack(deps, inward), await createTeams(deps, inward)];
  return {
    web: {
      async deleteBefore(instant) {
        await teams?.deleteBefore(instant);
        return web.deleteBefore(instant);
      },
    },
    slack,
    // The web chat answers only under its own names, so platforms that call under another one come before it.
    all: {
      ...(slack === null ? {} : { slack }),
      ...(teams === null ? {} : { teams }),
      web: { ...web, directory: null },
    },
  };
}

function createSlack({ config, log, clock, db }: PlatformsDeps, inward: Inward): SlackAdapter | null {
  const { slack, keys } = config.channels;
  if (slack === null || keys === null) return null;
  return createSlackAdapter({
    settings: slack,
    receive: turn => inward.receive(turn),
    home: inward.home,
    db,
    keys: createKeyRing(keys),
    clock,
    log,
    publicUrl: config.publicUrl,
  });
}

async function createTeams({ config, log, clock, db }: PlatformsDeps, inward: Inward): Promise<TeamsAdapter | null> {
  const { teams } = config.channels;
  if (teams === null) return null;
  return createTeamsAdapter({ ...teams, receive: turn => inward.receive(turn), views: inward.views, db, clock, log });
}

async function createWeb(
  { config, log, clock, db, people, sealed }: PlatformsDeps,
  inward: Inward,
): Promise<WebAdapter> {
  return createWebAdapter({
    receive: turn => inward.receive(turn),
    db,
    sealed,
    clock,
    log,
    secret: await loadSecret(config),
    people: webPeople(people),
    demo: config.demo,
    publicUrl: config.publicUrl,
    // Other processes can only exist when the database is shared.
    watchEveryMs: config.databaseUrl === null ? null : 1_000,
  });
}
