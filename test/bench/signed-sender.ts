import { randomUUID } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { directMessage } from '../support/slack-payloads.ts';
import { signedHeaders, signingSecret } from '../support/slack-world.ts';

/**
 * A thread that sends signed events at a steady rate, whether or not they are answered, as Slack does. It posts back the milliseconds until
 * each acknowledgement; -1 for what was not acknowledged.
 */
const { url, users, events, perSecond } = z
  .object({ url: z.string(), users: z.array(z.string()), events: z.number(), perSecond: z.number() })
  .parse(workerData);

const questions = [
  'システムアーキテクトに必要なスキルは？',
  'Which courses teach Kubernetes?',
  '脅威モデリングとは？',
  'help',
];

async function sendOne(number: number): Promise<number> {
  const user = users[number % users.length] ?? '';
  const message = directMessage(questions[number % questions.length] ?? '', { user, channel: `D${user}` });
  // Every thread counts from the beginning.
  const body = JSON.stringify({ ...message, event_id: `Ev${randomUUID()}` });
  const begun = performance.now();
  try {
    const headers = { 'content-type': 'application/json', ...signedHeaders(body, new Date(), signingSecret) };
    const response = await fetch(url, { method: 'POST', headers, body });
    await response.arrayBuffer();
    return response.status === 200 ? performance.now() - begun : -1;
  } catch {
    return -1;
  }
}

const started = performance.now();
const sent: Promise<number>[] = [];
await new Promise<void>(resolve => {
  const timer = setInterval(() => {
    const due = Math.min(events, Math.floor(((performance.now() - started) / 1_000) * perSecond));
    while (sent.length < due) sent.push(sendOne(sent.length));
    if (sent.length < events) return;
    clearInterval(timer);
    resolve();
  }, 2);
});
const acknowledgedMs = await Promise.all(sent);
parentPort?.postMessage({ acknowledgedMs, seconds: (performance.now() - started) / 1_000 });
