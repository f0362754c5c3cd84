/** Reads what Slack is given the way a person reads it. */

type Json = Readonly<Record<string, unknown>>;

/** Every text, without our own bold and with the three escaped characters as they are shown. */
export function wordsIn(value: unknown): string {
  return texts(value).join('\n');
}

/** Every button of Michi, in order. */
export function buttonsIn(value: unknown): { readonly value: string; readonly actionId: string }[] {
  if (!isObject(value)) return [];
  if (value.type === 'button') return [{ value: String(value.value), actionId: String(value.action_id) }];
  return Object.values(value).flatMap(buttonsIn);
}

/** The names of a dialog's fields, in order. */
export function fieldsIn(view: unknown): string[] {
  if (!isObject(view)) return [];
  if (view.type === 'input') return [String(view.block_id).replace(/^field:/, '')];
  return Object.values(view).flatMap(fieldsIn);
}

function texts(value: unknown): string[] {
  if (!isObject(value)) return [];
  if (value.type === 'image') return [String(value.alt_text)];
  if (typeof value.text === 'string') return [value.type === 'mrkdwn' ? shown(value.text) : value.text];
  return Object.values(value).flatMap(texts);
}

function shown(markup: string): string {
  const plain = markup.replaceAll(/^((?:\d+\. )?)\*(.*?)\*(?=$| {2})/gm, '$1$2');
  return plain.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}
