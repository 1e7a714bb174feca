'use client';
import type { Menu as MenuType, MenuProps } from '@bowline/ui/menu';
import { lazy, Suspense } from 'react';

const Menu: typeof MenuType = lazy(async () => ({
  default: (await import('@bowline/ui/menu')).Menu,
})) as unknown as typeof MenuType; // lazy keeps the props

/** A menu whose code arrives after the page: until then its button stands there alone. */
export function LazyMenu(props: MenuProps) {
  return (
    <Suspense fallback={props.trigger}>
      <Menu {...props} />
    </Suspense>
  );
}
