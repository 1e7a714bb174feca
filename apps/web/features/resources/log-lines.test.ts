import { expect, it } from 'vitest';
import { toLogLine } from './log-lines.ts';

const raw = { pod: 'shop-mdch4f2hj-w4z9m', container: 'web', time: '', text: 'WARN slow' };
const options = { hasSource: true, formatTime: (iso: string) => iso };

it.each([
  ['the end of the Pod and the container', raw, 'h4f2hj-w4z9m/web'],
  ['the Pod alone where there is one container', { ...raw, container: '' }, 'h4f2hj-w4z9m'],
])('names %s', (_, line, source) => {
  expect(toLogLine(line, 0, options).source).toBe(source);
});

it('takes the level out of the text, beside which it stands', () => {
  expect(toLogLine(raw, 0, options)).toMatchObject({ level: 'warn', text: 'slow', time: undefined });
});
