import { describe, expect, it } from 'vitest';
import { addView, parseViews } from './saved-views.ts';

describe('saved views (C2)', () => {
  it('survive a round through storage and nothing else does', () => {
    const views = [{ name: 'Broken', search: 'health=Degraded' }];
    expect(parseViews(JSON.stringify(views))).toEqual(views);
    for (const text of [null, '', 'null', '{}', '[1, {"name": "x"}]']) expect(parseViews(text)).toEqual([]);
  });
  it('are replaced in their place by one of the same name', () => {
    const views = [
      { name: 'a', search: 'x' },
      { name: 'b', search: 'y' },
    ];
    expect(addView(views, { name: 'a', search: 'z' })).toEqual([{ name: 'a', search: 'z' }, views[1]]);
    expect(addView(views, { name: 'c', search: '' }).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });
});
