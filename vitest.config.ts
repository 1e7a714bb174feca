import { defineConfig } from 'vitest/config';

// Unit tests touch no process, socket or database; everything that does is named *.int.test.ts and runs apart.
const exclude = ['**/node_modules/**', '**/dist/**', '**/.next/**', '**/.bowline/**'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{apps,packages,tools,e2e}/**/*.test.ts'],
          exclude: [...exclude, '**/*.int.test.ts', '**/*.dom.test.tsx'],
          // Properties over many cases take seconds where other work shares the cores.
          testTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'dom',
          environment: 'jsdom',
          include: ['{apps,packages}/**/*.dom.test.tsx'],
          exclude,
          setupFiles: ['./packages/ui/src/testing/patience.ts'],
          // Roles and names of a large form take jsdom seconds where other work shares the cores.
          testTimeout: 90_000,
          expect: { poll: { timeout: 60_000 } },
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{apps,packages,tools,e2e}/**/*.int.test.ts'],
          exclude,
          // Waits end at 120 s, of which a test has several.
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 60_000 } },
          maxWorkers: 2,
          globalSetup: ['./tools/postgres/global-setup.ts'],
        },
      },
    ],
  },
});
