'use client';
import { useState } from 'react';

const openMax = 20;

/** Which objects of a diff are unfolded. Short diffs start open; of long ones the first twenty. */
export function useOpenObjects(ids: readonly string[]) {
  const [changed, setChanged] = useState<ReadonlyMap<string, boolean>>(new Map());
  const isOpen = (id: string) => changed.get(id) ?? (ids.includes(id) && ids.indexOf(id) < openMax);
  const setOpen = (id: string, open: boolean) => setChanged(new Map([...changed, [id, open]]));
  const toggleAll = () => {
    const open = !ids.some(isOpen);
    setChanged(new Map(ids.map((id) => [id, open])));
  };
  return { isOpen, setOpen, toggleAll };
}
