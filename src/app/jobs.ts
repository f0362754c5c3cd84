import type { Job } from '../platform/queue/job-schedule.ts';
import type { Figures } from './figures.ts';

/** What the jobs do. */
export interface JobWork {
  readonly recoverTurns: () => Promise<unknown>;
  readonly forgetOldTurns: () => Promise<unknown>;
  readonly forgetOldMessages: () => Promise<unknown>;
  readonly offerMilestones: () => Promise<unknown>;
  readonly renewTokens: () => Promise<unknown>;
  readonly followOrganisation: () => Promise<unknown>;
  readonly planMeetings: () => Promise<unknown>;
  readonly countOneonones: () => Promise<unknown>;
  readonly forgetOldNotices: () => Promise<unknown>;
}

const hourMs = 60 * 60_000;

/** Everything that runs by itself. Each job may be missed for a while without harm, and does nothing when there is nothing to do. */
export function listJobs(deps: JobWork, onJob: Figures['onJob']): readonly Job[] {
  const job = (name: string, everyMs: number, work: () => Promise<unknown>): Job => ({
    name,
    everyMs,
    run: async () => {
      try {
        await work();
        onJob(name, 'done');
      } catch (fault) {
        onJob(name, 'failed');
        throw fault;
      }
    },
  });
  return [
    // A turn whose process died is answered within a minute of being acknowledged.
    job('recover-turns', 10_000, deps.recoverTurns),
    job('forget-old-turns', hourMs, deps.forgetOldTurns),
    job('forget-old-messages', hourMs, deps.forgetOldMessages),
    // Who joined, came back or moved is offered what is still due in a year that was started.
    job('offer-milestones', 24 * hourMs, deps.offerMilestones),
    // Tokens of platforms end after twelve hours and are renewed two hours before.
    job('renew-tokens', 10 * 60_000, deps.renewTokens),
    // A transfer hands a one-on-one over within five minutes of the import; the earlier manager's access ends with the import itself.
    job('hand-over-oneonones', 5 * 60_000, deps.followOrganisation),
    job('plan-meetings', 5 * 60_000, deps.planMeetings),
    job('count-oneonones', hourMs, deps.countOneonones),
    job('forget-old-notices', 24 * hourMs, deps.forgetOldNotices),
  ];
}
