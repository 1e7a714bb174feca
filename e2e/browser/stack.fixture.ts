import { type Page, expect, test as base } from '@playwright/test';
import axe from 'axe-core';
import {
  type ChartServer,
  simpleChart,
  startChartServer,
} from '@bowline/sync-engine/adapters/render/testing/chart-repository';
import { chooseQuietPort } from '../../tools/postgres/free-port.ts';
import { createDatabaseOn, startTestServer } from '../../tools/postgres/test-server.ts';
import { repository } from '../support/flow.ts';
import { startWeb } from '../support/servers.ts';
import { shopFiles } from '../support/shop.ts';
import { type Stack, startStack } from '../support/stack.ts';

/** `charts`: a Helm repository under `/charts` with two versions of `web`, for `reader` / `s3cret`. */
export type BrowserStack = Stack & { webUrl: string; charts: ChartServer };
type WorkerFixtures = { stack: BrowserStack; tab: Page; console: string[] };

/** A whole stack with the web app in front, and one tab that stays open for the whole story. */
export const test = base.extend<object, WorkerFixtures>({
  stack: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixtures it needs from this pattern
    async ({}, use) => {
      const postgres = await startTestServer();
      const database = await createDatabaseOn(postgres.url);
      const port = await chooseQuietPort();
      const webUrl = `http://127.0.0.1:${port}`;
      const charts = await startChartServer(
        await Promise.all(
          ['1.0.0', '1.4.2'].map(async (version) => ({
            name: 'web',
            version,
            archive: await simpleChart('web', version),
          })),
        ),
      );
      const stack = await startStack({
        databaseUrl: database.url,
        externalUrl: webUrl,
        hosts: [`127.0.0.1:${charts.port}`],
      });
      const web = await startWeb({ port, apiUrl: stack.api.url });
      await stack.git.createRepository('mine', { files: shopFiles() });
      await repository(stack, 'shop', { files: shopFiles() });
      await use({ ...stack, webUrl, charts });
      await web.stop();
      await charts.stop();
      await stack.stop();
      await postgres.stop();
    },
    { scope: 'worker', timeout: 600_000 },
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

const password = 'a long enough passphrase';

/** Signs in for the first time; nothing where a test before did. */
export async function signIn(tab: Page, stack: BrowserStack): Promise<void> {
  await tab.goto('/projects');
  if (!tab.url().includes('/login')) return;
  await tab.getByLabel('User name').fill('admin');
  await tab.getByLabel('Password', { exact: true }).fill(stack.firstPassword);
  await tab.getByRole('button', { name: 'Sign in' }).click();
  await tab.getByLabel('One-time password').fill(stack.firstPassword);
  await tab.getByLabel('New password', { exact: false }).first().fill(password);
  await tab.getByLabel('New password again').fill(password);
  await tab.getByRole('button', { name: 'Set password' }).click();
  await expect(tab.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible();
}

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
  }).toPass({ timeout: 60_000 });
}
