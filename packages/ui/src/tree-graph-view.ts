/** Screen position of the drawing's origin in pixels, and its scale. */
export type View = { x: number; y: number; k: number };
export type Size = { width: number; height: number };
export type Area = Size & { x: number; y: number };

export const scaleMin = 0.08;
export const scaleMax = 2;
const margin = 24;
const tile = 600;

/** How much a card says at a scale (semantic zoom): everything, shape and name, or a block with letters. */
export function detailAt(k: number): 'card' | 'name' | 'block' {
  return k > 0.7 ? 'card' : k >= 0.3 ? 'name' : 'block';
}

/** Zooms around a point of the screen, which stays where it is. */
export function zoomAt(view: View, factor: number, point: { x: number; y: number }): View {
  const k = Math.min(scaleMax, Math.max(scaleMin, view.k * factor));
  const ratio = k / view.k;
  return { k, x: point.x - (point.x - view.x) * ratio, y: point.y - (point.y - view.y) * ratio };
}

/** The whole drawing, centred; never larger than life and never smaller than the smallest scale. */
export function fitView(drawing: Size, screen: Size): View {
  const room = Math.min(
    (screen.width - 2 * margin) / Math.max(1, drawing.width),
    (screen.height - 2 * margin) / Math.max(1, drawing.height),
  );
  const k = Math.min(1, Math.max(scaleMin, room));
  return {
    k,
    x: Math.max(margin, (screen.width - drawing.width * k) / 2),
    y: Math.max(margin, (screen.height - drawing.height * k) / 2),
  };
}

/** The whole drawing where its names stay readable, else 100 % at what is looked at. */
export function firstView(drawing: Size, screen: Size, focus: Area): View {
  const whole = fitView(drawing, screen);
  return whole.k >= 0.5 ? whole : revealArea(centre({ ...whole, k: 0.75 }, focus, screen), focus, screen);
}

/** Puts an area into the middle of the screen. */
export function centre(view: View, area: Area, screen: Size): View {
  return {
    k: view.k,
    x: screen.width / 2 - (area.x + area.width / 2) * view.k,
    y: screen.height / 2 - (area.y + area.height / 2) * view.k,
  };
}

/** Moves the drawing no further than needed to show an area. */
export function revealArea(view: View, area: Area, screen: Size): View {
  return {
    k: view.k,
    x: reveal(view.x, area.x * view.k, area.width * view.k, screen.width),
    y: reveal(view.y, area.y * view.k, area.height * view.k, screen.height),
  };
}

function reveal(offset: number, start: number, length: number, room: number): number {
  const from = offset + start;
  if (from < margin) return margin - start;
  if (from + length > room - margin) return Math.max(margin, room - margin - length) - start;
  return offset;
}

/** Keeps a corner of the drawing on the screen, so that nobody gets lost. */
export function clampView(view: View, drawing: Size, screen: Size): View {
  const keep = 80;
  const limit = (offset: number, length: number, room: number) =>
    Math.min(room - keep, Math.max(keep - length * view.k, offset));
  return {
    k: view.k,
    x: limit(view.x, drawing.width, screen.width),
    y: limit(view.y, drawing.height, screen.height),
  };
}

/** The part of the drawing to keep in the document: the screen in whole tiles, so that small moves change nothing. */
export function drawnArea(view: View, screen: Size): Area {
  const step = tile / view.k;
  const from = (offset: number) => Math.floor(-offset / view.k / step) * step;
  const to = (offset: number, room: number) => Math.ceil((room - offset) / view.k / step) * step;
  const [x, y] = [from(view.x), from(view.y)];
  return { x, y, width: to(view.x, screen.width) - x, height: to(view.y, screen.height) - y };
}

/** Whether two areas touch. */
export function overlaps(a: Area, b: Area): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}
