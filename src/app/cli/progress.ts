import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  show(done: number, total: number): void;
  stop(): void;
}

/** A bar on the terminal; silent where the output is no terminal. */
export function createProgress(): Progress {
  const bar = new SingleBar(
    { stream: process.stderr, clearOnComplete: true, hideCursor: true },
    Presets.shades_classic,
  );
  let started = false;
  return {
    show(done, total) {
      if (!started) bar.start(Math.max(1, total), 0);
      started = true;
      bar.setTotal(Math.max(1, total));
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}
