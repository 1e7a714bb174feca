'use client';
import type { CallOutput } from '@bowline/contract/client';
import { Button } from '@bowline/ui/button';
import { useToast } from '@bowline/ui/toast';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../action-problem.tsx';
import { api } from '../api/client.ts';
import { queryKeys } from '../query/keys.ts';
import { ConnectionResult } from './connection-result.tsx';
import {
  emptyRepository,
  repositoryBody,
  repositoryProblems,
  type RepositoryDraft,
} from './repository-draft.ts';
import { RepositoryFields } from './repository-fields.tsx';

export type Repository = CallOutput<'getRepository'>;

type RepositoryFormProps = {
  saved?: Repository;
  onSaved: (repository: Repository) => void;
  disabledReason?: string | null;
  /** Beside the buttons. */
  end?: ReactNode;
};

/** Connects or edits a repository; the test says what fails before anything is saved. */
export function RepositoryForm({ saved, onSaved, disabledReason, end }: RepositoryFormProps) {
  const t = useTranslations('registry');
  const toast = useToast();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<RepositoryDraft>(() => draftOf(saved));
  const [isTried, setIsTried] = useState(false);
  const test = useMutation({
    mutationFn: () => api.call('testRepository', { body: repositoryBody(draft, saved) }),
  });
  const save = useMutation({
    mutationFn: () =>
      saved
        ? api.call('updateRepository', {
            params: { name: saved.metadata.name },
            body: repositoryBody(draft, saved),
            headers: { 'if-match': saved.metadata.resourceVersion },
          })
        : api.call('createRepository', { body: repositoryBody(draft, saved) }),
    onSuccess: (repository) => {
      void queryClient.invalidateQueries({ queryKey: queryKeys.repositories() });
      toast({ title: t('saved', { name: repository.metadata.name }) });
      onSaved(repository);
    },
  });
  const attempt = (act: () => void) => () => {
    setIsTried(true);
    if (repositoryProblems(draft).length === 0) act();
  };
  const change = (next: RepositoryDraft) => {
    setDraft(next);
    if (test.data || test.error) test.reset();
  };
  return (
    <div className="flex flex-col gap-4">
      <RepositoryFields
        draft={draft}
        onChange={change}
        isTried={isTried}
        saved={
          saved && {
            credential: saved.status.credential,
            hasWebhookSecret: saved.status.hasWebhookSecret,
          }
        }
      />
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
          isBusy={save.isPending}
          disabledReason={disabledReason}
          onClick={attempt(() => save.mutate())}
        >
          {t('save')}
        </Button>
        {end}
      </div>
    </div>
  );
}

function draftOf(saved: Repository | undefined): RepositoryDraft {
  if (!saved) return emptyRepository;
  const { spec, metadata } = saved;
  return {
    ...emptyRepository,
    name: metadata.name,
    type: spec.type ?? 'git',
    url: spec.url,
    kind: 'keep',
    insecure: spec.insecureSkipTlsVerify ?? false,
    caPem: spec.caPem ?? '',
    proxy: spec.proxy ?? '',
    pollSeconds: String(spec.pollSeconds ?? 180),
  };
}
