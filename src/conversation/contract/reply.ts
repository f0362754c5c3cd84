import type { Locale } from '../../platform/i18n/locale.ts';
import type { Action, ActionRef } from './action.ts';
import type { Form } from './form.ts';

/** Drawn as five small squares (filled = have, outlined = needed) with words for screen readers. Levels are 0 to 5; null = not known. */
export interface LevelMark {
  readonly have: number | null;
  readonly needed: number | null;
  /** The same in words, in the reader's language. */
  readonly words: string;
}

export interface ListItem {
  readonly title: string;
  readonly detail?: string;
  readonly level?: LevelMark;
  /** A short status such as "must" or "nice". */
  readonly badge?: string;
  /** What pressing the item opens. */
  readonly action?: ActionRef;
}

export interface Fact {
  readonly label: string;
  readonly value: string;
}

export interface Cell {
  readonly text: string;
  readonly level?: LevelMark;
}

/** Horizontal bars, one row a category; `needed` draws a mark on the bar. The title says the finding. */
export interface BarChart {
  readonly kind: 'bars';
  readonly title: string;
  readonly max: number;
  readonly valueLabel: string;
  readonly neededLabel?: string;
  readonly rows: readonly { readonly label: string; readonly value: number; readonly needed?: number }[];
}

export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'facts'; readonly title?: string; readonly facts: readonly Fact[] }
  | { readonly kind: 'list'; readonly title?: string; readonly ordered: boolean; readonly items: readonly ListItem[] }
  | {
      readonly kind: 'card';
      readonly title: string;
      readonly subtitle?: string;
      readonly text?: string;
      readonly facts?: readonly Fact[];
      readonly actions?: readonly Action[];
    }
  | { readonly kind: 'chart'; readonly chart: BarChart }
  | {
      readonly kind: 'table';
      readonly caption: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly Cell[])[];
    }
  | { readonly kind: 'actions'; readonly actions: readonly Action[] }
  | { readonly kind: 'form'; readonly form: Form }
  | { readonly kind: 'note'; readonly tone: 'info' | 'attention'; readonly text: string };

/** One message of Michi. `preview` stands alone on a lock screen, so it names nothing personal. */
export interface Reply {
  readonly locale: Locale;
  readonly preview: string;
  readonly blocks: readonly Block[];
  /**
   * The person for whom it was made, as an opaque id. Where others can see the message, the adapter puts it into every button and hands it
   * back with the press (`card.madeFor`). It grants nothing: authority is checked for whoever pressed.
   */
  readonly madeFor?: string;
  /**
   * What gives this answer anew for whoever looks at it, in their language and as it is then: set on answers that several people read.
   * Channels that can show each reader a view of their own ask for it (`views.ts`).
   */
  readonly again?: ActionRef;
}
