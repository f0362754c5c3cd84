import type { HomeSection } from '../../../conversation/contract/home.ts';
import { preferableChannels } from '../identity.rules.ts';
import { channelSetting, languageSetting } from '../intents/settings.reply.ts';
import type { PeopleService } from '../people.types.ts';

/** The language that the person is answered in, and where uninvited messages go when there is a choice. */
export function createSettingsSection({
  people,
}: {
  readonly people: Pick<PeopleService, 'profile' | 'linkedUsers'>;
}): HomeSection {
  return {
    name: 'settings',
    async show(actor) {
      const [found, links] = await Promise.all([
        people.profile(actor, actor.personId),
        people.linkedUsers(actor, actor.personId),
      ]);
      const language = languageSetting(found.kind === 'found' ? found.profile.locale : actor.locale, actor.locale);
      const channel = channelSetting(preferableChannels(links), actor.locale);
      return { title: language.title, blocks: [...language.blocks, ...channel] };
    },
  };
}
