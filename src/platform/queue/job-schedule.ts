/** Work that comes again and again. It carries no data: what is to be done stands in the database. */
export interface Job {
  /** verb-noun, unique: lower-case letters and hyphens. */
  readonly name: string;
  /** From the start of one run to the start of the next; a run that takes longer delays the next one. */
  readonly everyMs: number;
  run(): Promise<void>;
}

/** Runs jobs: the first time at once, then in their rhythm, never the same job twice at a time. A run that throws is reported, not repeated. */
export interface JobSchedule {
  start(jobs: readonly Job[]): Promise<void>;
  /** Starts nothing more and waits for what runs. */
  stop(): Promise<void>;
}

export interface ScheduleDeps {
  /** Told which job failed, or `redis` for the connection, once for each outage. */
  readonly onFault: (where: string, fault: unknown) => void;
}
