import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clampView,
  detailAt,
  drawnArea,
  firstView,
  fitView,
  overlaps,
  revealArea,
  zoomAt,
} from './tree-graph-view.ts';

const screen = { width: 1000, height: 600 };
const area = fc.record({
  x: fc.integer({ min: 0, max: 4000 }),
  y: fc.integer({ min: 0, max: 90_000 }),
  width: fc.constant(232),
  height: fc.constant(52),
});
const view = fc.record({
  x: fc.integer({ min: -5000, max: 5000 }),
  y: fc.integer({ min: -9000, max: 9000 }),
  k: fc.double({ min: 0.08, max: 2, noNaN: true }),
});

describe('view of the graph (C5)', () => {
  it.each([
    [1, 'card'],
    [0.71, 'card'],
    [0.7, 'name'],
    [0.3, 'name'],
    [0.29, 'block'],
  ])('at %d it draws a %s', (k, detail) => expect(detailAt(k)).toBe(detail));
  it('keeps the point under the pointer when zooming', () => {
    fc.assert(
      fc.property(view, fc.constantFrom(0.8, 1.25), (from, factor) => {
        const point = { x: 300, y: 200 };
        const to = zoomAt(from, factor, point);
        expect((point.x - to.x) / to.k).toBeCloseTo((point.x - from.x) / from.k, 3);
      }),
    );
  });
  it('fits the drawing into the screen, and never enlarges it', () => {
    expect(fitView({ width: 500, height: 300 }, screen)).toEqual({ k: 1, x: 250, y: 150 });
    const wide = fitView({ width: 1904, height: 100 }, screen);
    expect(wide.k).toBe(0.5);
    expect(wide.x).toBe(24);
  });
  it('starts readable where the whole would not be', () => {
    const focus = { x: 576, y: 50_000, width: 232, height: 52 };
    const start = firstView({ width: 1200, height: 100_000 }, screen, focus);
    expect(start.k).toBe(0.75);
    expect(overlaps(drawnArea(start, screen), focus)).toBe(true);
  });
  it('brings an area onto the screen and then moves no more', () => {
    fc.assert(
      fc.property(view, area, (from, box) => {
        const to = revealArea(from, box, screen);
        expect(box.y * to.k + to.y).toBeGreaterThan(0);
        expect(box.x * to.k + to.x).toBeGreaterThan(0);
        const again = revealArea(to, box, screen);
        expect(again.x).toBeCloseTo(to.x, 6);
        expect(again.y).toBeCloseTo(to.y, 6);
      }),
    );
  });
  it('draws at least the screen, in tiles that small moves do not change', () => {
    fc.assert(
      fc.property(view, (at) => {
        const drawn = drawnArea(at, screen);
        expect(drawn.x * at.k + at.x).toBeLessThanOrEqual(0.001);
        expect((drawn.x + drawn.width) * at.k + at.x).toBeGreaterThanOrEqual(screen.width - 0.001);
      }),
    );
    expect(drawnArea({ x: -610, y: -10, k: 1 }, screen)).toEqual(
      drawnArea({ x: -640, y: -40, k: 1 }, screen),
    );
  });
  it('cannot be lost', () => {
    const lost = clampView({ x: -99_999, y: 99_999, k: 1 }, { width: 500, height: 300 }, screen);
    expect(lost).toEqual({ x: -420, y: 520, k: 1 });
  });
});
