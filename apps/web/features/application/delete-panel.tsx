'use client';
import { Button } from '@bowline/ui/button';
import { Field, Fieldset, Input, Radio } from '@bowline/ui/field';
import { Notice } from '@bowline/ui/notice';
import { Panel } from '@bowline/ui/panel';
import { useToast } from '@bowline/ui/toast';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { api } from '../../lib/api/client.ts';
import { cannot } from '../../lib/can.ts';
import { rich } from '../../lib/i18n/rich.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { urls } from '../../lib/urls.ts';
import type { Application } from '../../lib/use-app.ts';
import { useBuildPlan } from '../../lib/use-build-plan.ts';

const cascades = ['foreground', 'background', 'orphan', 'keep'] as const;
const labels = {
  foreground: 'cascadeForeground',
  background: 'cascadeBackground',
  orphan: 'cascadeOrphan',
  keep: 'cascadeKeep',
} as const;

/** Deleting through a plan with the cascade chosen first; forgetting when the cluster does not answer. */
export function DeletePanel({ app }: { app: Application }) {
  const t = useTranslations('application.settings');
  const tApp = useTranslations('application');
  const [cascade, setCascade] = useState<(typeof cascades)[number]>('foreground');
  const plan = useBuildPlan();
  const panel = useRef<HTMLDivElement>(null);
  // The browser has looked for `#delete` before the page was read.
  useEffect(() => {
    if (location.hash === '#delete') panel.current?.scrollIntoView({ block: 'center' });
  }, []);
  const { project, name, deletionTimestamp } = app.metadata;
  const isUnreachable = app.status.conditions.some((condition) => condition.type === 'ClusterUnknown');
  const reason = cannot(app.can, 'delete') ?? (deletionTimestamp ? tApp('deletingReason') : null);
  return (
    <Panel title={t('delete')}>
      <div id="delete" ref={panel} className="flex flex-col gap-4">
        <p className="text-sm text-fg-2">{t('deleteIntro')}</p>
        <Fieldset legend={t('cascade')} isBordered>
          {cascades.map((value) => (
            <Radio
              key={value}
              name="cascade"
              label={t(labels[value])}
              hint={value === 'foreground' ? t('cascadeForegroundHint') : undefined}
              checked={cascade === value}
              onChange={() => setCascade(value)}
            />
          ))}
        </Fieldset>
        <ActionProblem title={t('deleteFailed')} error={plan.error} />
        <div>
          <Button
            variant="danger"
            icon="trash"
            isBusy={plan.isPending}
            disabledReason={reason}
            reasonPlacement="end"
            onClick={() => plan.mutate({ kind: 'delete', project, application: name, cascade })}
          >
            {t('reviewDeletion')}
          </Button>
        </div>
        {isUnreachable && <Forget app={app} />}
      </div>
    </Panel>
  );
}

function Forget({ app }: { app: Application }) {
  const t = useTranslations('application.settings');
  const router = useRouter();
  const toast = useToast();
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState('');
  const { project, name } = app.metadata;
  const forget = useMutation({
    mutationFn: () =>
      api.call('deleteApplication', {
        params: { project, name },
        query: { mode: 'forget', confirmName: typed },
      }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: queryKeys.apps() });
      toast({ title: t('forgotten', { name }) });
      router.push(urls.apps());
    },
  });
  return (
    <div className="flex flex-col gap-3 border-t border-line-soft pt-4">
      <Notice tone="warn" title={t('forget')}>
        {t('forgetText')}
      </Notice>
      <Field label={t.rich('forgetName', { ...rich, name })}>
        <Input isMono autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />
      </Field>
      <ActionProblem title={t('forgetFailed')} error={forget.error} />
      <div>
        <Button
          variant="danger"
          isBusy={forget.isPending}
          disabledReason={cannot(app.can, 'delete') ?? (typed === name ? null : t('forgetWaits'))}
          reasonPlacement="end"
          onClick={() => forget.mutate()}
        >
          {t('forgetSubmit', { name })}
        </Button>
      </div>
    </div>
  );
}
