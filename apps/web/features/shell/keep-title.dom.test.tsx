import { afterEach, expect, it } from 'vitest';
import { keepTitle } from './keep-title.ts';

let stop = () => {};
afterEach(() => {
  stop();
  document.head.innerHTML = '';
});

const settled = () => new Promise<void>((resolve) => queueMicrotask(() => queueMicrotask(resolve)));

it('never leaves the page without a title, and steps back for the next one', async () => {
  document.head.innerHTML = '<title>Applications</title>';
  stop = keepTitle(document);
  document.head.querySelector('title')?.remove();
  await settled();
  expect(document.title).toBe('Applications');
  document.head.append(Object.assign(document.createElement('title'), { textContent: 'Projects' }));
  await settled();
  expect(document.title).toBe('Projects');
  expect(document.head.querySelectorAll('title')).toHaveLength(1);
  document.head.querySelector('title')?.remove();
  await settled();
  expect(document.title).toBe('Projects');
});
