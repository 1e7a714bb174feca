import { expect } from '@playwright/test';
import { editLive } from '../support/cluster.ts';
import { settings } from '../support/shop.ts';
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

test('3: given a repository of their own, when connected, then the test says what fails and then that it works', async ({
  tab,
  stack,
}) => {
  await tab.goto('/repositories/new');
  await tab.getByLabel('Address').fill(`${stack.git.url}/nowhere.git`);
  await tab.getByLabel('Name', { exact: true }).fill('mine');
  await tab.getByRole('button', { name: 'Test connection' }).click();
  await expect(tab.getByText('The connection failed.')).toBeVisible();
  await expectAccessible(tab);
  await tab.getByLabel('Address').fill(stack.git.urlOf('mine'));
  await tab.getByRole('button', { name: 'Test connection' }).click();
  await expect(tab.getByText(/^Connected in/)).toBeVisible();
  await tab.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(tab.getByRole('heading', { level: 1, name: 'mine' })).toBeVisible();
  await expectAccessible(tab);
});

test('3: given a folder from the browsed tree, when previewed, then the objects show before anything is saved', async ({
  tab,
}) => {
  await tab.goto('/apps/new');
  await tab.getByLabel('Repository').selectOption('mine');
  await tab.getByLabel('Branch or tag').selectOption('main');
  await tab.getByRole('button', { name: 'shop', exact: true }).click();
  await expect(tab.getByText(/^plain found/)).toBeVisible();
  await expect(tab.getByLabel('Name', { exact: true })).toHaveValue('shop');
  await tab.getByRole('combobox', { name: 'Project', exact: true }).selectOption('default');
  await expectAccessible(tab);
  await tab.getByRole('button', { name: 'Next' }).click();
  await tab.getByRole('combobox', { name: 'Cluster' }).selectOption('test');
  await tab.getByRole('textbox', { name: 'Namespace' }).fill('shop');
  await tab.getByLabel('Create the namespace when it is missing').check();
  await expectAccessible(tab);
  await tab.getByRole('button', { name: 'Next' }).click();
  await expect(tab.getByText(/^6 objects rendered by plain/)).toBeVisible();
  await expectAccessible(tab);
  await tab.getByRole('button', { name: 'Next' }).click();
  await expectAccessible(tab);
  await tab.getByRole('button', { name: 'Next' }).click();
  await tab.getByRole('button', { name: 'Create application' }).click();
  await expect(tab.getByRole('heading', { level: 1, name: 'shop' })).toBeVisible();
});

test('4: given the new Application, when opened, then the outline shows each resource with its state', async ({
  tab,
}) => {
  const outline = tab.getByRole('treegrid');
  await expect(outline.getByRole('row', { name: /Deployment.*web/ })).toContainText('Missing');
  await expect(outline.getByRole('row', { name: /Service.*web/ })).toBeVisible();
  await expectAccessible(tab);
  await tab.getByRole('link', { name: 'Changes' }).click();
  await expect(tab.getByText('stringData')).toHaveCount(0);
  await expectAccessible(tab);
  await tab.goto('/apps');
  await expect(tab.getByRole('link', { name: 'shop', exact: true })).toBeVisible();
  await expectAccessible(tab);
});

test('5: given a plan, when an object changes in between, then the page shows what changed and offers a new plan', async ({
  tab,
  stack,
}) => {
  await tab.goto('/apps/default/shop/overview');
  await expectAccessible(tab);
  await tab.getByRole('button', { name: 'Review sync plan' }).first().click();
  await expect(tab.getByText('Still exact.')).toBeVisible();
  await expect(tab.getByRole('heading', { name: 'Changes in the order they run' })).toBeVisible();
  await expectAccessible(tab);
  const post = (path: string, body: object) =>
    stack.cluster.transport.request({ method: 'POST', path: `/api/v1/namespaces${path}`, body });
  await post('', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  await post('/shop/configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings' },
    data: {},
  });
  await tab.reload();
  await expect(tab.getByText('Changed since this plan was built. Nothing was applied.')).toBeVisible();
  await expectAccessible(tab);
  await tab.getByRole('button', { name: 'Rebuild plan' }).click();
  await expect(tab.getByText('Still exact.')).toBeVisible();
});

test('6: given the plan, when applied, then the Operation runs live, wave by wave, to Healthy', async ({
  tab,
}) => {
  for (const risk of await tab.getByRole('region', { name: /need/ }).getByRole('checkbox').all())
    await risk.check();
  await tab.getByRole('button', { name: /^Apply/ }).click();
  await expect(tab).toHaveURL(/\/operations\//);
  await expect(tab.getByText('Applied as Release #1.')).toBeVisible();
  await expectAccessible(tab);
  await tab.getByRole('link', { name: 'Open the application' }).click();
  await expect(tab.getByText('Healthy').first()).toBeVisible();
  await expect(tab.getByText('Synced').first()).toBeVisible();
});

test('7: given a webhook, when a commit is pushed, then the open page says Pending by itself', async ({
  tab,
  stack,
}) => {
  stack.git.addWebhook('mine', {
    url: `${stack.api.url}/api/v1/webhooks/github`,
    provider: 'github',
    secret: stack.webhookSecret,
  });
  await stack.git.commit('mine', {
    files: { 'shop/settings.yaml': settings('pushed') },
    message: 'a new greeting',
  });
  await expect(tab.getByText('1 pending').first()).toBeVisible();
  await tab.getByRole('button', { name: 'Review sync plan' }).first().click();
  await expect(tab.getByText('Still exact.')).toBeVisible();
  await tab.getByRole('button', { name: /^Apply/ }).click();
  await expect(tab.getByText('Applied as Release #2.')).toBeVisible();
});

test('8: given a live edit, when the page is open, then it says Drift and the plan names field and values', async ({
  tab,
  stack,
}) => {
  await tab.goto('/apps/default/shop/overview');
  await expect(tab.getByText('Synced').first()).toBeVisible();
  await editLive(
    stack.cluster,
    '/apis/apps/v1/namespaces/shop/deployments/web',
    { spec: { replicas: 5 } },
    'kubectl-scale',
  );
  await expect(tab.getByText('1 drift').first()).toBeVisible();
  await tab.goto('/apps/default/shop/changes');
  await expect(tab.getByText('kubectl-scale').first()).toBeVisible();
  await expectAccessible(tab);
  await tab.getByRole('button', { name: 'Review sync plan' }).first().click();
  await expect(tab.getByText('Still exact.')).toBeVisible();
  for (const risk of await tab.getByRole('checkbox', { name: /Take back drift/ }).all()) await risk.check();
  await tab.getByRole('button', { name: /^Apply/ }).click();
  await expect(tab.getByText('Applied as Release #3.')).toBeVisible();
});

test('9: given the history, when rolled back to #1, then it is a plan, runs, and leaves a Hold', async ({
  tab,
}) => {
  await tab.goto('/apps/default/shop/history');
  await expectAccessible(tab);
  await tab.getByRole('row', { name: /#1\b/ }).getByRole('button', { name: 'Roll back…' }).click();
  await expectAccessible(tab);
  await tab.getByLabel('Reason').fill('the greeting is wrong');
  await tab.getByRole('button', { name: 'Review rollback plan' }).click();
  await expect(tab.getByText('Then hold auto-sync')).toBeVisible();
  await expectAccessible(tab);
  await tab.getByRole('button', { name: /^Roll back/ }).click();
  await expect(tab.getByText('Applied as Release #4.')).toBeVisible();
  await tab.goto('/apps/default/shop/overview');
  await expect(tab.getByText(/Auto-sync is held by/)).toBeVisible();
  await tab.getByRole('button', { name: 'Resume' }).click();
  await expect(tab.getByText(/Auto-sync is held by/)).toHaveCount(0);
});

test('9: given a reason, when held by hand, then the header says who and why', async ({ tab }) => {
  await tab.getByRole('button', { name: 'More actions' }).click();
  await tab.getByRole('menuitem', { name: 'Hold auto-sync…' }).click();
  const dialog = tab.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('the shop is on sale');
  await expectAccessible(tab);
  await dialog.getByRole('button', { name: 'Hold auto-sync' }).click();
  await expect(tab.getByText('the shop is on sale').first()).toBeVisible();
  await tab.getByRole('button', { name: 'Resume' }).click();
  await expect(tab.getByText(/Auto-sync is held by/)).toHaveCount(0);
});

test('10: given the policy page, when auto-sync is chosen, then saving is a plan of the change', async ({
  tab,
}) => {
  await tab.goto('/apps/default/shop/policy');
  await tab.getByLabel('apply it automatically, through the same gate').check();
  await expectAccessible(tab);
  await tab.getByRole('button', { name: 'Review the change' }).click();
  await expect(tab.getByRole('heading', { name: 'Settings of the application' })).toBeVisible();
  await expectAccessible(tab);
  await tab.getByRole('button', { name: 'Apply the edit' }).click();
  await expect(tab).toHaveURL(/\/operations\//);
  await tab.goto('/apps/default/shop/overview');
  await expect(tab.getByText('Auto-sync on').first()).toBeVisible();
  // Nothing holds it any more: the policy applies what git says, instead of what was rolled back to.
  await expect(tab.getByText('All is as git says')).toBeVisible();
});

test('10: given the typed name, when deleted, then the plan lists what goes and it is gone', async ({
  tab,
}) => {
  await tab.goto('/apps/default/shop/settings');
  await expectAccessible(tab);
  await tab.getByRole('button', { name: 'Review the deletion' }).click();
  await expect(tab.getByRole('heading', { name: 'Changes in the order they run' })).toHaveCount(0);
  await expect(tab.getByRole('heading', { name: 'What goes, in the order it goes' })).toBeVisible();
  await expectAccessible(tab);
  for (const risk of await tab.getByRole('region', { name: /need/ }).getByRole('checkbox').all())
    await risk.check();
  await tab.getByLabel('Type shop to confirm').fill('shop');
  await tab.getByRole('button', { name: 'Delete shop' }).click();
  await expect(tab.getByText('shop is deleted.')).toBeVisible();
});

test('11: given all of this, when the activity is read, then each step is there', async ({ tab }) => {
  await tab.goto('/activity');
  await expect(tab.getByRole('heading', { level: 1, name: 'Activity' })).toBeVisible();
  await expect(tab.getByText('admin').first()).toBeVisible();
  await expectAccessible(tab);
});

test('every other page is accessible and quiet', async ({ tab }) => {
  for (const path of [
    '/clusters',
    '/repositories',
    '/projects',
    '/approvals',
    '/plans',
    '/operations',
    '/audit',
    '/me/tokens',
    '/admin/users',
    '/help',
  ]) {
    await tab.goto(path);
    await expect(tab.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessible(tab);
  }
});
