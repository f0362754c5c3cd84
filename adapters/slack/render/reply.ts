import type { KnownBlock } from '@slack/types';
import type { Form } from '../../../src/conversation/contract/form.ts';
import type { Reply } from '../../../src/conversation/contract/reply.ts';
import { slackLimits } from '../limits.ts';
import { slackMessages } from '../slack.messages.ts';
import { renderBlock } from './blocks.ts';
import type { Blocks, RenderContext } from './context.ts';
import { escaped, shortened } from './text.ts';

export interface RenderedReply {
  /** What a lock screen and a screen reader show first; names nothing personal. */
  readonly text: string;
  /** One message each; nearly always one. */
  readonly parts: readonly Blocks[];
  /** The forms behind its buttons, by the id that the buttons carry. */
  readonly forms: ReadonlyMap<string, Form>;
}

/** A reply as messages of Slack. `scope` makes the ids of its forms unique and stays the same when it is rendered again. */
export function renderReply(
  reply: Reply,
  scope: string,
  pictures: RenderContext['pictures'] = new Map(),
): RenderedReply {
  const forms = new Map<string, Form>();
  const context: RenderContext = {
    locale: reply.locale,
    words: slackMessages[reply.locale],
    madeFor: reply.madeFor ?? null,
    surface: 'message',
    pictures,
    keepForm(form) {
      const id = `${scope}-${forms.size}`;
      forms.set(id, form);
      return id;
    },
  };
  const blocks = reply.blocks.flatMap(block => renderBlock(block, context));
  return { text: shortened(escaped(reply.preview), slackLimits.messageText), parts: partsOf(blocks), forms };
}

/** As many blocks and tables a message as Slack allows. */
function partsOf(blocks: Blocks): readonly Blocks[] {
  const parts: KnownBlock[][] = [];
  for (const block of blocks) {
    const last = parts.at(-1);
    const tables = last?.filter(one => one.type === 'table').length ?? 0;
    const full =
      last === undefined ||
      last.length === slackLimits.blocksPerMessage ||
      (block.type === 'table' && tables === slackLimits.tablesPerMessage);
    if (full) parts.push([block]);
    else last.push(block);
  }
  return parts.length === 0 ? [[]] : parts;
}
