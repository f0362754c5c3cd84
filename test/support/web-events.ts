export interface ServerEvent {
  readonly id: string;
  readonly data: string;
}

export interface EventReader {
  /** The next message event that `wanted` accepts; heartbeats are left out. */
  next(wanted?: (event: ServerEvent) => boolean): Promise<ServerEvent>;
  close(): void;
}

/** Reads server-sent events as a browser does, with headers of the test's choice. */
export async function openEvents(url: string, headers: Readonly<Record<string, string>>): Promise<EventReader> {
  const abort = new AbortController();
  const response = await fetch(url, { headers, signal: abort.signal });
  const events = messagesIn(response);
  return {
    async next(wanted = () => true) {
      for (let step = await events.next(); !step.done; step = await events.next())
        if (wanted(step.value)) return step.value;
      throw new Error('the stream ended before the event came');
    },
    close: () => abort.abort(),
  };
}

async function* messagesIn(response: Response): AsyncGenerator<ServerEvent> {
  let rest = '';
  for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    const parts = `${rest}${chunk}`.split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const fields = new Map(
        part.split('\n').map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      );
      if (fields.get('event') === 'message') yield { id: fields.get('id') ?? '', data: fields.get('data') ?? '' };
    }
  }
}
