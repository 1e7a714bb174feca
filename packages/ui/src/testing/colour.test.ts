import { describe, expect, it } from 'vitest';
import { ciede2000, contrast, hexToRgb } from './colour.ts';

describe('colour', () => {
  it('gives black on white 21:1', () => {
    expect(contrast(hexToRgb('#000000'), hexToRgb('#FFFFFF'))).toBeCloseTo(21, 5);
  });
  it.each([
    ['#14181F', '#FFFFFF', 17.8],
    ['#4B5563', '#FFFFFF', 7.56],
  ])('%s on %s is the documented figure', (front, back, figure) => {
    expect(contrast(hexToRgb(front), hexToRgb(back))).toBeCloseTo(figure, 1);
  });
  it('measures no distance between equal colours and 100 between black and white', () => {
    expect(ciede2000(hexToRgb('#336699'), hexToRgb('#336699'))).toBe(0);
    expect(ciede2000(hexToRgb('#000000'), hexToRgb('#FFFFFF'))).toBeCloseTo(100, 0);
  });
});
