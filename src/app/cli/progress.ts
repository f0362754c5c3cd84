import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  show(done: number, total: number): void;
  stop(): void;
}

type Output = Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean };

/** On a terminal a bar; in a log or a pipe a line whenever another tenth is done. On standard error, so that results stay apart. */
export function createProgress(output: Output = process.stderr): Progress {
  return output.isTTY === true ? createBar() : createLines(output);
}

function createBar(): Progress {
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

function createLines(output: Output): Progress {
  let tenth = 0;
  return {
    show(done, total) {
      const reached = Math.floor((10 * done) / Math.max(1, total));
      // What is done is told by the command itself. A total that grows, or a second step that begins anew, goes back.
      if (reached === tenth || done === 0 || done >= total) return;
      tenth = reached;
      output.write(`${done}/${total}\n`);
    },
    stop: () => undefined,
  };
}
