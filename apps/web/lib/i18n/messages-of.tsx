import type { ReactNode } from 'react';
import { getPreferences } from '../preferences/server.ts';
import { AddMessages } from './add-messages.tsx';
import { compiledMessages, type MessageName } from './compiled.ts';

/**
 * Sends the messages of these features to the browser, in addition to those of the layouts above. A layout is better than a
 * page: its messages travel once. `route-messages.test.ts` says which are missing.
 */
export async function MessagesOf({
  features,
  children,
}: {
  features: readonly MessageName[];
  children: ReactNode;
}) {
  const { locale } = await getPreferences();
  return <AddMessages messages={compiledMessages(locale, features)}>{children}</AddMessages>;
}
