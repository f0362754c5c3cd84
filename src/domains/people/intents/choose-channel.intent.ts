import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import { preferableChannels } from '../identity.rules.ts';
import { peopleMessages } from '../people.messages.ts';
import type { PeopleService } from '../people.types.ts';
import { channelChosenReply, noSuchChannelReply } from './settings.reply.ts';

export interface ChooseChannelDeps {
  readonly people: Pick<PeopleService, 'linkedUsers' | 'setPreferredChannel'>;
}

/** Where uninvited messages go; by button only, and only where the person has an account. Can be undone. */
export function createChooseChannel({ people }: ChooseChannelDeps): Intent {
  async function handle({ actor }: IntentContext, input: IntentInput): Promise<IntentResult> {
    const channels = preferableChannels(await people.linkedUsers(actor, actor.personId));
    const to = input.kind === 'sentence' ? undefined : input.slots.to;
    const wanted = channels.find(channel => channel === to);
    if (wanted === undefined) return noSuchChannelReply(channels, actor.locale);
    await people.setPreferredChannel(actor, wanted);
    return channelChosenReply(wanted, channels[0], actor.locale);
  }
  return {
    name: 'choose-channel',
    title: bilingual(peopleMessages, t => t.intents.channel.title),
    suggestion: bilingual(peopleMessages, t => t.intents.channel.suggestion),
    content: 'personal',
    handle,
  };
}
