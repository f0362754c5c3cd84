import { z } from 'zod';
import type { BarChart, Reply } from '../../src/conversation/contract/reply.ts';
import { barsAsPng } from '../../src/platform/charts/bar-chart-png.ts';
import { judgeOutbound } from '../../src/platform/http/outbound-host.ts';
import type { Log } from '../../src/platform/log/log.ts';
import type { Clock } from '../../src/platform/time/clock.ts';
import type { Installations } from './installations.ts';
import { opaque } from './opaque.ts';
import type { PictureRepository } from './picture.repository.ts';
import { altTextOf, drawnRows } from './render/chart.ts';
import type { SlackApi } from './web-api.ts';

export interface PicturesDeps {
  readonly api: SlackApi;
  readonly repository: PictureRepository;
  readonly installations: Installations;
  readonly clock: Clock;
  readonly log: Log;
  /** Where a stand-in listens; null = Slack. */
  readonly apiUrl: string | null;
  readonly timeoutMs?: number;
}

/** The files of a reply's charts, by the chart. */
export type PicturedCharts = ReadonlyMap<BarChart, string>;

export interface Pictures {
  /** Uploads the charts of a reply once for each `scope`. One that does not get there is left out: the text draws it. */
  of(
    way: { readonly installation: string; readonly token: string },
    scope: string,
    reply: Reply,
  ): Promise<PicturedCharts>;
  /** Retention: deletes the files from Slack, too. */
  deleteBefore(instant: Date): Promise<number>;
}

const placeSchema = z.looseObject({ upload_url: z.string(), file_id: z.string().regex(/^F[A-Z0-9]{1,40}$/) });
const deletedAtOnce = 200;

export function createPictures(deps: PicturesDeps): Pictures {
  const { repository, clock, log } = deps;

  async function fileOf(way: Parameters<Pictures['of']>[0], key: string, chart: BarChart): Promise<string | null> {
    const before = await repository.find(key);
    if (before !== null) return before;
    const fileId = await upload(deps, way.token, chart);
    if (fileId !== null) await repository.keep({ key, installation: way.installation, fileId }, clock.now());
    return fileId;
  }

  return {
    async of(way, scope, reply) {
      const pictured = new Map<BarChart, string>();
      const charts = reply.blocks.flatMap(block => (block.kind === 'chart' ? [block.chart] : []));
      for (const [place, chart] of charts.entries()) {
        const file = await fileOf(way, opaque(`${scope}\0${place}`), chart).catch(fault => {
          log.error('slack.picture-failed', fault);
          return null;
        });
        if (file !== null) pictured.set(chart, file);
      }
      return pictured;
    },
    async deleteBefore(instant) {
      const old = await repository.before(instant, deletedAtOnce);
      for (const picture of old) await deletePicture(deps, picture);
      return old.length;
    },
  };
}

/** Shared with nobody: the file is seen where a message shows it. Null = Slack did not take it now. */
async function upload(
  { api, apiUrl, timeoutMs = 10_000 }: PicturesDeps,
  token: string,
  chart: BarChart,
): Promise<string | null> {
  const png = await barsAsPng({ ...chart, rows: drawnRows(chart) });
  const about = { filename: 'chart.png', length: png.length, alt_txt: altTextOf(chart) };
  const placed = await api.call('files.getUploadURLExternal', token, about);
  if (placed.kind !== 'ok') return null;
  const { upload_url, file_id } = placeSchema.parse(placed.data);
  const standIns = apiUrl === null ? [] : [new URL(apiUrl).origin];
  const target = judgeOutbound(upload_url, { suffixes: ['slack.com'], standIns });
  if (target.kind === 'refused') return null;
  const sent = await fetch(target.url, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: Buffer.from(png),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!sent.ok) return null;
  const completed = await api.call('files.completeUploadExternal', token, { files: [{ id: file_id, title: 'chart' }] });
  return completed.kind === 'ok' ? file_id : null;
}

/** A file that cannot be deleted now is tried again by the next run; one that is not there any more is forgotten. */
async function deletePicture(
  { api, installations, repository }: PicturesDeps,
  picture: { readonly key: string; readonly installation: string; readonly fileId: string },
): Promise<void> {
  const found = await installations.token(picture.installation);
  const called = found === null ? null : await api.call('files.delete', found.token, { file: picture.fileId });
  if (called === null || called.kind === 'ok' || called.kind === 'gone' || called.kind === 'forbidden')
    await repository.forget(picture.key);
}
