import type { Block, Reply } from '../../../src/conversation/contract/reply.ts';
import { unreachable } from '../../../src/platform/errors/app-error.ts';
import { webLimits } from '../limits.ts';
import { webMessages } from '../web.messages.ts';
import { renderActions } from './actions.ts';
import { renderCard } from './card.ts';
import { renderChart } from './chart.ts';
import { type ChartDrawing, drawChart } from './chart-drawing.ts';
import type { RenderContext } from './context.ts';
import type { Content } from './element.ts';
import { renderFacts } from './facts.ts';
import { renderForm } from './form.ts';
import { renderList } from './list.ts';
import { renderNote } from './note.ts';
import { renderTable } from './table.ts';
import { renderText } from './text.ts';

/** A reply as elements. `scope` makes its ids unique on the page; the message's id will do. */
export async function renderReply(reply: Reply, scope: string): Promise<readonly Content[]> {
  const context: RenderContext = {
    scope,
    words: webMessages[reply.locale],
    charts: await drawCharts(reply.blocks),
    legendAt: reply.blocks.findIndex(
      block => block.kind === 'list' && block.items.some(item => item.level !== undefined),
    ),
  };
  return reply.blocks.map((block, place) => renderBlock(block, context, place));
}

async function drawCharts(blocks: readonly Block[]): Promise<ReadonlyMap<number, ChartDrawing>> {
  const drawings = new Map<number, ChartDrawing>();
  for (const [place, block] of blocks.entries()) {
    if (block.kind !== 'chart') continue;
    drawings.set(place, await drawChart({ ...block.chart, rows: block.chart.rows.slice(0, webLimits.chartBars) }));
  }
  return drawings;
}

function renderBlock(block: Block, context: RenderContext, place: number): Content {
  switch (block.kind) {
    case 'text':
      return renderText(block.text, context);
    case 'facts':
      return renderFacts(block.title, block.facts, context);
    case 'list':
      return renderList(block, context, place);
    case 'card':
      return renderCard(block, context);
    case 'chart':
      return renderChart(block.chart, context, place);
    case 'table':
      return renderTable(block, context, place);
    case 'actions':
      return renderActions(block.actions, context);
    case 'form':
      return renderForm(block.form, context, place);
    case 'note':
      return renderNote(block.tone, block.text, context);
    default:
      return unreachable(block);
  }
}
