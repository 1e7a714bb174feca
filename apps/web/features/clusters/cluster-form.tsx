'use client';
import { Button } from '@bowline/ui/button';
import { Field, Input, TextArea } from '@bowline/ui/field';
import { useToast } from '@bowline/ui/toast';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem, problemCode } from '../../lib/action-problem.tsx';
import { api } from '../../lib/api/client.ts';
import { MovedNotice } from '../../lib/form/moved-notice.tsx';
import { useKeptForm } from '../../lib/form/use-kept-form.ts';
import { queryKeys } from '../../lib/query/keys.ts';
import { ConnectionResult } from '../../lib/registry/connection-result.tsx';
import { clusterBody, clusterProblems, draftOf, type Cluster, type ClusterDraft } from './cluster-draft.ts';

type ClusterFormProps = {
  saved?: Cluster;
  onSaved: (cluster: Cluster) => void;
  disabledReason?: string | null;
  /** The page of what was saved is on its way. */
  isLeaving?: boolean;
  end?: ReactNode;
};

/**
 * Connects or edits a cluster through a kubeconfig; tested before it is saved. What somebody else saves meanwhile comes in
 * beside what was typed.
 */
export function ClusterForm({ saved, onSaved, disabledReason, isLeaving, end }: ClusterFormProps) {
  const t = useTranslations('registry');
  const toast = useToast();
  const queryClient = useQueryClient();
  const kept = useKeptForm<ClusterDraft>(saved?.metadata.resourceVersion ?? '', draftOf(saved));
  const draft = kept.form;
  const [isTried, setIsTried] = useState(false);
  const problems = clusterProblems(draft, saved !== undefined);
  const test = useMutation({
    mutationFn: () => api.call('testCluster', { body: clusterBody(draft, saved) }),
  });
  const save = useMutation({
    mutationFn: (sent: ClusterDraft) =>
      saved
        ? api.call('updateCluster', {
            params: { name: saved.metadata.name },
            body: clusterBody(sent, saved),
            headers: { 'if-match': saved.metadata.resourceVersion },
          })
        : api.call('createCluster', { body: clusterBody(sent, saved) }),
    onSuccess: (cluster, sent) => {
      void queryClient.invalidateQueries({ queryKey: queryKeys.clusters() });
      toast({ title: t('saved', { name: cluster.metadata.name }) });
      // A new one stays as it was sent until its page is there.
      const next = saved ? draftOf(cluster) : sent;
      kept.adopt(saved ? cluster.metadata.resourceVersion : '', sent, next);
      onSaved(cluster);
    },
    // Somebody was faster: fetch what they saved, the draft stays.
    onError: (error) => {
      if (saved && problemCode(error) === 'version_mismatch')
        void queryClient.invalidateQueries({ queryKey: queryKeys.cluster(saved.metadata.name) });
    },
  });
  const set = (part: Partial<ClusterDraft>) => {
    kept.set(part);
    // Also an answer that is on its way: it would stand beside a draft that nobody tested.
    if (!test.isIdle) test.reset();
  };
  const attempt = (act: () => void) => () => {
    setIsTried(true);
    if (problems.length === 0) act();
  };
  return (
    <div className="flex flex-col gap-4">
      <MovedNotice
        moved={kept.moved}
        labelOf={([field]) => t(field === 'server' ? 'cluster.server' : 'cluster.namespaces')}
        onDismiss={kept.dismiss}
      />
      {!saved && (
        <Field
          label={t('name')}
          hint={t('nameHint')}
          isRequired
          error={isTried && problems.includes('name') ? t('nameError') : undefined}
        >
          <Input
            value={draft.name}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => set({ name: event.target.value })}
          />
        </Field>
      )}
      <Field
        label={t('cluster.kubeconfig')}
        hint={`${t('cluster.kubeconfigHint')} ${saved ? t('cluster.kubeconfigKeep') : ''}`}
        isRequired={!saved}
        error={isTried && problems.includes('kubeconfig') ? t('required') : undefined}
      >
        <TextArea
          isMono
          rows={8}
          spellCheck={false}
          value={draft.kubeconfig}
          onChange={(event) => set({ kubeconfig: event.target.value })}
        />
      </Field>
      <Field label={t('cluster.context')} hint={t('cluster.contextHint')}>
        <Input
          isMono
          value={draft.context}
          spellCheck={false}
          onChange={(event) => set({ context: event.target.value })}
        />
      </Field>
      <Field label={t('cluster.namespaces')} hint={t('cluster.namespacesHint')}>
        <TextArea
          isMono
          rows={3}
          spellCheck={false}
          value={draft.namespaces}
          onChange={(event) => set({ namespaces: event.target.value })}
        />
      </Field>
      {test.data && <ConnectionResult result={test.data} />}
      <ActionProblem title={t('testFailed')} error={test.error} />
      <ActionProblem title={t('saveFailed')} error={save.error} />
      <div className="flex flex-wrap items-center gap-2">
        <Button
          isBusy={test.isPending}
          disabledReason={disabledReason}
          onClick={attempt(() => test.mutate())}
        >
          {t('test')}
        </Button>
        <Button
          variant="primary"
          isBusy={save.isPending || isLeaving}
          disabledReason={disabledReason}
          onClick={attempt(() => save.mutate(draft))}
        >
          {t('save')}
        </Button>
        {end}
      </div>
    </div>
  );
}
