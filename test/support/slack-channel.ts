import { slackLimits } from '../../adapters/slack/limits.ts';
import { formMetadataSchema } from '../../adapters/slack/render/form.ts';
import { readPress } from '../../adapters/slack/render/press.ts';
import type { ActionRef } from '../../src/conversation/contract/action.ts';
import type { Database } from '../../src/platform/db/database.ts';
import type { ChannelUnderTest, Shown } from '../contract/channel-contract.ts';
import { pressBody } from './slack-payloads.ts';
import { buttonsIn, fieldsIn, wordsIn } from './slack-words.ts';
import { type SlackWorld, startSlackWorld } from './slack-world.ts';
import type { Fault } from './stand-in/stand-in.types.ts';

export interface SlackUnderTest extends ChannelUnderTest {
  stop(): Promise<void>;
}

type Posted = { readonly ts: string; readonly blocks: unknown; readonly text: string };

/** Slack for the contract suite. A form is looked at as a person does it: its button is pressed and the dialog opens. */
export async function slackUnderTest(db: Database): Promise<SlackUnderTest> {
  const world = await startSlackWorld({ db, timeoutMs: 1_000 });
  await world.slack.control('add-user', { id: 'U1', team_id: 'T1' });
  await world.slack.control('add-user', { id: 'U2', team_id: 'T1' });
  await world.slack.control('close-channel', { channel: 'C404' });
  const { channel } = world.adapter;
  const strikes: Promise<unknown>[] = [];
  // A script takes effect before the next call: the port waits for what the test set up.
  const ready = () => Promise.all(strikes);
  const strike = (path: string, fault: Fault) => void strikes.push(world.slack.setFaults([{ path, fault }]));
  const refuse = (method: string, error: string) =>
    void strikes.push(world.slack.control('answer-next', { method, error }));
  const status = (code: number, retryAfter?: number): Fault => ({
    kind: 'status',
    when: 'before-effect',
    status: code,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
  const outcomesOf = (method: string) => ({
    'rate-limited': () => strike(`/api/${method}`, status(429, 3)),
    gone: () => refuse(method, method === 'conversations.open' ? 'user_not_found' : 'channel_not_found'),
    forbidden: () => refuse(method, 'missing_scope'),
    ambiguous: () => strike(`/api/${method}`, { kind: 'reset', when: 'after-effect' }),
    temporary: () => strike(`/api/${method}`, status(408)),
  });
  return {
    name: 'slack',
    channel: {
      name: 'slack',
      send: (...given) => ready().then(() => channel.send(...given)),
      update: (...given) => ready().then(() => channel.update(...given)),
      openDirect: user => ready().then(() => channel.openDirect(user)),
      showWorking: (...given) => ready().then(() => channel.showWorking?.(...given)),
    },
    address: 'T1/@U1',
    unknownAddress: 'T1/C404',
    user: { channel: 'slack', tenant: 'T1', id: 'U2' },
    unknownUser: { channel: 'slack', tenant: 'T1', id: 'U404' },
    limits: {
      textCharacters: slackLimits.sectionText,
      listItems: slackLimits.blocksPerMessage,
      tableRows: slackLimits.tableRows,
      facts: slackLimits.fieldsPerSection,
      chartBars: 100,
      actions: slackLimits.actionsPerBlock,
      radioOptions: slackLimits.selectOptions,
    },
    outcomes: outcomesOf('chat.postMessage'),
    openings: outcomesOf('conversations.open'),
    count: async () => (await world.slack.effects('posted')).length,
    shown: ref => shown(world, ref),
    stop: () => world.stop(),
  };
}

async function shown(world: SlackWorld, ref: string): Promise<Shown> {
  const wanted = ref.split(',');
  const all = [...(await world.slack.effects('posted')), ...(await world.slack.effects('updated'))] as Posted[]; // the stand-in writes them
  const parts = wanted.map(ts => all.findLast(one => one.ts === ts)?.blocks);
  const presses = buttonsIn(parts).map(({ value }) => ({ value, press: readPress(value) }));
  const dialogs = await Promise.all(
    presses.flatMap(({ value, press }) => (press?.kind === 'form' ? [openDialog(world, value)] : [])),
  );
  const actions: ActionRef[] = presses.flatMap(({ press }) => (press?.kind === 'action' ? [press.action] : []));
  const submits = dialogs.map(view => formMetadataSchema.parse(JSON.parse(view.private_metadata)).submit);
  return {
    text: [wordsIn(parts), ...dialogs.map(wordsIn)].join('\n'),
    actions: [...actions, ...submits],
    fields: dialogs.flatMap(fieldsIn),
  };
}

async function openDialog(world: SlackWorld, value: string): Promise<{ readonly private_metadata: string }> {
  await world.post(pressBody(value), 'payload');
  await world.adapter.settled();
  const opened = (await world.slack.effects('view-opened')).at(-1);
  return opened?.view as { private_metadata: string }; // a view that the adapter has just sent
}
