import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { renderPage } from '../../lib/testing/render-page.tsx';
import { Unavailable } from './unavailable.tsx';

afterEach(cleanup);

it.each([
  ['', '', /^Bowline ?The Bowline API does not answer\.Pages need it/],
  ['The database does not answer.', 'req_1', /^Bowline ?The database does not answer\.Pages need it.*req_1/],
])('says %j once, and who may be asked about it', (detail, requestId, expected) => {
  renderPage(<Unavailable detail={detail} requestId={requestId} />);
  const text = screen.getByRole('main').textContent;
  expect(text).toMatch(expected);
  expect(text.match(/answer/g)).toHaveLength(1);
});
