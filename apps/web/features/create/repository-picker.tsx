'use client';
import { Button } from '@bowline/ui/button';
import { Field, Select } from '@bowline/ui/field';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ProblemPanel } from '../../lib/problem.tsx';
import { RepositoryForm, type Repository } from '../../lib/registry/repository-form.tsx';
import { useEveryRepository } from '../../lib/registry/use-every.ts';
import { useRefused } from '../../lib/session/use-refused.ts';

type RepositoryPickerProps = {
  name: string;
  error?: string;
  onChoose: (repository: Repository | null) => void;
};

/** A connected repository, or a new one, tested and saved here without leaving the draft. */
export function RepositoryPicker({ name, error, onChoose }: RepositoryPickerProps) {
  const t = useTranslations('create');
  const tRegistry = useTranslations('registry');
  const [isNew, setIsNew] = useState(false);
  const query = useEveryRepository();
  const repositories = query.data ?? [];
  const reason = useRefused()('repositories:create');
  if (query.isError && !query.data) {
    return (
      <ProblemPanel what={t('repositoriesWhat')} error={query.error} onRetry={() => void query.refetch()} />
    );
  }
  if (isNew) {
    return (
      <RepositoryForm
        disabledReason={reason}
        onSaved={(repository) => {
          onChoose(repository);
          setIsNew(false);
        }}
        end={
          <Button variant="ghost" onClick={() => setIsNew(false)}>
            {t('existing')}
          </Button>
        }
      />
    );
  }
  return (
    <div className="flex flex-wrap items-end gap-3">
      <Field
        label={t('repository')}
        isRequired
        error={error}
        hint={query.data && repositories.length === 0 ? t('noRepositories') : undefined}
        className="min-w-[280px] flex-1"
      >
        <Select
          value={name}
          onChange={(event) =>
            onChoose(repositories.find((one) => one.metadata.name === event.target.value) ?? null)
          }
        >
          <option value="">{t('choose')}</option>
          {repositories.map((repository) => (
            <option key={repository.metadata.name} value={repository.metadata.name}>
              {repository.metadata.name} · {repository.spec.url}
              {repository.status.state === 'failed' ? ` (${tRegistry('state.failed')})` : ''}
            </option>
          ))}
        </Select>
      </Field>
      <Button icon="plus" disabledReason={reason} onClick={() => setIsNew(true)}>
        {t('newRepository')}
      </Button>
    </div>
  );
}
