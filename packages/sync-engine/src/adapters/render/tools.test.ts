import { expect, it } from 'vitest';
import { gitShortcoming } from './tools.ts';

it.each([
  ['2.39.5', ''],
  ['3.0.1', ''],
  ['2.36.1', 'resolves host names again'],
  ['2.25.1', 'cannot be read'],
])('git %s: %s', (version, text) => expect(gitShortcoming(version)).toContain(text));
