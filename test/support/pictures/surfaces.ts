/** How each surface draws a conversation: as a whole page for a browser, with a drawing library that is not ours where there is one. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { KnownBlock } from '@slack/types';
import { renderToString } from 'preact-render-to-string';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Message, type MessageProps } from 'slack-blocks-to-jsx';
import { renderForm } from '../../../adapters/slack/render/form.ts';
import { renderReply as renderForSlack } from '../../../adapters/slack/render/reply.ts';
import { renderDialog } from '../../../adapters/teams/render/dialog.ts';
import { formsToKeep } from '../../../adapters/teams/render/kept-form.ts';
import { renderReply as renderForTeams } from '../../../adapters/teams/render/reply.ts';
import { element } from '../../../adapters/web/render/element.ts';
import { renderReply as renderForWeb } from '../../../adapters/web/render/reply.ts';
import type { BarChart, Reply } from '../../../src/conversation/contract/reply.ts';
import { barsAsPng } from '../../../src/platform/charts/bar-chart-png.ts';
import type { Locale } from '../../../src/platform/i18n/locale.ts';

/** What a person wrote, or what Michi said. */
export type Line =
  | { readonly from: 'person'; readonly name: string; readonly text: string }
  | { readonly from: 'michi'; readonly reply: Reply };

export const surfaces = ['web', 'slack', 'teams'] as const;
export type Surface = (typeof surfaces)[number];

const { resolve } = createRequire(import.meta.url);
const web = new URL('../../../adapters/web/page/', import.meta.url);
const logo = `data:image/svg+xml;base64,${readFileSync(new URL('michi.svg', web)).toString('base64')}`;
/** All pictures show the same time, so that they change only with what is drawn. */
const time = new Date('2026-11-23T03:00:00.000Z');

export async function pageOf(surface: Surface, locale: Locale, lines: readonly Line[]): Promise<string> {
  const drawn = await Promise.all(
    lines.map((line, at) =>
      line.from === 'person' ? Promise.resolve(said(line)) : draw[surface](line.reply, `p${at}`),
    ),
  );
  return `<!doctype html><html lang="${locale}"><meta charset="utf-8"><style>${styles[surface]}${frame}</style><body><main>${drawn.join('')}</main>${scripts[surface]}</body></html>`;
}

function said({ name, text }: Extract<Line, { from: 'person' }>): string {
  return renderToString(element('div', { class: 'said' }, element('b', null, name), element('p', null, text)));
}

const draw: Readonly<Record<Surface, (reply: Reply, scope: string) => Promise<string>>> = {
  web: async (reply, scope) =>
    renderToString(
      element(
        'article',
        { class: 'message michi' },
        element('div', { class: 'body' }, await renderForWeb(reply, scope)),
      ),
    ),
  slack: async (reply, scope) => {
    const charts = await chartPictures(reply);
    const { parts, forms } = renderForSlack(
      reply,
      scope,
      new Map([...charts.keys()].map((chart, at) => [chart, `F${at}`])),
    );
    const pictures = [...charts.values()];
    const dialogs = [...forms.values()].map(form => {
      const carried = { formId: scope, address: 'T1/D1', ref: 'D1:1.1', madeFor: null, locale: reply.locale };
      return { title: form.title, blocks: renderForm(form, carried).blocks };
    });
    const dialogsDrawn = dialogs.map(
      ({ title, blocks }) =>
        `<div class="dialog">${renderToString(element('h3', null, title))}${slackBlocks(blocks, true)}</div>`,
    );
    return [...parts.map(part => slackBlocks(part.map(block => withPicture(block, pictures)))), ...dialogsDrawn].join(
      '',
    );
  },
  teams: async reply => {
    const cards = renderForTeams(reply).flatMap(({ attachments = [] }) => attachments);
    const dialogs = [...formsToKeep(reply).values()].map(kept => renderDialog(kept).task);
    const said = '<div class="said"><b>Michi</b></div>';
    const dialogsDrawn = dialogs.map(task =>
      task.type === 'continue'
        ? `<div class="dialog"><h3>${escaped(task.value.title)}</h3>${teamsCard(task.value.card.content)}</div>`
        : '',
    );
    return [...cards.map(({ content }) => said + teamsCard(content)), ...dialogsDrawn].join('');
  },
};

const teamsCard = (content: unknown) => `<div class="card" data-card="${escaped(JSON.stringify(content))}"></div>`;

/** Slack formats texts that are `verbatim`, too, and only leaves their plain words alone; the library would not. */
const formatted = (blocks: unknown) =>
  JSON.parse(JSON.stringify(blocks), (name, value) => (name === 'verbatim' ? undefined : value));

async function chartPictures(reply: Reply): Promise<ReadonlyMap<BarChart, string>> {
  const charts = reply.blocks.flatMap(block => (block.kind === 'chart' ? [block.chart] : []));
  const drawn = charts.map(async chart => [chart, Buffer.from(await barsAsPng(chart)).toString('base64')] as const);
  return new Map(await Promise.all(drawn));
}

/** The file of Slack as the picture that it is. */
function withPicture(block: KnownBlock, pictures: readonly string[]): object {
  if (!('slack_file' in block)) return block;
  const { slack_file, ...shown } = block;
  const file = typeof slack_file === 'object' && slack_file !== null && 'id' in slack_file ? String(slack_file.id) : '';
  return { ...shown, image_url: `data:image/png;base64,${pictures[Number(file.slice(1))]}` };
}

function slackBlocks(blocks: unknown, withoutWrapper = false): string {
  const props: MessageProps = { blocks: formatted(blocks), name: 'Michi', logo, time, theme: 'light', withoutWrapper };
  return renderToStaticMarkup(createElement(Message, props));
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

const styles: Readonly<Record<Surface, string>> = {
  web: readFileSync(new URL('chat.css', web), 'utf8'),
  slack: readFileSync(resolve('slack-blocks-to-jsx').replace(/index\.m?js$/, 'style.css'), 'utf8'),
  teams: readFileSync(resolve('adaptivecards/dist/adaptivecards.css'), 'utf8'),
};

/** The colours, sizes and distances of Teams' light theme. */
const hostConfig = {
  fontFamily: '"Segoe UI", system-ui, "Noto Sans CJK JP", sans-serif',
  fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 200, default: 400, bolder: 600 },
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: '#E1DFDD' },
  containerStyles: {
    default: {
      backgroundColor: '#FFFFFF',
      foregroundColors: {
        default: { default: '#242424', subtle: '#616161' },
        accent: { default: '#5B5FC7', subtle: '#5B5FC7' },
        attention: { default: '#C4314B', subtle: '#C4314B' },
        good: { default: '#237B4B', subtle: '#237B4B' },
      },
    },
    emphasis: { backgroundColor: '#F5F5F5', foregroundColors: { default: { default: '#242424', subtle: '#616161' } } },
  },
  actions: {
    maxActions: 6,
    spacing: 'default',
    buttonSpacing: 8,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
  },
};

const scripts: Readonly<Record<Surface, string>> = {
  web: '',
  slack: '',
  teams: `<script>${readFileSync(resolve('adaptivecards/dist/adaptivecards.min.js'), 'utf8')}</script><script>
    for (const place of document.querySelectorAll('[data-card]')) {
      const card = new AdaptiveCards.AdaptiveCard();
      card.hostConfig = new AdaptiveCards.HostConfig(${JSON.stringify(hostConfig)});
      AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
        result.outputHtml = text.replace(/\\*\\*([^*]+)\\*\\*/g, '<b>$1</b>').replace(/\\\\([^a-z0-9\\s])/gi, '$1');
        result.didProcess = true;
      };
      card.parse(JSON.parse(place.dataset.card));
      place.append(card.render());
    }</script>`,
};

const frame = `
  body { margin: 0; background: #fff; font: 15px/1.46 system-ui, "Noto Sans CJK JP", sans-serif; color: #242424; }
  main { width: 620px; padding: 16px; display: flow-root; }
  .said { margin: 12px 0 4px; } .said b { font-weight: 600; } .said p { margin: 2px 0 0; }
  .slack_blocks_to_jsx { margin: 4px 0 16px; }
  .dialog { border: 1px solid #ddd; border-radius: 8px; padding: 12px; margin-bottom: 16px; }
  .card { border: 1px solid #E1DFDD; border-radius: 4px; max-width: 520px; margin-bottom: 12px; }
  .ac-actionSet { flex-wrap: wrap; }
  .ac-pushButton { flex: 0 0 auto !important; color: #242424; margin-bottom: 6px; font: inherit; font-weight: 600; background: #fff; border: 1px solid #D1D1D1; border-radius: 4px; padding: 5px 12px; }
  .ac-pushButton.style-positive, .ac-pushButton.primary { background: #5B5FC7; color: #fff; border-color: #5B5FC7; }
  article.message { margin: 8px 0 20px; }`;
