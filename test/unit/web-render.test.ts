import fc from 'fast-check';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { element } from '../../adapters/web/render/element.ts';
import { renderReply } from '../../adapters/web/render/reply.ts';
import { splitText } from '../../adapters/web/render/text.ts';
import { replySchema } from '../../src/conversation/contract/reply.schema.ts';
import type { Reply } from '../../src/conversation/contract/reply.ts';
import { locales } from '../../src/platform/i18n/locale.ts';
import { sampleReplies } from '../support/web-replies.ts';

async function html(reply: Reply): Promise<string> {
  return renderToString(element('div', null, await renderReply(reply, 'msg_1')));
}

describe('drawing a reply', () => {
  for (const locale of locales) {
    for (const [name, reply] of Object.entries(sampleReplies[locale])) {
      it(`${name} in ${locale} is drawn as it was agreed`, async () => {
        const readable = (await html(reply)).replaceAll('><', '>\n<');
        await expect(`${readable}\n`).toMatchFileSnapshot(`golden/web/${name}.${locale}.txt`);
      });

      it(`${name} in ${locale} comes back from storage as it was`, () => {
        expect(replySchema.parse(JSON.parse(JSON.stringify(reply)))).toEqual(reply);
      });
    }
  }

  it('the primary action is drawn first, wherever the reply has it', async () => {
    const actions = [
      { label: 'Later', intent: 'later', slots: {} },
      { label: 'Now', intent: 'now', slots: {}, style: 'primary' as const },
    ];
    const drawn = await html({ locale: 'en', preview: 'x', blocks: [{ kind: 'actions', actions }] });
    expect(drawn.indexOf('Now')).toBeLessThan(drawn.indexOf('Later'));
  });

  it('no inline style and no inline script is written, which the page’s policy would refuse', async () => {
    for (const locale of locales) {
      for (const reply of Object.values(sampleReplies[locale]) as Reply[])
        expect(await html(reply)).not.toMatch(/<script|<style| style=| on[a-z]+=/);
    }
  });

  it('a bar chart without values draws no bar beyond its frame and does not fail', async () => {
    const chart = { kind: 'bars' as const, title: 'Nothing yet', max: 5, valueLabel: 'You', rows: [] };
    expect(await html({ locale: 'en', preview: 'x', blocks: [{ kind: 'chart', chart }] })).toContain('Nothing yet');
  });
});

describe('splitting a long text', () => {
  it('never loses, adds or tears apart what people see as one character', () => {
    const graphemes = fc.constantFrom('a', '道', ' ', '\n', '。', '. ', '👩‍👩‍👧‍👦', 'é', 'e\u0301', '🇯🇵', '가');
    fc.assert(
      fc.property(fc.array(graphemes, { maxLength: 300 }), fc.integer({ min: 70, max: 200 }), (parts, max) => {
        const text = parts.join('');
        const [head, rest] = splitText(text, max);
        expect(head + rest).toBe(text);
        const count = (one: string) => [...new Intl.Segmenter().segment(one)].length;
        expect(count(head) + count(rest)).toBe(count(text));
        expect(head.length).toBeLessThanOrEqual(max + 64);
      }),
    );
  });

  it('prefers the end of a sentence', () => {
    expect(splitText(`${'あ'.repeat(80)}。${'い'.repeat(80)}`, 100)[0]).toBe(`${'あ'.repeat(80)}。`);
  });
});
