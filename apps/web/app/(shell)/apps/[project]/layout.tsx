import type { ReactNode } from 'react';
import { MessagesOf } from '../../../../lib/i18n/messages-of.tsx';

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <MessagesOf
      features={['application', 'resources', 'graph', 'changes', 'history', 'operation', 'activity']}
    >
      {children}
    </MessagesOf>
  );
}
