'use client';
import { Field, Input, Select } from '@bowline/ui/field';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api } from '../../lib/api/client.ts';
import { ProblemPanel } from '../../lib/problem.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { shortRevision } from '../../lib/revision.ts';

type RevisionPickerProps = {
  repository: string;
  value: string;
  error?: string;
  onChange: (revision: string) => void;
};

/** Branches and tags of the repository; anything else can be typed. */
export function RevisionPicker({ repository, value, error, onChange }: RevisionPickerProps) {
  const t = useTranslations('create');
  const tCommon = useTranslations('common');
  const query = useQuery({
    queryKey: [...queryKeys.repository(repository), 'refs'],
    queryFn: ({ signal }) => api.call('listRefs', { params: { name: repository }, signal }),
    placeholderData: undefined,
  });
  const refs = query.data?.refs ?? [];
  const isListed = value === '' || refs.some((ref) => ref.name === value);
  const [isOther, setIsOther] = useState(false);
  if (query.isPending) return <SkeletonRows rows={1} label={tCommon('loading')} />;
  if (!query.data) {
    return <ProblemPanel what={t('refsWhat')} error={query.error} onRetry={() => void query.refetch()} />;
  }
  const other = isOther || !isListed;
  const group = (kind: 'branch' | 'tag') =>
    refs
      .filter((ref) => ref.kind === kind)
      .map((ref) => (
        <option key={ref.name} value={ref.name}>
          {ref.name} · {shortRevision(ref.revision)}
        </option>
      ));
  return (
    <div className="flex flex-wrap gap-4">
      <Field
        label={t('revision')}
        hint={t('revisionHint')}
        isRequired
        error={other ? undefined : error}
        className="min-w-[280px] flex-1"
      >
        <Select
          value={other ? '*other' : value}
          onChange={(event) => {
            const isTyped = event.target.value === '*other';
            setIsOther(isTyped);
            onChange(isTyped ? '' : event.target.value);
          }}
        >
          <option value="">{t('choose')}</option>
          <optgroup label={t('branches')}>{group('branch')}</optgroup>
          <optgroup label={t('tags')}>{group('tag')}</optgroup>
          <option value="*other">{t('revisionOther')}…</option>
        </Select>
      </Field>
      {other && (
        <Field label={t('revisionOther')} error={error} className="min-w-[220px] flex-1">
          <Input
            isMono
            value={value}
            spellCheck={false}
            onChange={(event) => onChange(event.target.value.trim())}
          />
        </Field>
      )}
    </div>
  );
}
