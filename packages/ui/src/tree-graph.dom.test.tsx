import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { violations } from './testing/axe.ts';
import { TreeGraph, type GraphCard } from './tree-graph.tsx';
import type { TreeNode } from './tree-grid-rows.ts';

afterEach(cleanup);

const node = (id: string, children: TreeNode<string>[] = []): TreeNode<string> => ({
  id,
  label: id,
  data: 'Deployment',
  children,
});
// Given out of order: the graph orders siblings itself.
const roots = [node('app', [node('web', [node('pod-2'), node('pod-1')]), node('cache'), node('broken')])];
const describeNode = ({ id, data }: TreeNode<string>): GraphCard => ({
  kind: data,
  name: id,
  wave: id === 'cache' ? -1 : 0,
  health: id === 'broken' ? 'Degraded' : 'Healthy',
  healthLabel: id === 'broken' ? 'Degraded' : 'Healthy',
  sync: id === 'web' ? 'Drift' : 'Synced',
  syncLabel: id === 'web' ? 'Drift' : 'Synced',
});
const labels = {
  help: 'Arrow keys walk.',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Show all',
  actualSize: 'Actual size',
  left: 'Move left',
  right: 'Move right',
  up: 'Move up',
  down: 'Move down',
};

function Example({
  onOpen,
  selectedId = null,
  tree = roots,
}: {
  onOpen?: (id: string) => void;
  selectedId?: string | null;
  tree?: TreeNode<string>[];
}) {
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set(['app', 'web']));
  return (
    <TreeGraph
      label="Resources"
      roots={tree}
      describe={describeNode}
      expanded={expanded}
      onExpandedChange={setExpanded}
      selectedId={selectedId}
      onOpen={({ id }) => onOpen?.(id)}
      labels={labels}
    />
  );
}

const tree = () => screen.getByRole('tree');
const active = () =>
  document.getElementById(tree().getAttribute('aria-activedescendant') ?? '')?.dataset.node;
const press = (...keys: string[]) => keys.forEach((key) => fireEvent.keyDown(tree(), { key }));
const scale = () => screen.getByTitle('Actual size').textContent;

describe('TreeGraph (C5)', () => {
  it('is one tab stop whose items say kind, name and states', async () => {
    const { container } = render(<Example />);
    expect(container.querySelectorAll('[role=tree][tabindex="0"]')).toHaveLength(1);
    expect(container.querySelectorAll('[role=treeitem][tabindex]')).toHaveLength(0);
    expect(screen.getByRole('treeitem', { name: 'Deployment, web, Healthy, Drift' })).toBeTruthy();
    expect(screen.getByRole('treeitem', { name: /broken, Degraded/ })).toBeTruthy();
    expect(await violations(container)).toEqual([]);
  });
  it('walks with the arrows in the order of wave, kind and name', () => {
    render(<Example />);
    expect(active()).toBe('app');
    press('ArrowRight');
    expect(active()).toBe('cache');
    press('ArrowDown', 'ArrowDown');
    expect(active()).toBe('web');
    press('ArrowRight');
    expect(active()).toBe('pod-1');
    press('ArrowDown', 'ArrowDown');
    expect(active()).toBe('pod-2');
    press('ArrowLeft', 'ArrowUp');
    expect(active()).toBe('broken');
    press('Home');
    expect(active()).toBe('app');
  });
  it('folds with Space, unfolds with the right arrow, opens with Enter and click', () => {
    const onOpen = vi.fn();
    render(<Example onOpen={onOpen} selectedId="web" />);
    expect(active()).toBe('web');
    press(' ');
    expect(screen.queryByRole('treeitem', { name: /pod-1/ })).toBeNull();
    expect(screen.getByRole('treeitem', { name: /web/ }).getAttribute('aria-expanded')).toBe('false');
    press('ArrowRight');
    expect(active()).toBe('web');
    expect(screen.getByRole('treeitem', { name: /pod-1/ })).toBeTruthy();
    press('Enter');
    fireEvent.click(screen.getByRole('treeitem', { name: /pod-1/ }));
    expect(onOpen.mock.calls).toEqual([['web'], ['pod-1']]);
  });
  it('follows the selection of the address', () => {
    const { rerender } = render(<Example selectedId="web" />);
    rerender(<Example selectedId="pod-2" />);
    expect(active()).toBe('pod-2');
    expect(screen.getByRole('treeitem', { name: /pod-2/ }).getAttribute('aria-selected')).toBe('true');
  });
  it('zooms and moves by key and by button', () => {
    render(<Example />);
    const drawing = tree().firstElementChild as HTMLElement; // the canvas holds the drawing alone
    const first = drawing.style.transform;
    expect(scale()).toBe('100 %');
    press('+');
    expect(scale()).toBe('125 %');
    press('-', '-');
    expect(scale()).toBe('80 %');
    fireEvent.click(screen.getByTitle('Actual size'));
    expect(scale()).toBe('100 %');
    const before = drawing.style.transform;
    fireEvent.click(screen.getByRole('button', { name: 'Move left' }));
    expect(drawing.style.transform).not.toBe(before);
    press('f');
    expect(drawing.style.transform).toBe(first);
  });
  it('keeps only what is near the screen in the document', () => {
    const many = [
      node('app', [
        node(
          'web',
          Array.from({ length: 2000 }, (_, i) => node(`pod-${i}`)),
        ),
      ]),
    ];
    const { container } = render(<Example tree={many} />);
    expect(container.querySelectorAll('[role=treeitem]').length).toBeLessThan(60);
    expect(container.querySelectorAll('path').length).toBeLessThan(400);
    expect(active()).toBe('app');
  });
});
