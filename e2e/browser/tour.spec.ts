import { expect } from '@playwright/test';
import { expectAccessible, signIn, test } from './stack.fixture.ts';

test.describe.configure({ mode: 'serial' });
test.afterEach(({ console: lines }) => expect(lines.splice(0), 'the console is clean').toEqual([]));

test.beforeAll(({ tab, stack }) => signIn(tab, stack));

test('given any page, when moving to another, then there is a title at every frame', async ({ tab }) => {
  await tab.goto('/projects');
  await tab.evaluate(
    `window.titles = []; (function look() { if (titles.at(-1) !== document.title) titles.push(document.title); requestAnimationFrame(look); })()`,
  );
  const titles = () => tab.evaluate<string[]>('titles');
  const link = (name: string) =>
    tab.getByRole('navigation', { name: 'Main' }).first().getByRole('link', { name });
  for (const name of ['Clusters', 'Applications', 'Administration', 'Your account', 'Repositories']) {
    await link(name).click();
    await expect(link(name)).toHaveAttribute('aria-current', 'page');
    // A page that is left before its title comes has none.
    if (name === 'Clusters') await expect.poll(titles).toContain('Clusters · Bowline');
  }
  await expect.poll(titles).toContain('Repositories · Bowline');
  expect(await titles()).not.toContain('');
});

test('given two people at one project, when both save, then the second sees both versions and loses nothing', async ({
  tab,
  stack,
  console: lines,
}) => {
  await tab.goto('/projects/default/edit');
  await tab.getByLabel('Description').first().fill('for everybody');
  await tab.getByRole('button', { name: 'Add role' }).click();
  const role = tab.getByRole('group', { name: 'Role 1' });
  await role.getByLabel('Name').fill('deployer');
  await expectAccessible(tab);
  // Between the click and the answer somebody else saves.
  let isFirst = true;
  await tab.route('**/api/v1/projects/default', async (route) => {
    if (route.request().method() === 'PUT' && isFirst) {
      isFirst = false;
      const { metadata, spec } = await stack.client.call('getProject', { params: { name: 'default' } });
      await stack.client.call('updateProject', {
        params: { name: 'default' },
        body: {
          metadata: { name: metadata.name },
          spec: { ...spec, approvals: { required: 0, allowSelf: true } },
        },
      });
    }
    await route.continue();
  });
  await tab.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(tab.getByRole('heading', { name: 'Somebody saved this project meanwhile' })).toBeVisible();
  await expect(tab.getByLabel('Description').first()).toHaveValue('for everybody');
  await expectAccessible(tab);
  await tab.getByRole('button', { name: 'Keep my draft' }).click();
  await tab.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(tab.getByText('Nothing is changed.')).toBeVisible();
  const { spec } = await stack.client.call('getProject', { params: { name: 'default' } });
  expect(spec).toMatchObject({
    description: 'for everybody',
    approvals: { allowSelf: true },
    roles: [{ name: 'deployer' }],
  });
  // The browser itself reports the refusal.
  expect(lines.splice(0).filter((line) => !line.includes('412'))).toEqual([]);
});

test('given a new token, when it is shown, then the command beside it holds no secret', async ({ tab }) => {
  await tab.goto('/me/tokens');
  await tab.getByRole('button', { name: 'New token' }).click();
  const dialog = tab.getByRole('dialog');
  await dialog.getByLabel(/^Name/).fill('tour');
  await dialog.getByLabel('Only what is ticked below').check();
  await dialog.getByRole('group', { name: 'Applications' }).getByLabel('read').check();
  await expectAccessible(tab);
  await dialog.getByRole('button', { name: 'Create token' }).click();
  await expect(dialog.getByText('$BOWLINE_TOKEN')).toBeVisible();
  await dialog.getByRole('button', { name: 'I have copied it' }).click();
  await expect(tab.getByRole('row', { name: /tour/ })).toContainText('applications:get');
});

test('given 5,000 applications, when scrolled, then the page holds only the rows in sight', async ({
  tab,
}) => {
  const at = '2026-11-24T12:00:00Z';
  const items = Array.from({ length: 5000 }, (_, index) => ({
    uid: `u${index}`,
    project: 'default',
    name: `app-${String(index).padStart(4, '0')}`,
    health: 'Healthy',
    healthMessage: '',
    healthSince: at,
    sync: 'Synced',
    pending: 0,
    drift: 0,
    unknownCause: 0,
    prune: 0,
    syncMessage: '',
    cluster: 'test',
    namespace: 'shop',
    targetRevision: 'main',
    desiredRevision: '',
    liveRevision: '',
    release: null,
    autoSync: 'off',
    operation: null,
    conditions: 0,
    isDeleting: false,
    labels: {},
    createdAt: at,
    reconciledAt: at,
  }));
  const facets = {
    health: { Healthy: 5000 },
    sync: { Synced: 5000 },
    reason: {},
    project: {},
    cluster: {},
    auto: {},
  };
  await tab.route('**/api/v1/applications?*', (route) =>
    route.fulfill({ json: { items, total: items.length, next: null, asOf: at, facets } }),
  );
  await tab.goto('/apps');
  await expect(tab.getByRole('link', { name: 'app-0000' })).toBeVisible();
  const nodes = () => tab.evaluate<number>(`document.querySelectorAll('*').length`);
  expect(await nodes()).toBeLessThan(3000);
  await tab.evaluate('scrollTo(0, document.body.scrollHeight / 2)');
  await expect(tab.getByRole('link', { name: /^app-2[45]/ }).first()).toBeVisible();
  expect(await nodes()).toBeLessThan(3000);
  await tab.unroute('**/api/v1/applications?*');
});
