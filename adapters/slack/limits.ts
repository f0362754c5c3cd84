/**
 * What Slack refuses, as its reference says (docs.slack.dev, read in November 2026). Characters are UTF-16 units, which is never more than
 * what Slack counts. The renderer keeps to the table by rule, and `validate.ts` checks it before every call.
 */
export const slackLimits = {
  /** reference/block-kit/blocks: "up to 50 blocks in each message, and 100 blocks in modals or home tabs". */
  blocksPerMessage: 50,
  blocksPerView: 100,
  /** reference/block-kit/composition-objects/text-object. */
  textObject: 3_000,
  /** reference/block-kit/blocks/section-block: text 3000, 10 fields of 2000. */
  sectionText: 3_000,
  fieldsPerSection: 10,
  fieldText: 2_000,
  /** reference/block-kit/blocks/header-block. */
  headerText: 150,
  /** reference/block-kit/blocks/context-block. */
  contextElements: 10,
  /** reference/block-kit/blocks/actions-block. */
  actionsPerBlock: 25,
  /** reference/block-kit/block-elements/button-element. */
  buttonText: 75,
  buttonValue: 2_000,
  buttonUrl: 3_000,
  accessibilityLabel: 75,
  /** All elements and blocks. */
  actionId: 255,
  blockId: 255,
  /** reference/block-kit/blocks/input-block. */
  inputLabel: 2_000,
  inputHint: 2_000,
  placeholder: 150,
  /** reference/block-kit/block-elements/plain-text-input-element. */
  inputMaxLength: 3_000,
  /** reference/block-kit/block-elements/select-menu-element. */
  selectOptions: 100,
  optionGroups: 100,
  /** reference/block-kit/block-elements/radio-button-group-element. */
  radioOptions: 10,
  /** reference/block-kit/composition-objects/option-object. */
  optionText: 75,
  optionValue: 150,
  optionGroupLabel: 75,
  /** reference/block-kit/blocks/table-block: one table a message, 100 rows of 20 cells, 10,000 characters together. */
  tablesPerMessage: 1,
  tableRows: 100,
  tableColumns: 20,
  tableCharacters: 10_000,
  /** reference/block-kit/blocks/image-block. */
  altText: 2_000,
  /** reference/views/modal-views and reference/methods/views.open. */
  modalTitle: 24,
  modalButton: 24,
  privateMetadata: 3_000,
  callbackId: 255,
  /** reference/methods/chat.postMessage: recommended 4,000, cut off beyond 40,000. */
  messageText: 40_000,
  /** reference/methods/assistant.threads.setSuggestedPrompts. */
  prompts: 4,
} as const;

/** Where the renderer stays below Slack, for the sake of readers. */
export const readingLimits = {
  /** More than this is a list to pick from. */
  radioOptions: 6,
  /** Cells longer than a sentence make a table that nobody can read: it becomes rows of text. */
  tableCell: 500,
  /** Room for the header of the second of two tables. */
  tableCharacters: 8_000,
  /** Bars of one picture. */
  chartBars: 12,
  /** Squares that the eye still counts. */
  barSquares: 10,
} as const;
