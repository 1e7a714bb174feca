import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DataTable, nextSelection, type Sort } from './data-table.tsx';
import { violations } from './testing/axe.ts';
import { layOut } from './testing/layout.ts';

type Row = { id: string; name: string };
const many = Array.from({ length: 500 }, (_, index): Row => ({ id: `r${index}`, name: `app-${index}` }));

function Example({
  rows = many,
  onOpen = () => undefined,
  onSort,
}: {
  rows?: Row[];
  onOpen?: (row: Row) => void;
  onSort?: (sort: Sort) => void;
}) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  return (
    <>
      <output>{[...selected].join(' ')}</output>
      <DataTable
        label="Applications"
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          { id: 'name', header: 'Name', width: '1fr', isSortable: true, render: (row) => row.name },
          { id: 'id', header: 'Id', width: '80px', render: (row) => row.id },
        ]}
        sort={{ column: 'name', direction: 'ascending' }}
        onSort={onSort ?? (() => undefined)}
        selection={{
          selected,
          onChange: setSelected,
          selectAllLabel: 'Select all',
          selectRowLabel: (row) => `Select ${row.name}`,
        }}
        onOpen={onOpen}
        card={(row) => row.name}
      />
    </>
  );
}

const focused = () => document.activeElement?.getAttribute('data-key');
const press = (key: string, modifiers = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...modifiers });
const selected = () => screen.getByRole('status').textContent;

let restore: () => void;
beforeEach(() => {
  restore = layOut();
});
afterEach(() => {
  cleanup();
  restore();
});

describe('DataTable', () => {
  it('renders only the rows near the viewport', () => {
    render(<Example />);
    expect(screen.getAllByRole('row').length).toBeLessThan(60);
    expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('501');
  });
  it('holds as many nodes for 5,000 rows as for 500', () => {
    const nodes = (count: number) => {
      const rows = Array.from(
        { length: count },
        (_, index): Row => ({ id: `r${index}`, name: `app-${index}` }),
      );
      const { container, unmount } = render(<Example rows={rows} />);
      const found = container.querySelectorAll('*').length;
      unmount();
      return found;
    };
    const few = nodes(500);
    expect(few).toBeGreaterThan(100);
    expect(nodes(5000)).toBe(few);
  });
  it('moves with j, k and arrows, opens with Enter', () => {
    const onOpen = vi.fn();
    render(<Example onOpen={onOpen} />);
    act(() => screen.getAllByRole('row')[1]?.focus());
    press('j');
    press('ArrowDown');
    press('k');
    expect(focused()).toBe('r1');
    press('Enter');
    expect(onOpen).toHaveBeenCalledWith(many[1]);
  });
  it('begins with j or k wherever on the page nothing else takes the letter', () => {
    render(
      <>
        <h1 tabIndex={-1}>Applications</h1>
        <button type="button">New</button>
        <Example />
      </>,
    );
    act(() => screen.getByRole('button', { name: 'New' }).focus());
    press('j');
    expect(focused()).toBeNull();
    act(() => screen.getByRole('heading').focus());
    press('j', { ctrlKey: true });
    expect(focused()).toBeNull();
    press('j');
    expect(focused()).toBe('r0');
    press('j');
    expect(focused()).toBe('r1');
    act(() => screen.getByRole('heading').focus());
    press('k');
    expect(focused(), 'the row that was left').toBe('r1');
  });
  it('selects with x, extends with Shift and arrows, clears with Escape', () => {
    render(<Example />);
    act(() => screen.getAllByRole('row')[1]?.focus());
    press('x');
    expect(selected()).toBe('r0');
    press('ArrowDown', { shiftKey: true });
    expect(selected()).toBe('r0 r1');
    press('Escape');
    expect(selected()).toBe('');
  });
  it('asks for the other direction when a sorted head is pressed', () => {
    const onSort = vi.fn();
    render(<Example onSort={onSort} />);
    const head = screen.getByRole('columnheader', { name: 'Name' });
    expect(head.getAttribute('aria-sort')).toBe('ascending');
    fireEvent.click(within(head).getByRole('button'));
    expect(onSort).toHaveBeenCalledWith({ column: 'name', direction: 'descending' });
  });
  it('keeps one tab stop for the rows and has no accessibility violation', async () => {
    render(<Example rows={many.slice(0, 5)} />);
    expect(document.querySelectorAll('[role=row][tabindex="0"]')).toHaveLength(1);
    expect(await violations(document.body)).toEqual([]);
  });
});

describe('nextSelection', () => {
  const keys = ['a', 'b', 'c', 'd'];
  it.each([
    [{ selected: [], key: 'b', anchor: null }, ['b']],
    [{ selected: ['b'], key: 'b', anchor: null }, []],
    [{ selected: ['a'], key: 'c', anchor: 'a' }, ['a', 'b', 'c']],
    [{ selected: ['d'], key: 'b', anchor: 'd' }, ['d', 'b', 'c']],
    [{ selected: [], key: 'b', anchor: 'gone' }, ['b']],
  ])('%o', ({ selected, key, anchor }, expected) => {
    expect([...nextSelection({ keys, selected: new Set(selected), key, anchor })]).toEqual(expected);
  });
});
