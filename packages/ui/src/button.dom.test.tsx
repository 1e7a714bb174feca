import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Button, ButtonLink, IconButton } from './button.tsx';
import { violations } from './testing/axe.ts';

afterEach(cleanup);

describe('Button', () => {
  it('says why it cannot be used, stays focusable and ignores clicks (C0 Permissions)', () => {
    const onClick = vi.fn();
    render(
      <Button disabledReason="Waits for your tick on Prune" onClick={onClick}>
        Apply
      </Button>,
    );
    const button = screen.getByRole('button', { name: 'Apply' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect(button.hasAttribute('disabled')).toBe(false);
    expect(document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
      'Waits for your tick on Prune',
    );
    button.focus();
    expect(document.activeElement).toBe(button);
    fireEvent.click(button);
    expect(onClick).not.toHaveBeenCalled();
  });
  it('does not submit a form while it is disabled', () => {
    const onSubmit = vi.fn((event: React.FormEvent) => event.preventDefault());
    render(
      <form onSubmit={onSubmit}>
        <Button type="submit" disabledReason="not yet">
          Save
        </Button>
      </form>,
    );
    fireEvent.click(screen.getByRole('button'));
    expect(onSubmit).not.toHaveBeenCalled();
  });
  it('ignores a second click while busy', () => {
    const onClick = vi.fn();
    render(
      <Button isBusy onClick={onClick}>
        Apply
      </Button>,
    );
    fireEvent.click(screen.getByRole('button'));
    expect(onClick).not.toHaveBeenCalled();
  });
  it.each([
    ['primary', 1],
    ['danger', 1],
    ['default', 2],
  ] as const)('takes a double click on a %s one for %i', (variant, times) => {
    const onClick = vi.fn();
    render(
      <Button variant={variant} onClick={onClick}>
        Go
      </Button>,
    );
    for (const detail of [1, 2]) fireEvent.click(screen.getByRole('button'), { detail });
    expect(onClick).toHaveBeenCalledTimes(times);
  });
  it('is accessible in every form', async () => {
    const { container } = render(
      <>
        <Button variant="primary">Apply</Button>
        <Button disabledReason="no" reasonPlacement="below">
          Later
        </Button>
        <IconButton icon="x" label="Close" />
        <IconButton icon="trash" label="Delete" disabledReason="needs applications:delete" />
        <ButtonLink href="/x">Open</ButtonLink>
      </>,
    );
    expect(await violations(container)).toEqual([]);
  });
});
