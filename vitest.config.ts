import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    maxWorkers: 2,
    // What happens in another process, or on a machine that does something else, is waited for.
    expect: { poll: { timeout: 10_000 } },
    projects: [
      {
        test: {
          name: 'code',
          include: ['{packages,apps}/*/src/**/*.test.{ts,tsx}', 'scripts/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['e2e/src/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // One browser at a time, and after the rest: what is timed in them is what a visitor would see.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
