import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { StreamProvider } from './provider.tsx';

class FakeSource extends EventTarget {
  static open = 0;
  constructor() {
    super();
    FakeSource.open += 1;
  }
  close() {
    FakeSource.open -= 1;
  }
}

afterEach(() => vi.unstubAllGlobals());

it('goes on with a page that the browser shows again as it was left', () => {
  vi.stubGlobal('EventSource', FakeSource);
  const client = new QueryClient();
  const fetchAgain = vi.spyOn(client, 'invalidateQueries');
  const { unmount } = render(
    <QueryClientProvider client={client}>
      <StreamProvider>{null}</StreamProvider>
    </QueryClientProvider>,
  );
  expect(FakeSource.open).toBe(1);
  window.dispatchEvent(new Event('pagehide'));
  expect(FakeSource.open).toBe(0);
  window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
  expect([FakeSource.open, fetchAgain.mock.calls.length]).toEqual([1, 1]);
  unmount();
  expect(FakeSource.open).toBe(0);
});
