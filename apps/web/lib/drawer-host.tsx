'use client';
import { createContext, use, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

const HostContext = createContext<HTMLElement | null>(null);

/** A page with room for a drawer at its side; `DrawerSlot` below puts one there. */
export function DrawerHost({ children }: { children: ReactNode }) {
  const [host, setHost] = useState<HTMLElement | null>(null);
  return (
    <HostContext value={host}>
      <div className="flex min-w-0 flex-1 items-stretch">
        <div className="flex min-w-0 flex-1 flex-col">{children}</div>
        <div ref={setHost} className="contents" />
      </div>
    </HostContext>
  );
}

/** Renders its children beside the page, wherever it stands in it. */
export function DrawerSlot({ children }: { children: ReactNode }) {
  const host = use(HostContext);
  return host ? createPortal(children, host) : null;
}
