'use client';
import { Breadcrumb } from '@bowline/ui/breadcrumb';
import { PageHeader } from '@bowline/ui/page-header';
import type { QueryKey } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { DeleteButton } from './delete-dialog.tsx';
import { type Registered, useLocked } from './use-locked.ts';

type RegistryHeaderProps = {
  kind: 'cluster' | 'repo' | 'project';
  object: Registered;
  /** Page and query of all of its kind, where the reader goes once it is deleted. */
  list: { href: string; keys: QueryKey };
  summary: ReactNode;
  actions?: ReactNode;
  onDelete: () => Promise<unknown>;
};

/** Name, state and removal of a registered object; one that Applications use stays. */
export function RegistryHeader({ kind, object, list, summary, actions, onDelete }: RegistryHeaderProps) {
  const t = useTranslations('registry');
  const tShell = useTranslations('shell');
  const router = useRouter();
  const locked = useLocked(object);
  const { name } = object.metadata;
  const { applications } = object.status;
  const inUse = applications > 0 ? t('deleteInUse', { count: applications }) : null;
  return (
    <PageHeader
      breadcrumb={
        <Breadcrumb
          label={tShell('breadcrumb')}
          items={[{ label: t(`${kind}.title`), href: list.href }, { label: name }]}
        />
      }
      title={name}
      summary={summary}
      actions={
        <>
          {actions}
          <DeleteButton
            name={name}
            text={t(`${kind}.deleteText`)}
            disabledReason={locked('delete') ?? inUse}
            onDelete={onDelete}
            keys={list.keys}
            onDeleted={() => router.push(list.href)}
          />
        </>
      }
    />
  );
}
