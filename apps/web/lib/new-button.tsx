'use client';
import { Button, ButtonLink } from '@bowline/ui/button';
import type { ReactNode } from 'react';
import { useRefused } from './session/use-refused.ts';

/** Leads to where one more is made; whoever lacks the permission is told which. */
export function NewButton(props: { href: string; permission: string; children: ReactNode }) {
  const { href, permission, children } = props;
  const refused = useRefused()(permission);
  if (refused !== null)
    return (
      <Button icon="plus" disabledReason={refused}>
        {children}
      </Button>
    );
  return (
    <ButtonLink href={href} icon="plus">
      {children}
    </ButtonLink>
  );
}
