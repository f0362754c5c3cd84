import { addressOf } from '../../adapters/teams/address.ts';
import { createTeamsFormRepository, type TeamsFormRepository } from '../../adapters/teams/form.repository.ts';
import { teamsLimits } from '../../adapters/teams/limits.ts';
import { renderDialog } from '../../adapters/teams/render/dialog.ts';
import type { ActionRef } from '../../src/conversation/contract/action.ts';
import type { Undelivered } from '../../src/conversation/contract/channel.ts';
import type { Database } from '../../src/platform/db/database.ts';
import type { ChannelUnderTest, Shown } from '../contract/channel-contract.ts';
import type { Fault } from './stand-in/stand-in.types.ts';
import { readActivities } from './teams-activities.ts';
import { createTestTeams, startTeamsStandIn, teamsTenant } from './teams-platform.ts';

const failing = (status: number, retryAfter?: number): Fault => ({
  kind: 'status',
  when: 'before-effect',
  status,
  ...(retryAfter === undefined ? {} : { retryAfter }),
});
const faults: Readonly<Record<Undelivered['kind'], Fault>> = {
  'rate-limited': failing(429, 1),
  gone: failing(404),
  forbidden: failing(403),
  ambiguous: { kind: 'reset', when: 'before-effect' },
  temporary: failing(503),
};

/** The Teams adapter for the contract suite: what a person has in front of them is what the stand-in's ledger says. */
export async function startTeamsUnderTest(
  db: Database,
): Promise<{ readonly under: ChannelUnderTest; stop(): Promise<void> }> {
  const standIn = await startTeamsStandIn();
  const adapter = await createTestTeams({ db, standIn });
  for (const id of ['somebody', 'another']) await standIn.control('add-user', { tenant: teamsTenant, id });
  const user = { channel: 'teams', tenant: teamsTenant, id: 'somebody' } as const;
  const opened = await adapter.channel.openDirect(user);
  const address = opened.kind === 'opened' ? opened.address : '';
  let scripted = Promise.resolve();
  const script = (path: string, kind: Undelivered['kind']) => () => {
    scripted = standIn.setFaults([{ path, fault: faults[kind] }]);
  };
  const activitiesPath = '/teams/v3/conversations/a%3Asomebody/activities';
  const kinds = ['rate-limited', 'gone', 'forbidden', 'ambiguous', 'temporary'] as const;
  const under: ChannelUnderTest = {
    name: 'teams',
    channel: {
      ...adapter.channel,
      send: (...call) => scripted.then(() => adapter.channel.send(...call)),
      openDirect: wanted => scripted.then(() => adapter.channel.openDirect(wanted)),
    },
    address,
    unknownAddress: addressOf({ tenant: teamsTenant, conversation: 'a:nobody' }),
    user,
    unknownUser: { channel: 'teams', tenant: teamsTenant, id: 'nobody' },
    limits: {
      textCharacters: teamsLimits.textCharacters,
      actions: teamsLimits.actions,
      radioOptions: teamsLimits.radioOptions,
    },
    outcomes: Object.fromEntries(kinds.map(kind => [kind, script(activitiesPath, kind)])),
    openings: {},
    count: async () => (await standIn.effects('sent')).length,
    async shown(ref) {
      const messages = [...(await standIn.effects('sent')), ...(await standIn.effects('updated'))];
      const newest = ref.split(' ').map(id => messages.findLast(message => message.id === id)?.activity);
      if (newest.includes(undefined)) throw new Error('nothing is shown under that reference');
      return readWithDialogs(newest, createTeamsFormRepository(db));
    },
  };
  return { under, stop: () => standIn.stop() };
}

/** A person sees what a dialog asks when they press its button. */
async function readWithDialogs(messages: readonly unknown[], forms: TeamsFormRepository): Promise<Shown> {
  const shown = readActivities(messages);
  const ids = [...JSON.stringify(messages).matchAll(/"dialog":"(\w+)"/g)].map(([, id]) => id ?? '');
  const kept = await Promise.all(ids.map(id => forms.find(id)));
  const dialogs = kept.flatMap(one => (one === null ? [] : [renderDialog(one).task]));
  const cards = dialogs.flatMap(task => (task.type === 'continue' ? [{ attachments: [task.value.card] }] : []));
  const inside = readActivities(cards);
  return {
    text: `${shown.text} ${inside.text}`,
    // The way out of a form stands in the message and in its dialog.
    actions: unique([...shown.actions, ...inside.actions]),
    fields: [...shown.fields, ...inside.fields],
  };
}

function unique(actions: readonly ActionRef[]): readonly ActionRef[] {
  return [...new Map(actions.map(one => [JSON.stringify(one), one])).values()];
}
