import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWebMessageRepository } from '../../adapters/web/web-message.repository.ts';
import { readConfig } from '../../src/app/config.ts';
import { type Container, createContainer } from '../../src/app/container.ts';
import { loadKeys } from '../../src/app/storage.ts';
import type { Action, ActionRef } from '../../src/conversation/contract/action.ts';
import type { Form } from '../../src/conversation/contract/form.ts';
import { plainText } from '../../src/conversation/contract/plain-text.ts';
import type { ListItem, Reply } from '../../src/conversation/contract/reply.ts';
import type { TurnContent } from '../../src/conversation/contract/turn.ts';
import type { PersonActor } from '../../src/platform/access/actor.ts';
import type { Id } from '../../src/platform/ids/ids.ts';
import { createLog } from '../../src/platform/log/log.ts';
import { createSealedJson, type SealedJson } from '../../src/platform/secrets/sealed-json.ts';
import type { Clock } from '../../src/platform/time/clock.ts';

const identifying = { kind: 'system', purpose: 'identify' } as const;
/** The day for which the demo's postings and courses were written. */
const demoDay: Clock = { now: () => new Date('2026-11-23T03:00:00.000Z') };

/** What came back, with the keys of the catalogue's items that its rows and buttons lead to. */
export interface Answer {
  readonly reply: Reply;
  readonly text: string;
  readonly firstLine: string;
  readonly keys: readonly string[];
  readonly buttonKeys: readonly string[];
}

/** One person in one conversation with the whole product. */
export interface Conversation {
  readonly actor: PersonActor;
  say(text: string): Promise<Answer>;
  press(answer: Answer, label: string | RegExp): Promise<Answer>;
  act(action: ActionRef): Promise<Answer>;
  submit(answer: Answer, values: Readonly<Record<string, string>>): Promise<Answer>;
  cancel(answer: Answer): Promise<Answer>;
  /** What Michi has said last, whether or not it was asked; null = nothing yet. */
  latest(): Promise<Answer | null>;
}

export interface Product {
  readonly container: Container;
  /** `HQ/000423`; every call starts a conversation that remembers nothing. */
  talk(person: string): Promise<Conversation>;
  /** The same person where others read along: somebody else's page stands for the room, and the answers are what is seen there. */
  talkIn(room: string, person: string): Promise<Conversation>;
  close(): Promise<void>;
}

/** The product as `npm start` wires it, on a directory of its own with the demo group, on the day of the demo; `more` are further variables. */
export async function startProduct(
  more: Readonly<Record<string, string>> = {},
  clock: Clock = demoDay,
): Promise<Product> {
  const dataDir = await mkdtemp(join(tmpdir(), 'michi-flow-'));
  const config = readConfig({ MICHI_DATA_DIR: dataDir, MICHI_LOG_LEVEL: 'error', MICHI_PORT: '0', ...more });
  const container = await createContainer({
    config,
    log: createLog(config.logLevel),
    clock,
    onFatal: fault => {
      throw fault;
    },
  });
  const running = { container, sealed: createSealedJson(await loadKeys(config)) };
  const people = await peopleByNumber(container);
  const idOf = (person: string) => {
    const id = people.get(person);
    if (id === undefined) throw new Error(`the demo has no ${person}`);
    return id;
  };
  return {
    container,
    talk: async person => startConversation(running, idOf(person), idOf(person)),
    talkIn: async (room, person) => startConversation(running, idOf(person), idOf(room)),
    async close() {
      await container.close(5_000);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function peopleByNumber(container: Container): Promise<ReadonlyMap<string, Id<'person'>>> {
  const listed = await container.people.demoPeople(identifying);
  const profiles = await Promise.all(listed.map(({ id }) => container.people.profile(identifying, id)));
  return new Map(
    profiles.flatMap(found =>
      found.kind === 'found'
        ? [[`${found.profile.company.code}/${found.profile.number}`, found.profile.id] as const]
        : [],
    ),
  );
}

interface Running {
  readonly container: Container;
  /** Reads what the web chat keeps. */
  readonly sealed: SealedJson;
}

let turns = 0;

async function startConversation(
  { container, sealed }: Running,
  id: Id<'person'>,
  room: Id<'person'>,
): Promise<Conversation> {
  const [actor, reader] = [await actorOf(container, id), await actorOf(container, room)];
  const messages = createWebMessageRepository(container.db, sealed);
  // What was said before is forgotten: a person's conversation is kept by their id.
  await container.db.transaction({ kind: 'system', purpose: 'housekeeping' }, tx =>
    tx.query('delete from conversation_sessions where person = $1', [id]),
  );

  async function turn(content: TurnContent): Promise<Answer> {
    turns += 1;
    const incoming = {
      key: `flow:${turns}`,
      channel: 'web',
      address: room,
      scope: room === id ? 'direct' : 'channel',
      user: { tenant: 'signed', id },
      content,
    } as const;
    await container.dispatcher.receive(incoming);
    await container.dispatcher.handle(incoming);
    const answer = await latest();
    if (answer === null) throw new Error('nothing was answered');
    return answer;
  }

  async function latest(): Promise<Answer | null> {
    const { messages: shown } = await messages.page(reader, null, 1);
    const last = shown.at(-1);
    return last?.direction === 'out' ? toAnswer(container, actor, last.reply) : null;
  }

  const act = ({ intent, slots }: ActionRef) => turn({ kind: 'action', action: { intent, slots } });
  return {
    actor,
    act,
    latest,
    say: text => turn({ kind: 'text', text }),
    press: (answer, label) => act(findPress(answer.reply, label)),
    submit: (answer, values) => {
      const { intent, slots } = formOf(answer.reply).submit;
      return turn({
        kind: 'form',
        action: { intent, slots },
        values: { ...valuesOf(formOf(answer.reply)), ...values },
      });
    },
    cancel: answer => act(formOf(answer.reply).cancel),
  };
}

async function actorOf(container: Container, id: Id<'person'>): Promise<PersonActor> {
  const identified = await container.people.identify(identifying, { channel: 'web', tenant: 'signed', id });
  if (identified.kind !== 'known') throw new Error(`${id} is ${identified.kind}`);
  return identified.actor;
}

async function toAnswer(container: Container, actor: PersonActor, reply: Reply): Promise<Answer> {
  const text = plainText(reply);
  const keysOf = async (actions: readonly ActionRef[]) => {
    const ids = [...new Set(actions.flatMap(({ slots }) => Object.values(slots).flatMap(value => value.split(','))))];
    const items = await container.catalogue.summaries(
      actor,
      ids.filter(id => /^(skl|rol|pos|crs)_/.test(id)),
    );
    return items.map(item => item.key);
  };
  const rows = listItems(reply).flatMap(item => item.action ?? []);
  return {
    reply,
    text,
    firstLine: text.split('\n')[0] ?? '',
    keys: await keysOf([...rows, ...buttons(reply)]),
    buttonKeys: await keysOf(buttons(reply)),
  };
}

export function buttons(reply: Reply): readonly Action[] {
  return reply.blocks.flatMap(block =>
    block.kind === 'actions' || block.kind === 'card' ? (block.actions ?? []) : [],
  );
}

export function listItems(reply: Reply): readonly ListItem[] {
  return reply.blocks.flatMap(block => (block.kind === 'list' ? block.items : []));
}

function findPress(reply: Reply, label: string | RegExp): ActionRef {
  const fits = (text: string) => (typeof label === 'string' ? text === label : label.test(text));
  const button =
    buttons(reply).find(action => fits(action.label)) ?? listItems(reply).find(item => fits(item.title))?.action;
  if (button === undefined) throw new Error(`nothing to press is called ${label} in:\n${plainText(reply)}`);
  return button;
}

function formOf(reply: Reply): Form {
  const form = reply.blocks.flatMap(block => (block.kind === 'form' ? [block.form] : []))[0];
  if (form === undefined) throw new Error(`no form in:\n${plainText(reply)}`);
  return form;
}

/** What the fields hold before anybody types. */
function valuesOf(form: Form): Readonly<Record<string, string>> {
  return Object.fromEntries(
    form.fields.flatMap(field => (field.value === undefined ? [] : [[field.name, field.value]])),
  );
}
