'use client';
import { useEffect, useMemo, useState } from 'react';
import { keepOrder } from '../../lib/stable-order.ts';
import type { AppRow } from './use-app-list.ts';

/**
 * Rows in the order they are shown: as the server sends them while nobody is working with the list, else in place until applied.
 * `scope` names filter and sort: another scope starts afresh.
 */
export function useShownRows(rows: readonly AppRow[], scope: string, isSelecting: boolean) {
  const [held, setHeld] = useState({ scope, order: '' });
  const isBusy = useIsPointing() || isSelecting;
  const known = held.scope === scope ? held.order : '';
  const result = useMemo(
    () => keepOrder(known.split(' ').filter(Boolean), rows, (row) => row.uid),
    [known, rows],
  );
  const serverOrder = orderOf(rows);
  const isHolding = isBusy && known !== '';
  const order = isHolding ? orderOf(result.rows) : serverOrder;
  // Adjusting state while rendering: the new order is shown in the same pass, without a flash of the old one.
  if (held.scope !== scope || held.order !== order) setHeld({ scope, order });
  return {
    rows: result.rows,
    moved: isHolding ? result.moved : 0,
    apply: () => setHeld({ scope, order: serverOrder }),
  };
}

function orderOf(rows: readonly AppRow[]) {
  return rows.map((row) => row.uid).join(' ');
}

/** True while the pointer or the focus is inside the list. */
function useIsPointing() {
  const [isPointing, setIsPointing] = useState(false);
  useEffect(() => {
    const update = (event: Event) =>
      setIsPointing(event.target instanceof Element && event.target.closest('[role=grid]') !== null);
    document.addEventListener('pointerover', update);
    document.addEventListener('focusin', update);
    return () => {
      document.removeEventListener('pointerover', update);
      document.removeEventListener('focusin', update);
    };
  }, []);
  return isPointing;
}
