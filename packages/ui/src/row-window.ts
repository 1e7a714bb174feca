'use client';
import { useWindowVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { useLayoutEffect, useState } from 'react';

export type RowWindow = {
  /** Put on the element whose children are the rows; it gets the full height. */
  container: (node: HTMLElement | null) => void;
  rows: VirtualItem[];
  totalSize: number;
  /** Distance of a row from the container's top edge, in pixels. */
  offset: (row: VirtualItem) => number;
  measure: (node: Element | null) => void;
  scrollTo: (index: number) => void;
};

/** Renders only the rows near the viewport of a list that scrolls with the page. Heights are measured. */
export function useRowWindow(options: {
  count: number;
  estimate: number;
  getKey: (index: number) => string;
  overscan?: number;
}): RowWindow {
  const { count, estimate, getKey, overscan = 12 } = options;
  const [margin, setMargin] = useState(0);
  const [element, setElement] = useState<HTMLElement | null>(null);
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => estimate,
    getItemKey: getKey,
    overscan,
    scrollMargin: margin,
    scrollPaddingStart: 96,
    scrollPaddingEnd: 96,
  });
  // The list moves when notices above it come and go: its distance from the document's top is read again whenever the page's height changes.
  useLayoutEffect(() => {
    if (!element) return;
    const read = () => {
      const top = Math.round(element.getBoundingClientRect().top + window.scrollY);
      setMargin((known) => (Math.abs(known - top) > 1 ? top : known));
    };
    read();
    if (typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(read);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element]);
  return {
    container: setElement,
    rows: virtualizer.getVirtualItems(),
    totalSize: virtualizer.getTotalSize(),
    offset: (row) => row.start - margin,
    measure: virtualizer.measureElement,
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  };
}
