'use client';
import type { Menu as MenuType, MenuProps } from '@bowline/ui/menu';
import { cloneElement, lazy, Suspense, useState, type ReactElement } from 'react';

const Menu: typeof MenuType = lazy(async () => ({
  default: (await import('@bowline/ui/menu')).Menu,
})) as unknown as typeof MenuType; // lazy keeps the props

/** A menu whose code arrives after the page: until then its button stands there alone, and a press on it is remembered. */
export function LazyMenu({
  trigger,
  ...props
}: MenuProps & { trigger: ReactElement<{ onClick?: () => void }> }) {
  const [isOpen, setIsOpen] = useState(false);
  const menu = { isOpen, onOpenChange: setIsOpen, ...props };
  return (
    <Suspense fallback={cloneElement(trigger, { onClick: () => menu.onOpenChange(true) })}>
      <Menu trigger={trigger} {...menu} />
    </Suspense>
  );
}
