'use client';
import { createContext, use, type ReactNode } from 'react';
import type { SessionInfo } from './session-state.ts';

const SessionContext = createContext<SessionInfo | null>(null);

/** Gives the signed-in user to the pages below. */
export function SessionProvider({ session, children }: { session: SessionInfo; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** Who is signed in, with the permissions that hold everywhere. */
export function useSession(): SessionInfo {
  const session = use(SessionContext);
  if (!session) throw new Error('useSession needs the shell');
  return session;
}

/** Whether a permission `<resource>:<action>` holds everywhere; objects carry their own `can`. */
export function hasPermission(session: SessionInfo, permission: string): boolean {
  const [resource] = permission.split(':');
  return session.permissions.some(
    (held) => held === permission || held === '*:*' || held === '*' || held === `${resource}:*`,
  );
}
