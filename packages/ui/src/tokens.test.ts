import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ciede2000, contrast, hexToRgb, simulate, type Rgb } from './testing/colour.ts';

const css = readFileSync(new URL('./styles/tokens.css', import.meta.url), 'utf8');
const block = (selector: string) =>
  css.slice(
    css.indexOf(`${selector}{`) + selector.length + 1,
    css.indexOf('\n}', css.indexOf(`${selector}{`)),
  );
const tokensOf = (text: string) =>
  Object.fromEntries(
    [...text.matchAll(/--([\w-]+):(#[0-9A-Fa-f]{6})/g)].map((match) => [match[1], hexToRgb(match[2] ?? '')]),
  );
const light: Record<string, Rgb> = tokensOf(block(':root'));
const dark: Record<string, Rgb> = { ...light, ...tokensOf(block(':root[data-theme=dark]')) };
const themes = [
  ['light', light],
  ['dark', dark],
] as const;

const surfaces = ['bg', 'bg-raised', 'bg-sunken', 'bg-float', 'hover', 'sel'];
const texts = ['fg', 'fg-2', 'fg-3'];
const states = ['ok', 'busy', 'bad', 'warn', 'idle'];

describe.each(themes)('%s tokens', (_, theme) => {
  const ratio = (front: string, back: string) => contrast(theme[front]!, theme[back]!); // every name is checked below

  it('define every colour the tests name', () => {
    for (const name of [...surfaces, ...texts, ...states, 'accent', 'on-accent', 'line-control', 'focus'])
      expect(theme[name], name).toBeDefined();
  });
  it.each([...texts, ...states].flatMap((front) => surfaces.map((back) => [front, back] as const)))(
    '%s on %s reads (4.5:1)',
    (front, back) => {
      expect(ratio(front, back)).toBeGreaterThanOrEqual(4.5);
    },
  );
  it('gives controls and focus 3:1 on every surface', () => {
    for (const back of surfaces) {
      expect(ratio('line-control', back), back).toBeGreaterThanOrEqual(3);
      expect(ratio('focus', back), back).toBeGreaterThanOrEqual(3);
    }
  });
  it.each([
    ['on-accent', 'accent'],
    ['on-accent', 'accent-hover'],
    ['add-fg', 'add-bg'],
    ['add-fg', 'add-mark'],
    ['del-fg', 'del-bg'],
    ['del-fg', 'del-mark'],
    ['chg-fg', 'chg-bg'],
    ['fg', 'bad-bg'],
    ['fg-2', 'bad-bg'],
    ['fg-2', 'warn-bg'],
    ['fg-2', 'ok-bg'],
    ['fg-2', 'busy-bg'],
    ['bad', 'bad-bg'],
    ['warn', 'warn-bg'],
  ])('%s on %s reads (4.5:1)', (front, back) => {
    expect(ratio(front, back)).toBeGreaterThanOrEqual(4.5);
  });
  it.each(['protan', 'deutan', 'tritan'] as const)('keeps states apart in %s vision (CIEDE2000)', (kind) => {
    // idle is told from ok by its dashed shape and may come closer.
    const coloured = states.filter((name) => name !== 'idle');
    const pairs = coloured.flatMap((a, index) => coloured.slice(index + 1).map((b) => [a, b] as const));
    const distances = pairs.map(([a, b]) => ({
      pair: `${a}/${b}`,
      distance: ciede2000(simulate(theme[a]!, kind), simulate(theme[b]!, kind)),
    })); // named above
    for (const { pair, distance } of distances) expect(distance, pair).toBeGreaterThanOrEqual(11);
  });
});
