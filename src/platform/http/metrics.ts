import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

type Labels<Name extends string> = Readonly<Record<Name, string>>;

/** Figures for Prometheus. Labels are names of things in the code or codes, never data of people. */
export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
  /** Registers a counter and returns how to count. */
  counter<Name extends string>(
    name: string,
    help: string,
    labels: readonly Name[],
  ): (labels: Labels<Name>, by?: number) => void;
  /** Registers a histogram of seconds and returns how to observe. */
  seconds<Name extends string>(
    name: string,
    help: string,
    labels: readonly Name[],
  ): (labels: Labels<Name>, seconds: number) => void;
  /** A figure that is read when somebody asks. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void;
}

/** Buckets around the service levels: acknowledgement 50 ms and 1 s, answer 2 s. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10];

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    counter(name, help, labelNames) {
      const counter = new Counter({ name, help, labelNames: [...labelNames], registers });
      return (labels, by = 1) => counter.inc(labels, by);
    },
    seconds(name, help, labelNames) {
      const histogram = new Histogram({ name, help, labelNames: [...labelNames], buckets, registers });
      return (labels, seconds) => histogram.observe(labels, seconds);
    },
    gauge(name, help, read) {
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          this.set(await read());
        },
      });
    },
  };
}
