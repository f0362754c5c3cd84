import { openProduct, shiftedClock } from './fanout-world.ts';

/** One worker of the fan-out: the product's own worker, with a clock that is ahead by the milliseconds of the first argument. */
const container = await openProduct(process.env, shiftedClock(Number(process.argv[2])));
await container.jobs.start();
console.log('ready');
