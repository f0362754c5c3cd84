import type { TurnFigure } from '../conversation/runtime/dispatch.ts';
import type { Metrics } from '../platform/http/metrics.ts';
import type { Backlog } from '../platform/outbox/operate.repository.ts';

export interface Figures {
  readonly onTurn: (turn: TurnFigure) => void;
  readonly onJob: (job: string, outcome: 'done' | 'failed') => void;
}

/** What `/metrics` says of Michi's own work, for whoever is called when it stops: see the operator's page. */
export function createFigures(metrics: Metrics, backlog: () => Promise<Backlog>): Figures {
  const turnSeconds = metrics.seconds(
    'michi_turn_seconds',
    'Time from taking up a turn to its answer being delivered',
    ['channel', 'delivery'],
  );
  const jobRuns = metrics.counter('michi_job_runs_total', 'Runs of what runs by itself', ['job', 'outcome']);
  // Where the database is away the figure is unknown; the others are still told.
  const read = (pick: (found: Backlog) => number) => () => backlog().then(pick, () => Number.NaN);
  metrics.gauge(
    'michi_outbox_due',
    'Messages that are due and not on their way',
    read(found => found.due),
  );
  metrics.gauge(
    'michi_outbox_oldest_seconds',
    'How long the oldest of them has been due',
    read(found => found.oldestSeconds),
  );
  metrics.gauge(
    'michi_outbox_dead_letters',
    'Messages that were given up and not tried again',
    read(found => found.deadLetters),
  );
  return {
    onTurn: ({ channel, delivery, seconds }) => turnSeconds({ channel, delivery }, seconds),
    onJob: (job, outcome) => jobRuns({ job, outcome }),
  };
}
