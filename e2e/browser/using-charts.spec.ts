import { expect } from '@playwright/test';
import { expectAccessible, signIn, test } from './stack.fixture.ts';

test.describe.configure({ mode: 'serial' });
test.afterEach(({ console: lines }) => expect(lines.splice(0), 'the console is clean').toEqual([]));
test.beforeAll(({ tab, stack }) => signIn(tab, stack));

test('SRC-14: given a Helm repository, when connected, then a wrong password is named, and its charts are listed', async ({
  tab,
  stack,
}) => {
  await tab.goto('/repositories/new');
  await tab.getByLabel('Helm repository of charts, over HTTP or OCI').check();
  await expect(tab.getByLabel('SSH key')).toHaveCount(0);
  await tab.getByLabel('Address').fill(`http://127.0.0.1:${stack.charts.port}/charts`);
  await tab.getByLabel('User name and password or token').check();
  await tab.getByLabel('User name', { exact: true }).fill('reader');
  await tab.getByLabel('Password or token', { exact: true }).fill('wrong');
  await tab.getByRole('button', { name: 'Test connection' }).click();
  await expect(tab.getByText('chart_auth_failed')).toBeVisible();
  await expectAccessible(tab);
  await tab.getByLabel('Password or token', { exact: true }).fill('s3cret');
  await tab.getByRole('button', { name: 'Test connection' }).click();
  await expect(tab.getByText(/^Connected in/)).toBeVisible();
  await tab.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(tab.getByRole('heading', { level: 1, name: 'charts' })).toBeVisible();
  await expect(tab.getByText('1.4.2')).toBeVisible();
  await expectAccessible(tab);
});

test('SRC-14: given its chart and a range, when previewed, then the objects of the newest version show', async ({
  tab,
}) => {
  await tab.goto('/apps/new');
  await tab.getByLabel('Repository').selectOption('charts');
  await tab.getByRole('combobox', { name: 'Chart' }).fill('web');
  await tab.getByRole('combobox', { name: 'Version' }).fill('1.x');
  await expect(tab.getByLabel('Name', { exact: true })).toHaveValue('web');
  await tab.getByRole('combobox', { name: 'Project', exact: true }).selectOption('default');
  await expectAccessible(tab);
  await tab.getByRole('button', { name: 'Next' }).click();
  await tab.getByRole('combobox', { name: 'Cluster' }).selectOption('test');
  await tab.getByRole('textbox', { name: 'Namespace' }).fill('web');
  await tab.getByRole('button', { name: 'Next' }).click();
  await expect(tab.getByText(/rendered by helm at 1\.4\.2$/)).toBeVisible();
  await expectAccessible(tab);
});
