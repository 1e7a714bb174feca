import { type Locator, type Page, type Route, expect } from '@playwright/test';
import { refresh, register, repository } from '../support/flow.ts';
import { settings } from '../support/shop.ts';
import { type BrowserStack, expectAccessible, signIn, test } from './stack.fixture.ts';

test.describe.configure({ mode: 'serial' });
test.afterEach(({ console: lines }) => expect(lines.splice(0), 'the console is clean').toEqual([]));

test.beforeAll(async ({ tab, stack }) => {
  await signIn(tab, stack);
  const names = ['alpha', 'beta', 'gamma'];
  const files = Object.fromEntries(names.map((name) => [`${name}/settings.yaml`, settings('hello')]));
  const repoURL = await repository(stack, 'work', { files });
  for (const name of names)
    await register(stack, {
      name,
      repoURL,
      path: name,
      ...(name === 'gamma' ? { automated: {} } : {}),
    });
});

/** Presses Tab until the control has focus, and that can be seen. */
async function tabTo(tab: Page, control: Locator): Promise<void> {
  await expect(control).toBeVisible();
  for (let presses = 0; presses < 80; presses += 1) {
    if (await control.evaluate((element) => element.matches(':focus'))) break;
    await tab.keyboard.press('Tab');
  }
  await expect(control).toBeFocused();
  await expect(control, 'focus is seen').not.toHaveCSS('outline-style', 'none');
}

test('G3, G15: given no mouse, when an Application is synced, then keys alone lead to its Release', async ({
  tab,
}) => {
  await tab.goto('/apps');
  await expect(tab.getByRole('link', { name: 'alpha', exact: true })).toBeVisible();
  await tab.keyboard.press('/');
  await tab.keyboard.type('alpha');
  await expect(tab.getByRole('link', { name: 'beta', exact: true })).toHaveCount(0);
  await tabTo(tab, tab.getByRole('row', { name: /alpha/ }));
  await tab.keyboard.press('Enter');
  await expect(tab.getByRole('heading', { level: 1, name: 'alpha' })).toBeFocused();
  await tab.keyboard.press('y');
  await expect(tab.getByText('Still exact.')).toBeVisible();
  await tabTo(tab, tab.getByRole('button', { name: /^Apply/ }));
  await tab.keyboard.press('Enter');
  await expect(tab.getByText('Applied as Release #1.')).toBeVisible();
});

test('given two chosen Applications, when plans are built for both, then a summary tells them apart', async ({
  tab,
  console: lines,
}) => {
  await tab.goto('/apps');
  for (const name of [/alpha/, /beta/]) await tab.getByRole('row', { name }).getByRole('checkbox').check();
  await tab.getByRole('button', { name: 'Review sync plan' }).click();
  const dialog = tab.getByRole('dialog', { name: 'Sync plans for 2 applications' });
  await expect(dialog.getByRole('status')).toHaveText('1 done, 1 with nothing to do.');
  await expectAccessible(tab);
  await dialog.getByRole('link', { name: 'Open the plan' }).click();
  await expect(tab.getByText('Still exact.')).toBeVisible();
  // The browser itself reports the refusal of the one with nothing to do.
  expect(lines.splice(0).filter((line) => !line.includes('409'))).toEqual([]);
});

/** A list of 101 Applications: a hundred that stand still, and the real ones on the second page. */
async function fillTheList(tab: Page): Promise<string[]> {
  const asked: string[] = [];
  await tab.route('**/api/v1/applications?*', async (route) => {
    const url = new URL(route.request().url());
    if (url.searchParams.get('limit') !== '100') return route.continue();
    asked.push(url.search);
    const isSecond = url.searchParams.has('cursor');
    url.searchParams.delete('cursor');
    const answer = await (await route.fetch({ url: url.href })).json();
    const still = Array.from({ length: 100 }, (_, index) => ({
      ...answer.items[0],
      uid: `still-${index}`,
      name: `still-${index}`,
    }));
    await route.fulfill({
      json: isSecond ? answer : { ...answer, items: still, total: 100 + answer.total, next: 'more' },
    });
  });
  return asked;
}

test('G17: given two pages of Applications, when one changes, then its row alone is fetched', async ({
  tab,
  stack,
}) => {
  const asked = await fillTheList(tab);
  await tab.goto('/apps?sort=name');
  await expect(tab.getByRole('link', { name: 'still-0', exact: true })).toBeVisible();
  await tab.evaluate('scrollTo(0, document.body.scrollHeight)');
  const row = tab.getByRole('row', { name: /alpha/ });
  await expect(row).toContainText('Synced');
  // Its list begins with what was told of it just before, and may be fetched again for that.
  await change(stack, 'alpha', 'a new greeting');
  await expect(row).toContainText('Pending');
  const pages = asked.length;
  await change(stack, 'alpha', 'hello');
  await expect(row).toContainText('Synced');
  // The second page of what was asked before may come after.
  expect(asked.slice(pages).filter((search) => !search.includes('cursor='))).toEqual([]);
  await tab.unroute('**/api/v1/applications?*');
});

async function change(stack: BrowserStack, name: string, greeting: string): Promise<void> {
  const files = { [`${name}/settings.yaml`]: settings(greeting) };
  await stack.git.commit('work', { files, message: greeting });
  await refresh(stack, name);
}

test('given a page in two tabs, when its object changes while the second reads it, then both say so', async ({
  tab,
  stack,
}) => {
  await tab.goto('/apps/default/alpha/overview');
  await expect(tab.getByText('Synced').first()).toBeVisible();
  const second = await tab.context().newPage();
  await second.goto('/apps');
  // What the second tab reads is old when it comes, and its topic is no new one to the stream that both share.
  const late = async (route: Route): Promise<void> => {
    const response = await route.fetch();
    await change(stack, 'alpha', 'two tabs');
    await expect(tab.getByText('1 pending').first()).toBeVisible();
    await route.fulfill({ response });
  };
  await second.route('**/api/v1/applications/default/alpha', late, { times: 1 });
  await second.getByRole('link', { name: 'alpha', exact: true }).click();
  await expect(second.getByText('1 pending').first()).toBeVisible();
  await second.close();
});

test('given a Hold until somebody resumes, when git moves, then it waits, and goes on when resumed', async ({
  tab,
  stack,
}) => {
  await tab.goto('/apps/default/gamma/overview');
  await expect(tab.getByText('Synced').first()).toBeVisible();
  await tab.getByRole('button', { name: 'More actions' }).click();
  await tab.getByRole('menuitem', { name: 'Hold auto-sync…' }).click();
  const dialog = tab.getByRole('dialog');
  await expect(dialog.getByLabel('Reason')).toBeFocused();
  await expect(dialog.getByLabel('When I resume it')).toBeChecked();
  await dialog.getByLabel('Reason').fill('a sale');
  await dialog.getByRole('button', { name: 'Hold auto-sync' }).click();
  await expect(tab.getByText(/Auto-sync is held by/)).toBeVisible();
  await change(stack, 'gamma', 'on hold');
  await expect(tab.getByText('1 pending').first()).toBeVisible();
  await tab.getByRole('button', { name: 'Resume' }).click();
  await expect(tab.getByText('1 pending')).toHaveCount(0);
  await expect(tab.getByText('Synced').first()).toBeVisible();
});

test('G8: given the API is killed, when the page stays open, then it says so, takes no orders and recovers', async ({
  tab,
  stack,
  console: lines,
}) => {
  await stack.kill();
  const sync = tab.getByRole('button', { name: 'Review sync plan' });
  await expect(tab.getByText('The Bowline server does not answer.').first()).toBeVisible();
  await expect(sync).toHaveAttribute('aria-disabled', 'true');
  await expect(sync).toHaveAccessibleDescription('The Bowline server does not answer.');
  await expectAccessible(tab);
  await stack.restart();
  await expect(tab.getByText('Live', { exact: true })).toBeVisible();
  await expect(sync).not.toHaveAttribute('aria-disabled', 'true');
  // What the browser reports of a server that is away.
  lines.splice(0);
});
