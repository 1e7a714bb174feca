'use client';
import { useEffect, useRef } from 'react';

/** What counts as the same page: an Application keeps its heading while its tabs and panels change. */
const placeOf = (pathname: string) => pathname.split('/').slice(0, 4).join('/');

/**
 * After navigating, a screen reader hears the new page's heading and Tab goes on from there; the first load keeps the browser's
 * own focus. A page that still loads has no heading to focus: until it has, the focus waits on `main`, unless a person moves it.
 */
export function useFocusOnNavigation(pathname: string) {
  const known = useRef(placeOf(pathname));
  useEffect(() => {
    const place = placeOf(pathname);
    if (known.current === place) return;
    known.current = place;
    const main = document.querySelector<HTMLElement>('main');
    if (main === null || focusHeading(main)) return;
    main.focus({ preventScroll: true });
    const observer = new MutationObserver(() => {
      const hasMoved = document.activeElement !== main && document.activeElement !== document.body;
      if (hasMoved || focusHeading(main)) observer.disconnect();
    });
    observer.observe(main, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [pathname]);
}

function focusHeading(main: HTMLElement): boolean {
  const heading = main.querySelector<HTMLElement>('h1[tabindex]');
  heading?.focus({ preventScroll: true });
  return heading !== null;
}
