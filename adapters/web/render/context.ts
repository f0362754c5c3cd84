import type { WebWords } from '../web.messages.ts';

/** What the renderer of a block needs besides the block. */
export interface RenderContext {
  /** Prefix of the ids in one message, so that no two elements of the page share one. */
  readonly scope: string;
  readonly words: WebWords;
  /** The drawn charts of this message, by the chart's place among the blocks. */
  readonly charts: ReadonlyMap<number, { readonly wide: string; readonly narrow: string }>;
  /** The first list of this message with levels explains the squares; the others need not. */
  readonly legendAt: number;
}
