'use client';
import { useMemo, useState } from 'react';
import type { Outline } from './tree.ts';

/** The row of the Application itself. */
export const rootId = 'application';
export type Expansion = {
  expanded: ReadonlySet<string>;
  onExpandedChange: (expanded: ReadonlySet<string>) => void;
};

/** What is unfolded: what leads to something asked for, and what people folded themselves. Outline and graph share it. */
export function useExpansion(outline: Outline): Expansion {
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const expanded = useMemo(() => {
    const open = new Set([rootId, ...outline.openByDefault]);
    for (const [id, isOpen] of toggled) {
      if (isOpen) open.add(id);
      else open.delete(id);
    }
    return open;
  }, [outline.openByDefault, toggled]);
  const onExpandedChange = (next: ReadonlySet<string>) => {
    const map = new Map(toggled);
    for (const id of next) if (!expanded.has(id)) map.set(id, true);
    for (const id of expanded) if (!next.has(id)) map.set(id, false);
    setToggled(map);
  };
  return { expanded, onExpandedChange };
}
