/** Which files vitest runs: `specs/` are models to check, and one test runs them all. */

import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Some tests explore models of thousands of states in the reference interpreter.
    testTimeout: 30_000,
  },
})
