import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { LazyMenu } from './lazy-menu.tsx';

afterEach(cleanup);

it('opens for a press that came before its code', async () => {
  render(
    <LazyMenu
      trigger={<button type="button">More</button>}
      items={[{ id: 'hold', label: 'Hold', onSelect: () => undefined }]}
    />,
  );
  fireEvent.click(screen.getByRole('button', { name: 'More' }));
  expect(await screen.findByRole('menuitem', { name: 'Hold' })).toBeTruthy();
});
