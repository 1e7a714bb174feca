'use client';
import { Button } from '@bowline/ui/button';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { cannot } from '../../lib/can.ts';
import type { AppRef } from '../../lib/urls.ts';
import { useApp } from '../../lib/use-app.ts';
import { useBuildPlan } from '../../lib/use-build-plan.ts';
import { ActionDialog, type ActionName } from './action-dialog.tsx';
import type { ResourceDetail } from './resource-detail.ts';

const known: readonly ActionName[] = ['restart', 'scale', 'delete-pod', 'run', 'suspend', 'resume'];

type ResourceActionsProps = { app: AppRef; id: string; detail: ResourceDetail };

/** A partial plan for what differs, and runtime actions; each shows its effect before it runs. */
export function ResourceActions({ app, id, detail }: ResourceActionsProps) {
  const t = useTranslations('resources');
  const [open, setOpen] = useState<ActionName | null>(null);
  const plan = useBuildPlan();
  const { data } = useApp(app);
  const isManaged = detail.node.sync === 'OutOfSync';
  const actions = detail.actions.flatMap((action) => {
    const name = known.find((one) => one === action.name);
    return name ? [{ ...action, name }] : [];
  });
  if (!isManaged && actions.length === 0) return null;
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        {isManaged && (
          <Button
            size="sm"
            isBusy={plan.isPending}
            disabledReason={data ? cannot(data.can, 'plan') : null}
            onClick={() =>
              plan.mutate({ kind: 'sync', project: app.project, application: app.name, resources: [id] })
            }
          >
            {t('drawer.planOnly')}
          </Button>
        )}
        {actions.map((action) => (
          <Button
            key={action.name}
            size="sm"
            variant="ghost"
            icon={action.name === 'delete-pod' ? 'trash' : action.name === 'restart' ? 'refresh' : undefined}
            className={action.name === 'delete-pod' ? 'ml-auto' : undefined}
            disabledReason={action.ok ? null : action.reason}
            onClick={() => setOpen(action.name)}
          >
            {t(`action.${action.name}`)}
          </Button>
        ))}
      </div>
      <ActionProblem title={t('drawer.planFailed')} error={plan.error} />
      {open && <ActionDialog app={app} id={id} action={open} detail={detail} onClose={() => setOpen(null)} />}
    </>
  );
}
