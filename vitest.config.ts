import { defineConfig } from 'vitest/config'

// Tests run on the sources. 'import' and 'module' must not be named here: vitest hands the conditions to Node, and 'import' breaks pg.
const conditions = ['@fudao/source', 'node']
const common = { resolve: { conditions }, ssr: { resolve: { conditions } } }
const exclude = ['**/node_modules/**', '**/dist/**', '**/.data/**']
const root = '{contracts,packages/*,services/*,infra/*,test}'

export default defineConfig({
  ...common,
  test: {
    projects: [
      { ...common, test: { name: 'unit', include: [`${root}/**/*.unit.spec.{ts,tsx}`], exclude, testTimeout: 20_000 } },
      {
        ...common,
        test: {
          name: 'int',
          include: [`${root}/**/*.int.spec.ts`],
          exclude,
          globalSetup: ['./packages/testing/src/servers.setup.ts'],
          maxWorkers: 2,
          testTimeout: 20_000,
          hookTimeout: 30_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        ...common,
        test: {
          name: 'acceptance',
          include: ['test/{acceptance,browser}/**/*.e2e.spec.ts'],
          exclude,
          // The whole system, once per run; every test works on a campus of its own.
          globalSetup: ['./test/acceptance/system.setup.ts'],
          // One file at a time: the main job's second is promised to a system that is idle.
          maxWorkers: 1,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        ...common,
        test: {
          // A system whose processes are killed while it works: alone.
          name: 'chaos',
          include: ['test/chaos/**/*.e2e.spec.ts'],
          exclude,
          maxWorkers: 1,
          testTimeout: 180_000,
          sequence: { groupOrder: 4 },
        },
      },
      {
        ...common,
        test: {
          // Systems that are killed and timed: after all others, one at a time.
          name: 'launcher',
          include: ['test/launcher/**/*.e2e.spec.ts'],
          exclude,
          maxWorkers: 1,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
})
