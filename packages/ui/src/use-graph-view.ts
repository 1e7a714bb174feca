'use client';
import { useEffect, useRef, useState, type PointerEvent } from 'react';
import { clampView, firstView, zoomAt, type Area, type Size, type View } from './tree-graph-view.ts';

const clickSlack = 4;

/**
 * Where the drawing stands on its canvas, moved by dragging, wheel (with Ctrl: zoom), pinching, and the given functions. `focus`
 * is what a drawing too large to show at once starts with.
 */
export function useGraphView(drawing: Size, focus: Area) {
  const [canvas, setCanvas] = useState<HTMLElement | null>(null);
  const [screen, setScreen] = useState<Size>({ width: 960, height: 560 });
  const [moved, setMoved] = useState<View | null>(null);
  const view = moved ?? firstView(drawing, screen, focus);
  const set = (next: View) => setMoved(clampView(next, drawing, screen));
  const latest = useRef({ view, set });
  useEffect(() => {
    latest.current = { view, set };
  });

  useEffect(() => {
    if (!canvas) return;
    const read = () => {
      const { clientWidth: width, clientHeight: height } = canvas;
      if (width > 0)
        setScreen((known) => (known.width === width && known.height === height ? known : { width, height }));
    };
    read();
    const observer = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(read);
    observer?.observe(canvas);
    // React listens passively: only a listener of our own may keep the page from scrolling.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { view, set } = latest.current;
      const unit = event.deltaMode === 1 ? 16 : 1;
      if (event.ctrlKey || event.metaKey)
        set(zoomAt(view, Math.exp((-event.deltaY * unit) / 300), pointOn(canvas, event)));
      else set({ ...view, x: view.x - event.deltaX * unit, y: view.y - event.deltaY * unit });
    };
    canvas.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      observer?.disconnect();
      canvas.removeEventListener('wheel', onWheel);
    };
  }, [canvas]);

  const drag = useDrag(() => latest.current);
  return {
    view,
    screen,
    canvas: setCanvas,
    set,
    zoom: (factor: number) => set(zoomAt(view, factor, { x: screen.width / 2, y: screen.height / 2 })),
    pan: (dx: number, dy: number) => set({ ...view, x: view.x + dx, y: view.y + dy }),
    ...drag,
  };
}

type Latest = () => { view: View; set: (view: View) => void };

/** Pointer handlers: one finger or the mouse moves, two fingers zoom. A drag swallows the click that ends it. */
function useDrag(latest: Latest) {
  const pointers = useRef(new Map<number, { x: number; y: number }>());
  const hasMoved = useRef(false);
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.pointerType === 'mouse' && event.button !== 0) return;
    pointers.current.set(event.pointerId, pointOn(event.currentTarget, event));
    if (pointers.current.size === 1) hasMoved.current = false;
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const from = pointers.current.get(event.pointerId);
    if (!from) return;
    const to = pointOn(event.currentTarget, event);
    if (!hasMoved.current && Math.hypot(to.x - from.x, to.y - from.y) < clickSlack) return;
    // Captured only now: a click without a drag must reach the card under it.
    if (!hasMoved.current) event.currentTarget.setPointerCapture(event.pointerId);
    hasMoved.current = true;
    pointers.current.set(event.pointerId, to);
    const { view, set } = latest();
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    if (!other) return set({ ...view, x: view.x + to.x - from.x, y: view.y + to.y - from.y });
    const apart = (point: { x: number; y: number }) => Math.hypot(point.x - other.x, point.y - other.y);
    const middle = { x: (to.x + other.x) / 2, y: (to.y + other.y) / 2 };
    set(zoomAt(view, apart(to) / Math.max(1, apart(from)), middle));
  };
  const onPointerEnd = (event: PointerEvent<HTMLElement>) => void pointers.current.delete(event.pointerId);
  return {
    onPointerDown,
    onPointerMove,
    onPointerEnd,
    /** Whether the last press moved the drawing instead of clicking. */
    wasDrag: () => hasMoved.current,
  };
}

function pointOn(element: HTMLElement, event: { clientX: number; clientY: number }) {
  const { left, top } = element.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}
