/** A machine of its own that takes one tick of a job and never finishes it: `node one-machine.ts <redis url> <prefix> <lock ms>`. */
import { createRedisSchedule } from '../../src/platform/queue/redis-schedule.ts';

const [url = '', prefix = '', lockMs = ''] = process.argv.slice(2);
const schedule = createRedisSchedule({
  url,
  prefix,
  lockMs: Number(lockMs),
  onFault: where => console.log(`fault ${where}`),
});
const run = () => {
  console.log('running');
  return new Promise<void>(() => undefined);
};
await schedule.start([{ name: 'outlive-a-machine', everyMs: 200, run }]);
