import { expect, vi } from 'vitest';
import { directMessage, pressBody } from '../support/slack-payloads.ts';
import { wordsIn } from '../support/slack-words.ts';
import { encoded, signedHeaders } from '../support/slack-world.ts';
import type { StandIn } from '../support/stand-in/stand-in.ts';
import { readActivities } from '../support/teams-activities.ts';
import { activityFrom, postActivity, teamsTenant, tokenFor } from '../support/teams-platform.ts';
import type { Answer, Conversation, Product } from './intents-product.ts';

/** A message as its reader sees it, with a way to press what is on it. */
export interface Received {
  readonly text: string;
  /** Gives what Michi says to it. */
  press(label: string | RegExp): Promise<Received>;
}

/** Where somebody is told things and presses buttons. */
export interface Place {
  readonly name: 'slack' | 'teams' | 'web';
  /** Lets the person be known there. */
  join(person: string): Promise<void>;
  say(person: string, text: string): Promise<Received>;
  /** What arrived for them there, the last message last; in the web chat the last one alone. */
  messages(person: string): Promise<readonly Received[]>;
}

export interface Platforms {
  readonly product: Product;
  readonly url: string;
  readonly slack: StandIn;
  readonly teams: StandIn;
  readonly now: () => Date;
}

const accountOf = (person: string) => `U${person.replace(/\W/g, '')}`;
const patience = { timeout: 30_000, interval: 100 };

async function emailOf({ container, talk }: Product, person: string): Promise<string> {
  const { actor } = await talk(person);
  const [row] = await container.db.admin.transaction(tx =>
    tx.query<{ email: string }>('select email from people where id = $1', [actor.personId]),
  );
  return row?.email ?? '';
}

/** Waits until there is one more message than before. */
async function next(place: Place, person: string, before: number): Promise<Received> {
  return vi.waitUntil(async () => (await place.messages(person)).slice(before).at(-1), patience);
}

/** What leads on from a button of that name in a message as the platform was given it. */
function buttonCalled(value: unknown, label: string | RegExp): Readonly<Record<string, unknown>> | null {
  if (typeof value !== 'object' || value === null) return null;
  const record = value as Readonly<Record<string, unknown>>; // any object
  const text = record.text;
  const name = typeof text === 'object' && text !== null && 'text' in text ? text.text : record.title;
  const fits = typeof label === 'string' ? name === label : label.test(String(name));
  if (fits && (record.type === 'button' || String(record.type).startsWith('Action.'))) return record;
  for (const inner of Object.values(record)) {
    const found = buttonCalled(inner, label);
    if (found !== null) return found;
  }
  return null;
}

function pressable(value: unknown, label: string | RegExp): Readonly<Record<string, unknown>> {
  const button = buttonCalled(value, label);
  if (button === null) throw new Error(`nothing is called ${label} in ${JSON.stringify(value)}`);
  return button;
}

export function slackPlace({ product, url, slack, now }: Platforms): Place {
  const post = async (body: object, kind: 'json' | 'payload') => {
    const [text, type] = encoded(body, kind);
    const headers = { 'content-type': type, ...signedHeaders(text, now()) };
    expect((await fetch(`${url}/slack/events`, { method: 'POST', headers, body: text })).status).toBe(200);
  };
  const place: Place = {
    name: 'slack',
    async join(person) {
      const user = accountOf(person);
      const profile = { email: await emailOf(product, person) };
      await slack.control('add-user', { id: user, team_id: 'T1', is_email_confirmed: true, profile });
      await place.say(person, 'help');
    },
    async say(person, text) {
      const user = accountOf(person);
      const before = (await place.messages(person)).length;
      await post(directMessage(text, { user, channel: `D${user}` }), 'json');
      return next(place, person, before);
    },
    async messages(person) {
      const user = accountOf(person);
      const own = (await slack.effects('posted')).filter(({ channel }) => channel === `D${user}`);
      return own.map(({ blocks, ts }) => ({
        text: wordsIn(blocks),
        async press(label) {
          const value = String(pressable(blocks, label).value);
          await post(pressBody(value, { user, channel: `D${user}`, messageTs: String(ts) }), 'payload');
          return next(place, person, own.length);
        },
      }));
    },
  };
  return place;
}

export function teamsPlace({ product, url, teams }: Platforms): Place {
  const post = async (person: string, more: Readonly<Record<string, unknown>>) => {
    const response = await postActivity(url, activityFrom(accountOf(person), teams, more), await tokenFor(teams));
    expect(response.status).toBe(200);
  };
  const place: Place = {
    name: 'teams',
    async join(person) {
      const id = accountOf(person);
      const email = await emailOf(product, person);
      await teams.control('add-user', { tenant: teamsTenant, id, email, userPrincipalName: email });
      await teams.control('add-conversation', { id: `a:${id}`, tenant: teamsTenant, members: [id] });
      await place.say(person, 'help');
    },
    async say(person, text) {
      const before = (await place.messages(person)).length;
      await post(person, { text });
      return next(place, person, before);
    },
    async messages(person) {
      const own = (await teams.effects('sent')).filter(one => one.conversation === `a:${accountOf(person)}`);
      return own.map(({ activity, id }) => ({
        text: readActivities([activity]).text,
        async press(label) {
          const { data } = pressable(activity, label);
          const value = { action: { type: 'Action.Execute', verb: 'michi', data } };
          await post(person, { type: 'invoke', name: 'adaptiveCard/action', value, replyToId: String(id) });
          return next(place, person, own.length);
        },
      }));
    },
  };
  return place;
}

export function webPlace({ product }: Platforms): Place {
  const received = (talk: Conversation, answer: Answer): Received => ({
    text: answer.text,
    press: async label => received(talk, await talk.press(answer, label)),
  });
  return {
    name: 'web',
    // Everybody has a page.
    join: async () => undefined,
    async say(person, text) {
      const talk = await product.talk(person);
      return received(talk, await talk.say(text));
    },
    async messages(person) {
      const talk = await product.talk(person);
      const answer = await talk.latest();
      return answer === null ? [] : [received(talk, answer)];
    },
  };
}
