import type { Router } from 'express';
import type { ChannelPort } from '../../src/conversation/contract/channel.ts';
import type { UserDirectory } from '../../src/conversation/contract/identity.ts';
import type { IncomingTurn } from '../../src/conversation/contract/turn.ts';
import type { Views } from '../../src/conversation/contract/views.ts';
import type { Database } from '../../src/platform/db/database.ts';
import type { OutboundRules } from '../../src/platform/http/outbound-host.ts';
import type { Log } from '../../src/platform/log/log.ts';
import type { Clock } from '../../src/platform/time/clock.ts';
import { createAppTokens, type TokenOutcome } from './app-token.ts';
import { type Connector, connectorHosts, createConnector } from './connector.ts';
import { createTeamsConversationRepository, type TeamsConversationRepository } from './conversation.repository.ts';
import type { TeamsConversation } from './conversation.types.ts';
import { createTeamsChannel } from './deliver.ts';
import { createTeamsDeliveryRepository } from './delivery.repository.ts';
import { createDialogs } from './dialogs.ts';
import { createTeamsFormRepository } from './form.repository.ts';
import { createTeamsDirectory, hasOutsiders } from './roster.ts';
import { createRoutes } from './routes.ts';
import { botFrameworkMetadataUrl, createSdkAuth } from './sdk-auth.ts';
import { guardKeys } from './verify.ts';

export interface TeamsSettings {
  readonly appId: string;
  readonly appPassword: string;
  /** Ids of Entra tenants, first the one in which the app is registered; nobody else is served. */
  readonly allowedTenants: readonly string[];
  /** Where stand-ins listen; null = Microsoft's. */
  readonly standIn: {
    readonly serviceUrl: string | null;
    readonly openIdMetadataUrl: string | null;
    readonly loginUrl: string | null;
  };
}

export interface TeamsAdapterDeps extends TeamsSettings {
  /** Takes a turn in; the answer comes later through the channel. */
  receive(turn: IncomingTurn): Promise<{ readonly kind: 'accepted' | 'duplicate' }>;
  readonly views: Views;
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** How long one call of the connector may take. */
  readonly timeoutMs?: number;
}

export interface TeamsAdapter {
  readonly router: Router;
  readonly channel: ChannelPort;
  readonly directory: UserDirectory;
  /** Retention: deletes what was written down of deliveries, and users who were last seen, before that instant. */
  deleteBefore(instant: Date): Promise<number>;
  close(): void;
}

const globalServiceUrl = 'https://smba.trafficmanager.net/teams/';
const signInUrl = 'https://login.microsoftonline.com';

export async function createTeamsAdapter(deps: TeamsAdapterDeps): Promise<TeamsAdapter> {
  const { db, clock, log, appId, allowedTenants, standIn } = deps;
  const outbound = outboundRules(deps);
  const conversations = createTeamsConversationRepository(db);
  const deliveries = createTeamsDeliveryRepository(db);
  const connector = createConnector({
    tokens: appTokens(deps, clock),
    outbound,
    ...(deps.timeoutMs === undefined ? {} : { timeoutMs: deps.timeoutMs }),
  });
  const defaultServiceUrl = standIn.serviceUrl ?? globalServiceUrl;
  const verify = guardKeys(
    await createSdkAuth({ appId, openIdMetadataUrl: standIn.openIdMetadataUrl ?? botFrameworkMetadataUrl }),
  );
  const lookAtMembers = membersLook(connector, conversations, log);
  const [dialogs, forms] = [createDialogs(), createTeamsFormRepository(db)];
  const known = { conversations, dialogs, forms, allowedTenants, clock };
  const inbound = { ...known, receive: deps.receive, views: deps.views, lookAtMembers, outbound, log };
  return {
    router: createRoutes({ appId, verify, inbound, log }),
    channel: createTeamsChannel({ ...known, deliveries, connector, appId, defaultServiceUrl }),
    directory: createTeamsDirectory({ conversations, connector, defaultServiceUrl }),
    async deleteBefore(instant) {
      await conversations.forgetUsersBefore(instant);
      await forms.deleteBefore(instant);
      return deliveries.deleteBefore(instant);
    },
    close: () => undefined,
  };
}

function outboundRules({ standIn }: TeamsSettings): OutboundRules {
  const standIns = standIn.serviceUrl === null ? [] : [new URL(standIn.serviceUrl).origin];
  return { suffixes: connectorHosts, standIns };
}

function appTokens({ appId, appPassword, allowedTenants, standIn }: TeamsSettings, clock: Clock) {
  const loginUrl = (standIn.loginUrl ?? signInUrl).replace(/[/]+$/, '');
  return createAppTokens({ appId, appPassword, tenant: allowedTenants[0] ?? '', loginUrl, clock });
}

/** Whether the sign-in service knows the app: what `doctor` asks. */
export function checkTeams(settings: TeamsSettings, clock: Clock): Promise<TokenOutcome> {
  return appTokens(settings, clock).current();
}

/**
 * One look at a time for each conversation, and another one when it changed meanwhile: what was read before somebody came in must not be the
 * last word. What could not be told is asked again with the next message.
 */
function membersLook(connector: Connector, conversations: TeamsConversationRepository, log: Log) {
  const looking = new Map<string, { again: boolean }>();
  const look = async (one: TeamsConversation, state: { again: boolean }) => {
    do {
      state.again = false;
      const shared = await hasOutsiders(connector, one);
      if (shared !== null && !state.again) await conversations.setShared(one.tenant, one.conversation, shared);
    } while (state.again);
  };
  return (one: TeamsConversation) => {
    const name = `${one.tenant}/${one.conversation}`;
    const running = looking.get(name);
    if (running !== undefined) {
      running.again = true;
      return;
    }
    const state = { again: false };
    looking.set(name, state);
    void look(one, state)
      .catch(fault => log.error('teams.members', fault))
      .finally(() => looking.delete(name));
  };
}
