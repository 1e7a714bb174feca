import { expect } from '@playwright/test';
import { expectAccessible, test } from './stack.fixture.ts';

test.describe.configure({ mode: 'serial' });
test.afterEach(({ console: lines }) => expect(lines.splice(0), 'the console is clean').toEqual([]));

const password = 'a long enough passphrase';

test('1: given the one-time password, when signing in, then a new one must be set first', async ({
  tab,
  stack,
}) => {
  await tab.goto('/apps');
  await expect(tab.getByRole('heading', { name: /^Sign in to/ })).toBeVisible();
  await expectAccessible(tab);
  await tab.getByLabel('User name').fill('admin');
  await tab.getByLabel('Password', { exact: true }).fill(stack.firstPassword);
  await tab.getByRole('button', { name: 'Sign in' }).click();
  await expect(tab.getByRole('heading', { name: 'Choose a password' })).toBeVisible();
  await expectAccessible(tab);
  await tab.getByLabel('One-time password').fill(stack.firstPassword);
  await tab.getByLabel('New password', { exact: false }).first().fill(password);
  await tab.getByLabel('New password again').fill(password);
  await tab.getByRole('button', { name: 'Set password' }).click();
  await expect(tab.getByRole('heading', { level: 1, name: 'Applications' })).toBeVisible();
});

test('2: given nothing yet, when at home, then the first steps say what to try', async ({ tab }) => {
  await tab.goto('/');
  await expect(tab.getByRole('heading', { name: 'First steps' })).toBeVisible();
  await expectAccessible(tab);
});
