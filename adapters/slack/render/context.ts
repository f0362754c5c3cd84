import type { KnownBlock } from '@slack/types';
import type { Form } from '../../../src/conversation/contract/form.ts';
import type { BarChart } from '../../../src/conversation/contract/reply.ts';
import type { Locale } from '../../../src/platform/i18n/locale.ts';
import type { SlackWords } from '../slack.messages.ts';

/** What the renderer of a block needs besides the block. */
export interface RenderContext {
  readonly locale: Locale;
  readonly words: SlackWords;
  /** For whom the message is, for its buttons. */
  readonly madeFor: string | null;
  /** The home has no tables. */
  readonly surface: 'message' | 'home';
  /** The files of charts that were uploaded; the others are drawn in the text. */
  readonly pictures: ReadonlyMap<BarChart, string>;
  /** Keeps a form until its button is pressed, and tells the id under which it is kept. */
  keepForm(form: Form): string;
}

export type Blocks = readonly KnownBlock[];
