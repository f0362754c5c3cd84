import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Intent } from '../../src/conversation/contract/intent.ts';
import { replyWith } from '../../src/conversation/runtime/replies.ts';

const source = fileURLToPath(new URL('../../src/', import.meta.url));

/** Every intent that has examples, with a handler that only says its name: enough to tell where a sentence leads. */
export function exampleIntents(): readonly Intent[] {
  return globSync('**/intents/*.examples.txt', { cwd: source })
    .sort()
    .map(path => {
      const name = basename(path, '.examples.txt');
      return {
        name,
        title: { ja: name, en: name },
        suggestion: { ja: name, en: name },
        content: 'catalogue',
        examples: pathToFileURL(join(source, path)),
        handle: async ({ actor }) => ({ reply: replyWith(actor.locale, [{ kind: 'text', text: name }]) }),
      };
    });
}
