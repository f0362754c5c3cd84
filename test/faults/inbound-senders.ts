import { randomUUID } from 'node:crypto';
import { readPress } from '../../adapters/slack/render/press.ts';
import { directMessage, pressBody } from '../support/slack-payloads.ts';
import { buttonsIn } from '../support/slack-words.ts';
import { encoded, signedHeaders, signingSecret } from '../support/slack-world.ts';
import { readActivities } from '../support/teams-activities.ts';
import { activityFrom, postActivity, tokenFor } from '../support/teams-platform.ts';
import type { TrialProduct } from './trial-product.ts';

/** Something that a platform tells Michi, ready to be sent again and again as the same event. */
export type Event = Readonly<Record<string, unknown>>;

/** One platform, as it sends and as its ledger shows what people see. */
export interface Sender {
  readonly name: 'slack' | 'teams';
  ask(user: string, text: string): Event;
  /** A press of the first button of the newest message that `owner` has, by `user`; each call is a click of its own. */
  press(owner: string, user: string): Promise<Event>;
  /** The status of the answer; null when there was none, as when the receiver dies. `skewMs` is how wrong the sender's clock is. */
  send(event: Event, skewMs?: number): Promise<number | null>;
  /** What people see now, in order: to whom, and the reference of the message. */
  seen(): Promise<readonly { readonly user: string; readonly ref: string }[]>;
}

const statusOf = async (sent: Promise<Response>): Promise<number | null> => {
  try {
    const response = await sent;
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
};

export function slackSender({ slack, url }: TrialProduct): Sender {
  const posted = () => slack.effects('posted');
  return {
    name: 'slack',
    ask: (user, text) => directMessage(text, { user, channel: `D${user}` }),
    async press(owner, user) {
      const message = (await posted()).findLast(one => one.channel === `D${owner}`);
      const mine = buttonsIn(message?.blocks).find(({ value }) => readPress(value)?.kind === 'action');
      const channel = owner === user ? `D${user}` : 'C1';
      return pressBody(mine?.value ?? '', { user, channel, messageTs: String(message?.ts) });
    },
    send(event, skewMs = 0) {
      const [body, type] = encoded(event, event.type === 'block_actions' ? 'payload' : 'json');
      const headers = { 'content-type': type, ...signedHeaders(body, new Date(Date.now() + skewMs), signingSecret) };
      return statusOf(fetch(`${url()}/slack/events`, { method: 'POST', headers, body }));
    },
    seen: async () =>
      (await posted()).map(one => ({ user: String(one.channel).replace(/^D/, ''), ref: String(one.ts) })),
  };
}

export function teamsSender({ teams, url }: TrialProduct): Sender {
  return {
    name: 'teams',
    ask: (user, text) => activityFrom(user, teams, { id: randomUUID(), text }),
    async press(owner, user) {
      const message = (await teams.effects('sent')).findLast(one => one.conversation === `a:${owner}`);
      const [action] = readActivities([message?.activity]).actions;
      const madeFor = /"madeFor":"([^"]+)"/.exec(JSON.stringify(message))?.[1];
      const data = { michi: { ...action, ...(madeFor === undefined ? {} : { madeFor }) } };
      const value = { action: { type: 'Action.Execute', verb: 'michi', data } };
      const more = { id: randomUUID(), type: 'invoke', name: 'adaptiveCard/action', value };
      return activityFrom(user, teams, { ...more, replyToId: String(message?.id) });
    },
    async send(event, skewMs = 0) {
      const now = Math.floor((Date.now() + skewMs) / 1_000);
      const token = await tokenFor(teams, { claims: { nbf: now - 60, exp: now + 240 } });
      return statusOf(postActivity(url(), event, token));
    },
    seen: async () =>
      (await teams.effects('sent')).map(one => ({
        user: String(one.conversation).replace(/^a:/, ''),
        ref: String(one.id),
      })),
  };
}
