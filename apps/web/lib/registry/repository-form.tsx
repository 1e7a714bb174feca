'use client';
import type { CallOutput } from '@bowline/contract/client';
import { Button } from '@bowline/ui/button';
import { useToast } from '@bowline/ui/toast';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem, problemCode } from '../action-problem.tsx';
import { api } from '../api/client.ts';
import { MovedNotice } from '../form/moved-notice.tsx';
import { useKeptForm } from '../form/use-kept-form.ts';
import { queryKeys } from '../query/keys.ts';
import { ConnectionResult } from './connection-result.tsx';
import {
  draftAfterSave,
  emptyRepository,
  repositoryBody,
  repositoryProblems,
  type RepositoryDraft,
} from './repository-draft.ts';
import { RepositoryFields } from './repository-fields.tsx';

export type Repository = CallOutput<'getRepository'>;

/** The words of what others may save meanwhile. */
const labels = {
  url: 'url',
  insecure: 'insecure',
  caPem: 'ca',
  proxy: 'proxy',
  pollSeconds: 'poll',
} as const;

type RepositoryFormProps = {
  saved?: Repository;
  onSaved: (repository: Repository) => void;
  disabledReason?: string | null;
  /** The page of what was saved is on its way. */
  isLeaving?: boolean;
  /** Beside the buttons. */
  end?: ReactNode;
};

/**
 * Connects or edits a repository; the test says what fails before anything is saved. What somebody else saves meanwhile comes
 * in beside what was typed.
 */
export function RepositoryForm({ saved, onSaved, disabledReason, isLeaving, end }: RepositoryFormProps) {
  const t = useTranslations('registry');
  const toast = useToast();
  const queryClient = useQueryClient();
  const kept = useKeptForm<RepositoryDraft>(saved?.metadata.resourceVersion ?? '', draftOf(saved));
  const draft = kept.form;
  const [isTried, setIsTried] = useState(false);
  const test = useMutation({
    mutationFn: () => api.call('testRepository', { body: repositoryBody(draft, saved) }),
  });
  const save = useMutation({
    mutationFn: (sent: RepositoryDraft) =>
      saved
        ? api.call('updateRepository', {
            params: { name: saved.metadata.name },
            body: repositoryBody(sent, saved),
            headers: { 'if-match': saved.metadata.resourceVersion },
          })
        : api.call('createRepository', { body: repositoryBody(sent, saved) }),
    onSuccess: (repository, sent) => {
      void queryClient.invalidateQueries({ queryKey: queryKeys.repositories() });
      toast({ title: t('saved', { name: repository.metadata.name }) });
      // A new one stays as it was sent until its page is there.
      const next = saved ? draftOf(repository) : sent;
      kept.adopt(saved ? repository.metadata.resourceVersion : '', sent, next, (typed) =>
        draftAfterSave(sent, typed, next),
      );
      onSaved(repository);
    },
    // Somebody was faster: fetch what they saved, the draft stays.
    onError: (error) => {
      if (saved && problemCode(error) === 'version_mismatch')
        void queryClient.invalidateQueries({ queryKey: queryKeys.repository(saved.metadata.name) });
    },
  });
  const attempt = (act: () => void) => () => {
    setIsTried(true);
    if (repositoryProblems(draft).length === 0) act();
  };
  const change = (next: RepositoryDraft) => {
    kept.set(next);
    // Also an answer that is on its way: it would stand beside a draft that nobody tested.
    if (!test.isIdle) test.reset();
  };
  return (
    <div className="flex flex-col gap-4">
      <MovedNotice
        moved={kept.moved}
        labelOf={([field = '']) =>
          t(`repo.${field in labels ? labels[field as keyof typeof labels] : 'edit'}`)
        }
        onDismiss={kept.dismiss}
      />
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
