import { type Page, expect, test as base } from '@playwright/test';
import axe from 'axe-core';
import { findFreePort } from '../../tools/postgres/free-port.ts';
import { createDatabaseOn, startTestServer } from '../../tools/postgres/test-server.ts';
import { repository } from '../support/flow.ts';
import { startWeb } from '../support/servers.ts';
import { shopFiles } from '../support/shop.ts';
import { type Stack, startStack } from '../support/stack.ts';

export type BrowserStack = Stack & { webUrl: string };
type WorkerFixtures = { stack: BrowserStack; tab: Page; console: string[] };

/** A whole stack with the web app in front, and one tab that stays open for the whole story. */
export const test = base.extend<object, WorkerFixtures>({
  stack: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixtures it needs from this pattern
    async ({}, use) => {
      const postgres = await startTestServer();
      const database = await createDatabaseOn(postgres.url);
      const port = await findFreePort();
      const webUrl = `http://127.0.0.1:${port}`;
      const stack = await startStack({ databaseUrl: database.url, externalUrl: webUrl });
      const web = await startWeb({ port, apiUrl: stack.api.url });
      await stack.git.createRepository('mine', { files: shopFiles() });
      await repository(stack, 'shop', { files: shopFiles() });
      await use({ ...stack, webUrl });
      await web.stop();
      await stack.stop();
      await postgres.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  console: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixtures it needs from this pattern
    async ({}, use) => use([]),
    { scope: 'worker' },
  ],
  tab: [
    async ({ browser, stack, console: lines }, use) => {
      const context = await browser.newContext({ baseURL: stack.webUrl });
      const page = await context.newPage();
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) lines.push(`${message.text()} (${page.url()})`);
      });
      page.on('pageerror', (error) => lines.push(`${error.stack ?? error.message} (${page.url()})`));
      await use(page);
      await context.close();
    },
    { scope: 'worker' },
  ],
});

type Violation = { id: string; help: string; nodes: { html: string; failureSummary: string }[] };

/**
 * WCAG 2.2 A and AA as far as a machine can tell, once the page has settled: moving between pages takes the old title
 * away, sets the next a moment later, and may do so twice, so one look can fall between.
 */
export async function expectAccessible(page: Page): Promise<void> {
  await expect(async () => {
    await page.evaluate(axe.source);
    const found = await page.evaluate<Violation[]>(
      `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then((r) => r.violations)`,
    );
    const words = found.map(({ id, help, nodes }) => ({
      id,
      help,
      nodes: nodes.map(({ html, failureSummary }) => `${html.slice(0, 200)}: ${failureSummary}`),
    }));
    expect(words, `accessibility of ${page.url()}`).toEqual([]);
  }).toPass({ timeout: 10_000 });
}
