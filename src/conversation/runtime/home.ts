import type { PersonActor } from '../../platform/access/actor.ts';
import { locales } from '../../platform/i18n/locale.ts';
import type { Log } from '../../platform/log/log.ts';
import type { Home, HomeContent, HomeSection, HomeView } from '../contract/home.ts';
import type { Identify } from '../contract/identity.ts';
import type { Intent } from '../contract/intent.ts';
import type { Block } from '../contract/reply.ts';
import { conversationMessages } from './conversation.messages.ts';
import { startingPoints } from './intents/help.intent.ts';
import { unservedReply } from './replies.ts';

/** As many as the platforms show. */
const promptCount = 4;

export interface HomeDeps {
  readonly identify: Identify;
  readonly sections: readonly HomeSection[];
  /** Those that can be begun with a sentence become the prompts. */
  readonly intents: readonly Intent[];
  readonly log: Log;
}

/** A person's desk: the sections that have something to show, in their order. One that fails is left out and does not take the others along. */
export function createHome({ identify, sections, intents, log }: HomeDeps): Home {
  const contentOf = async (section: HomeSection, actor: Parameters<HomeSection['show']>[0]) => {
    try {
      return await section.show(actor);
    } catch (fault) {
      log.error('home.section-failed', fault, { section: section.name });
      return null;
    }
  };
  return {
    async of(user, locale) {
      const identified = await identify(user);
      if (identified.kind !== 'known') {
        const { blocks } = unservedReply(locale, identified);
        const spoken = locale ?? locales[0];
        const sections = [section(conversationMessages[spoken].homeTitle, blocks)];
        return { locale: spoken, madeFor: null, sections, prompts: [] };
      }
      const { actor } = identified;
      const contents = await Promise.all(sections.map(one => contentOf(one, actor)));
      const shown = contents.filter(content => content !== null);
      const empty = section(conversationMessages[actor.locale].homeTitle, [
        { kind: 'text', text: conversationMessages[actor.locale].homeEmpty },
      ]);
      return {
        locale: actor.locale,
        madeFor: actor.personId,
        sections: shown.length === 0 ? [empty] : shown,
        prompts: promptsFor(intents, actor),
      };
    },
  };
}

function promptsFor(intents: readonly Intent[], actor: PersonActor): HomeView['prompts'] {
  return startingPoints(intents, actor)
    .slice(0, promptCount)
    .map(({ title, suggestion }) => ({ title: title[actor.locale], text: suggestion[actor.locale] }));
}

function section(title: string, blocks: readonly Block[]): HomeContent {
  return { title, blocks };
}
