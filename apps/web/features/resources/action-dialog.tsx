'use client';
import { Button } from '@bowline/ui/button';
import { Dialog } from '@bowline/ui/dialog';
import { Field, Input } from '@bowline/ui/field';
import { Notice } from '@bowline/ui/notice';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { useToast } from '@bowline/ui/toast';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { api } from '../../lib/api/client.ts';
import { queryKeys } from '../../lib/query/keys.ts';
import type { AppRef } from '../../lib/urls.ts';
import type { ResourceDetail } from './resource-detail.ts';
import { useSentence } from '../../lib/i18n/sentences/use-sentence.ts';

export type ActionName = 'restart' | 'scale' | 'delete-pod' | 'run' | 'suspend' | 'resume';

type ActionDialogProps = {
  app: AppRef;
  id: string;
  action: ActionName;
  detail: ResourceDetail;
  onClose: () => void;
};

/** Action review: targets and effect first, then one button; the gate answers before and again when it runs. */
export function ActionDialog({ app, id, action, detail, onClose }: ActionDialogProps) {
  const t = useTranslations('resources.action');
  const tCommon = useTranslations('common');
  const say = useSentence();
  const toast = useToast();
  const queryClient = useQueryClient();
  const [replicas, setReplicas] = useState(() => String(replicasOf(detail)));
  const count = Number(replicas);
  const isValid = action !== 'scale' || (/^\d+$/.test(replicas) && count <= 10_000);
  const body = { action, resource: id, ...(action === 'scale' ? { replicas: count } : {}) };
  const review = useQuery({
    queryKey: [...queryKeys.resource(app, id), 'action', body],
    queryFn: ({ signal }) => api.call('runAction', { params: app, body: { ...body, dryRun: true }, signal }),
    enabled: isValid,
    placeholderData: undefined,
    staleTime: 0,
  });
  const run = useMutation({
    mutationFn: () => api.call('runAction', { params: app, body }),
    onSuccess: (result) => {
      void queryClient.invalidateQueries({ queryKey: queryKeys.app(app) });
      toast({ title: t('done', { effect: result.effect }) });
      onClose();
    },
  });
  const name = `${detail.node.key.kind} ${detail.node.key.name}`;
  const decision = review.data?.decision;
  const isAllowed = decision?.kind === 'run';
  const word = t(action);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('title', { action: word, name })}
      description={t('text')}
      closeLabel={tCommon('close')}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {tCommon('cancel')}
          </Button>
          <Button
            variant={action === 'delete-pod' ? 'danger' : 'primary'}
            isBusy={run.isPending}
            aria-disabled={!isAllowed}
            onClick={() => isAllowed && !run.isPending && run.mutate()}
          >
            {t('submit', { action: word })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <ActionProblem title={t('failed')} error={run.error ?? review.error} />
        {action === 'scale' && (
          <Field label={t('replicas')}>
            <Input
              type="number"
              min={0}
              max={10_000}
              value={replicas}
              onChange={(event) => setReplicas(event.target.value)}
            />
          </Field>
        )}
        {review.isPending && isValid && <SkeletonRows rows={2} label={tCommon('loading')} />}
        {review.data && (
          <>
            <p className="text-sm">{say(review.data.effect)}</p>
            <div className="text-sm">
              <b>{t('targets')}</b>
              <ul className="text-fg-2">
                {review.data.targets.map((target) => (
                  <li key={target}>{target}</li>
                ))}
              </ul>
            </div>
            {!isAllowed && decision && (
              <Notice tone="warn" role="status">
                {t('refused', { reason: say(decision.reasons.map((reason) => reason.message).join(' ')) })}
              </Notice>
            )}
          </>
        )}
      </div>
    </Dialog>
  );
}

function replicasOf(detail: ResourceDetail): number {
  const spec = detail.live?.spec as { replicas?: number } | undefined;
  return spec?.replicas ?? 1;
}
