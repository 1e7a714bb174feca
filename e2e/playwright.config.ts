import { defineConfig } from '@playwright/test';
import { findChromium } from '../tools/browser/find-chromium.ts';

// One worker and one browser: the tests tell one story on one stack, each going on where the last one ended.
export default defineConfig({
  testDir: 'browser',
  workers: 1,
  // Automation takes many steps, and each takes longer where other work shares the cores: only a hang ends here.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  forbidOnly: true,
  outputDir: '../node_modules/.cache/bowline-browser',
  use: {
    launchOptions: await findChromium(),
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    actionTimeout: 60_000,
    screenshot: 'only-on-failure',
  },
});
