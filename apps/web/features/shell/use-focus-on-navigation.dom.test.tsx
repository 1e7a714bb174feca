import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { useFocusOnNavigation } from './use-focus-on-navigation.ts';

afterEach(cleanup);

function Frame({ path, isLoading }: { path: string; isLoading: boolean }) {
  useFocusOnNavigation(path);
  return (
    <>
      <button type="button">elsewhere</button>
      <main tabIndex={-1}>{isLoading ? <h1 key="wait">shop</h1> : <h1 tabIndex={-1}>shop</h1>}</main>
    </>
  );
}
const focused = () => document.activeElement;

it('leaves the first load alone, then follows each page, also one that loads first', async () => {
  const { rerender } = render(<Frame path="/apps" isLoading={false} />);
  expect(focused()).toBe(document.body);
  rerender(<Frame path="/apps/default/shop" isLoading />);
  expect(focused()).toBe(screen.getByRole('main'));
  rerender(<Frame path="/apps/default/shop" isLoading={false} />);
  await waitFor(() => expect(focused()).toBe(screen.getByRole('heading')));
});

it('does not take the focus from a person who moved on meanwhile', async () => {
  const { rerender } = render(<Frame path="/apps" isLoading={false} />);
  rerender(<Frame path="/apps/default/shop" isLoading />);
  const elsewhere = screen.getByRole('button');
  elsewhere.focus();
  rerender(<Frame path="/apps/default/shop" isLoading={false} />);
  await Promise.resolve();
  expect(focused()).toBe(elsewhere);
});
