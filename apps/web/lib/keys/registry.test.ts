import { describe, expect, it } from 'vitest';
import { keyName, matchKey, shortcuts, type ShortcutId } from './registry.ts';

const ids = Object.keys(shortcuts) as ShortcutId[];
const idle = { first: null, at: 0 };

describe('shortcut registry', () => {
  it('gives no key two meanings in one place', () => {
    const seen = new Map<string, string>();
    for (const id of ids) {
      const { keys, scope } = shortcuts[id];
      for (const place of scope === 'global' ? ['global', 'list', 'app', 'diff', 'plan'] : [scope]) {
        expect(seen.get(`${place} ${keys}`), `${keys} in ${place}`).toBeUndefined();
        seen.set(`${place} ${keys}`, id);
      }
    }
  });
  it('matches a chord and forgets its first key after a second', () => {
    const first = matchKey({ key: 'g', pending: idle, now: 0, active: ids });
    expect(first.id).toBeNull();
    expect(matchKey({ key: 'h', pending: first.pending, now: 500, active: ids }).id).toBe('goHome');
    expect(matchKey({ key: 'h', pending: first.pending, now: 1500, active: ids }).id).toBeNull();
  });
  it('ignores shortcuts without a handler', () => {
    expect(matchKey({ key: 'y', pending: idle, now: 0, active: ['help'] }).id).toBeNull();
  });
  it('names keys with one word for Ctrl and Command', () => {
    const key = (key: string, modifiers = {}) =>
      keyName({ key, ctrlKey: false, metaKey: false, altKey: false, ...modifiers });
    expect(key('K', { metaKey: true })).toBe('mod+k');
    expect(key('k', { ctrlKey: true })).toBe('mod+k');
    expect(key('Shift')).toBeNull();
    expect(key('?')).toBe('?');
  });
});
