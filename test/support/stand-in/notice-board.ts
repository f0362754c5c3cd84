/** The smallest platform: notes that are posted on a board. It shows how a stand-in is written, and the tests of the base use it. */
import { serveStandIn } from './stand-in-server.ts';

serveStandIn(({ effect }) => {
  const notes: string[] = [];
  return {
    handle({ method, path, body }) {
      if (path !== '/notes') return null;
      if (method === 'POST') {
        notes.push(body);
        effect('posted', { body });
      }
      return { status: 200, body: { notes } };
    },
    control(name, input) {
      if (name !== 'add') throw new Error(`a notice board cannot ${name}`);
      return notes.push(String(input));
    },
  };
});
