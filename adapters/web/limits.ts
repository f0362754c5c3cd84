/**
 * How much of a block the page shows at once. The browser itself has no limit, so each figure is a reading limit, and what is beyond it
 * is folded away behind a disclosure, never dropped.
 */
export const webLimits = {
  /** About a screen and a half of text at 44 rem; a longer one is split at a sentence. */
  textCharacters: 1_500,
  /** Two phone screens of rows; areas page their lists well below this. */
  listItems: 20,
  /** As the list: a row of a table is one line. */
  tableRows: 20,
  /** A card's facts must be taken in at one glance. */
  facts: 12,
  /** Bars are compared by eye; beyond this the rows are given as a table. */
  chartBars: 12,
  /** The voice asks for four; the way out comes last and would be the one folded away, so two more fit before that happens. */
  actions: 6,
  /** Radio buttons show every option at once; more than this is a list to pick from. */
  radioOptions: 6,
  /** What a person sees of a pressed button or a submitted form in their own message. */
  shownCharacters: 4_000,
} as const;
