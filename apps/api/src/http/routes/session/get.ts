import { endpoint } from '../../endpoint.ts';
import { sessionView } from './session-view.ts';

export const getSession = endpoint('getSession', async ({ principal, access }) =>
  sessionView(principal, access),
);
