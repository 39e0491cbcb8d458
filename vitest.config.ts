import { defineConfig } from 'vitest/config'

/** What speaks to a server by its public routes alone, again on other engines; what is beneath has suites of its own. */
const onEngines = (engines: string) => ({
  test: {
    name: engines,
    include: ['apps/server/src/acceptance/{calendarFiles,lockSight,lockTimes,sessions}.test.ts'],
    env: { APPOINTEASE_TEST_ENGINES: engines },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})

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
      onEngines('mariadb'),
      onEngines('mariadb+redis'),
      onEngines('mariadb+cluster'),
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
