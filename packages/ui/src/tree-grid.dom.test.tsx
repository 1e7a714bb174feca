import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { layOut } from './testing/layout.ts';
import { violations } from './testing/axe.ts';
import { TreeGrid, TreeLabel, type TreeNode } from './tree-grid.tsx';

const node = (label: string, children: TreeNode<string>[] = []): TreeNode<string> => ({
  id: label,
  label,
  data: 'Healthy',
  children,
});
const roots = [
  node('app', [node('web', [node('pod-1'), node('pod-2')]), node('cache', [node('pvc')]), node('service')]),
];

function Example({
  onOpen = () => undefined,
  initial = ['app'],
}: {
  onOpen?: (id: string) => void;
  initial?: string[];
}) {
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set(initial));
  return (
    <TreeGrid
      label="Resources"
      roots={roots}
      header="Resource"
      renderLabel={(row) => <TreeLabel kind="Kind" name={row.node.label} />}
      columns={[{ id: 'health', header: 'Health', width: '100px', render: (row) => row.node.data }]}
      expanded={expanded}
      onExpandedChange={setExpanded}
      onOpen={(row) => onOpen(row.node.id)}
      expandLabel="Expand"
      collapseLabel="Collapse"
    />
  );
}

const focused = () => document.activeElement?.getAttribute('data-key');
const rows = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.getAttribute('data-key'));
const press = (...keys: string[]) =>
  keys.forEach((key) => fireEvent.keyDown(document.activeElement ?? document.body, { key }));

let restore: () => void;
beforeEach(() => {
  restore = layOut();
});
afterEach(() => {
  cleanup();
  restore();
});

describe('TreeGrid keys (C4, checklist 25)', () => {
  const start = (props = {}) => {
    render(<Example {...props} />);
    act(() => screen.getAllByRole('row')[1]?.focus());
  };
  it('expands with Right, enters with Right again, collapses with Left, goes to the parent with Left', () => {
    start({ initial: [] });
    expect(rows()).toEqual(['app']);
    press('ArrowRight');
    expect(rows()).toEqual(['app', 'web', 'cache', 'service']);
    press('ArrowRight');
    expect(focused()).toBe('web');
    press('ArrowLeft');
    expect(focused()).toBe('app');
    press('ArrowLeft');
    expect(rows()).toEqual(['app']);
  });
  it('moves with arrows, j and k, Home and End', () => {
    start();
    press('ArrowDown', 'j');
    expect(focused()).toBe('cache');
    press('k');
    expect(focused()).toBe('web');
    press('End');
    expect(focused()).toBe('service');
    press('Home');
    expect(focused()).toBe('app');
  });
  it('expands all siblings with *', () => {
    start();
    press('ArrowDown', '*');
    expect(rows()).toEqual(['app', 'web', 'pod-1', 'pod-2', 'cache', 'pvc', 'service']);
  });
  it('finds by typing, and leaves reserved letters to the page', () => {
    start();
    press('s');
    expect(focused()).toBe('service');
    const onKey = vi.fn();
    window.addEventListener('keydown', onKey);
    press('w');
    window.removeEventListener('keydown', onKey);
    // "w" right after "s" continues the typed text; nothing matches "sw", so the focus stays.
    expect(focused()).toBe('service');
    expect(onKey).not.toHaveBeenCalled();
  });
  it('opens with Enter', () => {
    const onOpen = vi.fn();
    start({ onOpen });
    press('ArrowDown', 'Enter');
    expect(onOpen).toHaveBeenCalledWith('web');
  });
  it('tells level, place and state of each row', () => {
    start();
    const web = screen.getAllByRole('row').find((row) => row.getAttribute('data-key') === 'web');
    expect(web?.getAttribute('aria-level')).toBe('2');
    expect(web?.getAttribute('aria-posinset')).toBe('1');
    expect(web?.getAttribute('aria-setsize')).toBe('3');
    expect(web?.getAttribute('aria-expanded')).toBe('false');
  });
  it('is one tab stop and accessible', async () => {
    start();
    expect(document.querySelectorAll('[role=row][tabindex="0"]')).toHaveLength(1);
    expect(await violations(document.body)).toEqual([]);
  });
});
