import { chromium } from 'playwright-core';
import { expect, it } from 'vitest';
import { findChromium } from './find-chromium.ts';

it('finds a browser that shows a page on a machine with only Node', async () => {
  const { executablePath, args, env } = await findChromium({
    ...process.env,
    CHROMIUM_PATH: undefined,
    PATH: '',
  });
  const browser = await chromium.launch({ executablePath, args, env });
  try {
    const page = await browser.newPage();
    await page.setContent('<h1>Bowline</h1>');
    expect(await page.getByRole('heading').innerText()).toBe('Bowline');
    expect((await page.screenshot()).length).toBeGreaterThan(1000);
  } finally {
    await browser.close();
  }
});

it('says in one sentence that CHROMIUM_PATH is wrong', async () => {
  await expect(findChromium({ CHROMIUM_PATH: '/nowhere/chromium' })).rejects.toThrow('which does not exist.');
});
