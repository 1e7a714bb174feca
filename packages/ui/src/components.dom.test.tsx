import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { useState, type ReactNode } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Breadcrumb } from './breadcrumb.tsx';
import { Button } from './button.tsx';
import { ProgressSegments, Sparkline, StackedBar } from './charts.tsx';
import { Dialog } from './dialog.tsx';
import { CauseTag, DiffObject } from './diff-view.tsx';
import { EmptyState } from './empty-state.tsx';
import { ErrorPanel } from './error-panel.tsx';
import { Checkbox, Field, Fieldset, Input, Radio, Select, Switch, TextArea } from './field.tsx';
import { KeyValue } from './key-value.tsx';
import { Menu } from './menu.tsx';
import { Notice } from './notice.tsx';
import { PageHeader } from './page-header.tsx';
import { Panel } from './panel.tsx';
import { SplitHandle } from './split-handle.tsx';
import { Delta, HealthBadge, OpMark, SyncBadge } from './status.tsx';
import { Stepper } from './stepper.tsx';
import { SegmentedControl, Tabs } from './tabs.tsx';
import { violations } from './testing/axe.ts';
import { CauseChain, Timeline } from './timeline.tsx';

afterEach(cleanup);

const diffLabels = {
  added: 'added',
  removed: 'removed',
  unchanged: (n: number) => `Show ${n} unchanged`,
  more: (n: number) => `Show ${n} more`,
};

describe('Field', () => {
  it('names the control, describes it with hint and error, and marks it invalid', () => {
    render(
      <Field label="Name" hint="lower case" error="Too long" isRequired>
        <Input />
      </Field>,
    );
    const input = screen.getByRole('textbox', { name: 'Name' });
    const described = (input.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent);
    expect(described).toEqual(['lower case', 'Too long']);
    expect(input.getAttribute('aria-invalid')).toBe('true');
    expect((input as HTMLInputElement).required).toBe(true);
  });
  it('keeps a checkbox that may not be changed and says why', () => {
    const onChange = vi.fn();
    render(
      <Checkbox label="Prune" checked={false} onChange={onChange} disabledReason="Set by the Project" />,
    );
    fireEvent.click(screen.getByRole('checkbox'));
    expect(onChange).not.toHaveBeenCalled();
    expect(screen.getByText('Set by the Project')).toBeDefined();
  });
});

describe('Dialog', () => {
  function Example({ onSubmit, children }: { onSubmit?: () => void; children?: ReactNode }) {
    const [isOpen, setIsOpen] = useState(false);
    return (
      <>
        <Button onClick={() => setIsOpen(true)}>Open</Button>
        <Dialog
          isOpen={isOpen}
          onClose={() => setIsOpen(false)}
          title="Delete checkout-api"
          description="Lists what goes."
          closeLabel="Close"
          onSubmit={onSubmit}
          footer={
            <>
              <Button>Cancel</Button>
              <Button type="submit">Delete</Button>
            </>
          }
        >
          {children}
        </Dialog>
      </>
    );
  }
  it('takes focus, is named, closes with Escape and gives focus back', async () => {
    render(
      <Example>
        <Field label="Known already">
          <Input defaultValue="kim" />
        </Field>
        <Field label="Name">
          <Input />
        </Field>
      </Example>,
    );
    const opener = screen.getByRole('button', { name: 'Open' });
    opener.focus();
    fireEvent.click(opener);
    const dialog = await screen.findByRole('dialog', { name: 'Delete checkout-api' });
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Name')));
    expect(await violations(dialog)).toEqual([]);
    fireEvent.keyDown(document.activeElement ?? dialog, { key: 'Escape' });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(opener));
  });

  it('without a field opens on the button that does nothing', async () => {
    render(<Example />);
    fireEvent.click(screen.getByRole('button', { name: 'Open' }));
    const cancel = await screen.findByRole('button', { name: 'Cancel' });
    await waitFor(() => expect(document.activeElement).toBe(cancel));
  });

  it('opens on the chosen one of a group, and submits once as a form', async () => {
    const onSubmit = vi.fn();
    render(
      <Example onSubmit={onSubmit}>
        <Fieldset legend="How">
          <Radio name="how" label="All" />
          <Radio name="how" label="Some" defaultChecked />
        </Fieldset>
      </Example>,
    );
    fireEvent.click(screen.getByRole('button', { name: 'Open' }));
    const chosen = await screen.findByLabelText('Some');
    await waitFor(() => expect(document.activeElement).toBe(chosen));
    fireEvent.click(screen.getByRole('button', { name: 'Delete' }));
    expect(onSubmit).toHaveBeenCalledOnce();
  });
});

describe('Menu', () => {
  it('keeps an entry that cannot be used and prints the reason', async () => {
    const onSelect = vi.fn();
    render(
      <Menu
        trigger={<Button>More</Button>}
        items={[{ id: 'delete', label: 'Delete', disabledReason: 'needs applications:delete', onSelect }]}
      />,
    );
    fireEvent.click(screen.getByRole('button', { name: 'More' }));
    const item = await screen.findByRole('menuitem', { name: /Delete/ });
    expect(item.textContent).toContain('needs applications:delete');
    fireEvent.click(item);
    expect(onSelect).not.toHaveBeenCalled();
  });
});

describe('DiffObject', () => {
  const object = (mode: 'field' | 'unified' | 'split') => (
    <DiffObject
      id="o1"
      op="change"
      opLabel="changed"
      kind="Deployment"
      name="web"
      consequence="restarts 6 pods"
      isOpen
      onOpenChange={() => undefined}
      toggleLabel="Collapse"
      mode={mode}
      labels={diffLabels}
      hunks={[
        {
          id: 'h1',
          path: 'spec.containers[web].image',
          before: 'web:2.4.1',
          after: 'web:2.4.2',
          cause: <CauseTag kind="pending">git</CauseTag>,
        },
      ]}
      yaml={{ before: 'image: web:2.4.1\n', after: 'image: web:2.4.2\n' }}
    />
  );
  it('says added and removed in words, marks the characters', () => {
    const { container } = render(object('field'));
    expect([...container.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['1', '2']);
    expect(container.textContent).toContain('removed web:2.4.1');
    expect(container.textContent).toContain('added web:2.4.2');
  });
  it.each(['field', 'unified', 'split'] as const)('is accessible in %s mode', async (mode) => {
    const { container } = render(object(mode));
    expect(await violations(container)).toEqual([]);
  });
});

describe('SplitHandle', () => {
  it('resizes by keyboard within its limits', () => {
    const onChange = vi.fn();
    render(<SplitHandle label="Resize" value={400} min={300} max={405} grows="left" onChange={onChange} />);
    const handle = screen.getByRole('separator');
    fireEvent.keyDown(handle, { key: 'ArrowLeft' });
    fireEvent.keyDown(handle, { key: 'ArrowRight' });
    fireEvent.keyDown(handle, { key: 'Home' });
    expect(onChange.mock.calls.map((call: unknown[]) => call[0])).toEqual([405, 384, 300]);
  });
});

it('the small components have no accessibility violation', async () => {
  const { container } = render(
    <main>
      <PageHeader
        breadcrumb={
          <Breadcrumb
            label="Breadcrumb"
            items={[{ label: 'payments', href: '/p' }, { label: 'checkout-api' }]}
          />
        }
        title="checkout-api"
        meta="3 of 12"
      />
      <Notice tone="warn" title="Newer commit." role="status">
        Build a plan for it.
      </Notice>
      <Panel title="Fleet">
        <StackedBar
          label="Applications by health"
          parts={[{ id: 'a', label: 'Degraded', value: 2, tone: 'bad' }]}
        />
        <Sparkline label="Operations per hour" bars={[{ id: '1', value: 3, failed: 1 }]} />
        <ProgressSegments label="2 of 5 steps" total={5} done={2} active={1} />
        <KeyValue items={[{ label: 'Version', value: '1' }]} />
      </Panel>
      <HealthBadge state="Degraded" label="Degraded" detail="9 min" />
      <SyncBadge state="Drift" label="Drift" detail={<Delta change={2} label="2 changed" />} />
      <OpMark kind="prune" label="deleted" />
      <EmptyState title="No application matches" actions={<Button>Clear filters</Button>} />
      <ErrorPanel
        title="The list could not be loaded."
        facts={[{ label: 'Request', value: 'req_1' }]}
        retryLabel="Try again"
        onRetry={() => undefined}
        copyLabel="Copy details"
      />
      <SegmentedControl
        label="View"
        value="a"
        onChange={() => undefined}
        items={[
          { id: 'a', label: 'Table' },
          { id: 'b', label: 'Cards' },
        ]}
      />
      <Tabs
        label="Parts"
        value="a"
        onChange={() => undefined}
        items={[
          { id: 'a', label: 'Summary', content: 'x' },
          { id: 'b', label: 'Diff', content: 'y' },
        ]}
      />
      <Stepper
        label="New application"
        steps={[
          { id: 'a', label: 'Source', state: 'done', onSelect: () => undefined },
          { id: 'b', label: 'Review', state: 'current' },
        ]}
      />
      <Timeline label="Events" items={[{ id: '1', time: '14:02', children: 'applied' }]} />
      <CauseChain label="Causes" items={[{ id: '1', children: 'Release #119' }]} />
      <Fieldset legend="Hold" isBordered>
        <Radio name="hold" label="Until I resume it" />
        <Radio name="hold" label="Until a time" hint="UTC" />
      </Fieldset>
      <Switch label="Self-heal" />
      <Field label="Branch">
        <Select>
          <option>main</option>
        </Select>
      </Field>
      <Field label="Reason" error="Write a reason.">
        <TextArea />
      </Field>
    </main>,
  );
  expect(await violations(container)).toEqual([]);
});
