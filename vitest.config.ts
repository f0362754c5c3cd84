import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Two processes share two cores; each holds one embedded database, so more would only wait and eat memory.
    pool: 'forks',
    maxWorkers: 2,
    // Ends what hangs; generous, because a busy machine is no fault of the code.
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
