import type { HomeView as SlackHomeView } from '@slack/types';
import type { Form } from '../../../src/conversation/contract/form.ts';
import type { HomeContent, HomeView } from '../../../src/conversation/contract/home.ts';
import { slackLimits } from '../limits.ts';
import { slackMessages } from '../slack.messages.ts';
import { renderBlock, textBlocks } from './blocks.ts';
import type { Blocks, RenderContext } from './context.ts';
import { plain, shortened } from './text.ts';

/** A person's home. Sections that no longer fit on it as a whole are left to the conversation, and that is said. */
export function renderHome(
  home: HomeView,
  scope: string,
): { readonly view: SlackHomeView; readonly forms: ReadonlyMap<string, Form> } {
  const forms = new Map<string, Form>();
  const words = slackMessages[home.locale];
  const context: RenderContext = {
    locale: home.locale,
    words,
    madeFor: home.madeFor,
    surface: 'home',
    pictures: new Map(),
    keepForm(form) {
      const id = `${scope}-${forms.size}`;
      forms.set(id, form);
      return id;
    },
  };
  const drawn = home.sections.map((section, index) => sectionBlocks(section, index > 0, context));
  const fits = fitting(drawn, slackLimits.blocksPerView - 1);
  const blocks = [...fits.flat(), ...(fits.length < drawn.length ? textBlocks(words.homeMore) : [])];
  return { view: { type: 'home', blocks }, forms };
}

function sectionBlocks({ title, blocks }: HomeContent, divided: boolean, context: RenderContext): Blocks {
  return [
    ...(divided ? [{ type: 'divider' as const }] : []),
    { type: 'header', text: plain(shortened(title, slackLimits.headerText)) },
    ...(title.length > slackLimits.headerText ? textBlocks(title) : []),
    ...blocks.flatMap(block => renderBlock(block, context)),
  ];
}

function fitting(sections: readonly Blocks[], room: number): readonly Blocks[] {
  let used = 0;
  const end = sections.findIndex(section => {
    used += section.length;
    return used > room;
  });
  return end === -1 ? sections : sections.slice(0, end);
}
