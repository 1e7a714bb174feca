'use client';
import type { CallOutput } from '@bowline/contract/client';
import { Button } from '@bowline/ui/button';
import { CopyButton } from '@bowline/ui/copy-button';
import { DiffObject } from '@bowline/ui/diff-view';
import { Field, Select } from '@bowline/ui/field';
import { formatDateTime } from '@bowline/ui/format-time';
import { KeyValue } from '@bowline/ui/key-value';
import { TextLink } from '@bowline/ui/link';
import { Columns, SectionHeading } from '@bowline/ui/page-header';
import { Panel } from '@bowline/ui/panel';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { parseAsInteger, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { ActorLabel } from '../../lib/actor.tsx';
import { api } from '../../lib/api/client.ts';
import { useDiffLabels } from '../../lib/diff/object-diff.tsx';
import { ProblemPanel } from '../../lib/problem.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { shortDigest } from '../../lib/revision.ts';
import { urls, type AppRef } from '../../lib/urls.ts';
import { KindCell, OutcomeCell, RevisionCell } from './release-cells.tsx';
import { ReleaseComparison } from './release-comparison.tsx';
import { useReleases } from './use-releases.ts';

type Release = CallOutput<'getRelease'>;

/** One immutable record with its manifests, or its difference to another. */
export function ReleasePage({ app, number }: { app: AppRef; number: number }) {
  const t = useTranslations('history');
  const tCommon = useTranslations('common');
  const router = useRouter();
  const [other, setOther] = useQueryState('with', parseAsInteger);
  const query = useQuery({
    queryKey: queryKeys.release(app, number),
    queryFn: ({ signal }) => api.call('getRelease', { params: { ...app, number }, signal }),
    placeholderData: undefined,
  });
  const releases = useReleases(app).data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <SkeletonRows label={tCommon('loading')} />;
  if (!query.data) {
    return <ProblemPanel what={t('releaseWhat')} error={query.error} onRetry={() => void query.refetch()} />;
  }
  const release = query.data;
  return (
    <Columns side={<RecordPanel release={release} />}>
      <SectionHeading
        end={
          <span className="flex flex-wrap items-center gap-2">
            <TextLink href={urls.app(app, 'history')}>{t('release.back')}</TextLink>
            {!release.isLive && release.outcome === 'succeeded' && (
              <Button
                size="sm"
                icon="undo"
                onClick={() => router.push(urls.app(app, 'history', { rollback: number }))}
              >
                {t('rollback')}
              </Button>
            )}
          </span>
        }
      >
        {other === null ? t('release.title', { number }) : t('release.compareTitle', { a: number, b: other })}
      </SectionHeading>
      <Field label={t('release.compareWith')} className="max-w-[320px]">
        <Select
          value={other ?? ''}
          onChange={(event) => void setOther(event.target.value === '' ? null : Number(event.target.value))}
        >
          <option value="">{t('release.compareNone')}</option>
          {releases
            .filter((row) => row.number !== number)
            .map((row) => (
              <option key={row.number} value={row.number}>
                #{row.number} {row.revisionMessage.split('\n')[0]?.slice(0, 60)}
              </option>
            ))}
        </Select>
      </Field>
      {other === null ? (
        <Manifests release={release} />
      ) : (
        <ReleaseComparison app={app} number={number} other={other} />
      )}
    </Columns>
  );
}

function RecordPanel({ release }: { release: Release }) {
  const t = useTranslations('history.release');
  const tCommon = useTranslations('common');
  const locale = useLocale();
  return (
    <Panel title={t('facts')}>
      <KeyValue
        items={[
          {
            label: t('kind'),
            value: (
              <span className="flex gap-1">
                <KindCell row={release} />
              </span>
            ),
          },
          { label: t('at'), value: formatDateTime(release.at, locale) },
          { label: t('by'), value: <ActorLabel actor={release.by} /> },
          ...(release.approvedBy.length > 0
            ? [{ label: t('approvedBy'), value: release.approvedBy.join(', ') }]
            : []),
          {
            label: t('revision'),
            value: (
              <span className="flex min-w-0 gap-2">
                <RevisionCell row={release} />
              </span>
            ),
          },
          { label: t('outcome'), value: <OutcomeCell row={release} /> },
          {
            label: t('digest'),
            value: (
              <span className="flex items-center gap-1">
                <span className="mono">{shortDigest(release.digest)}</span>
                <CopyButton value={release.digest} label={tCommon('copy')} copiedLabel={tCommon('copied')} />
              </span>
            ),
          },
          { label: t('plan'), value: <TextLink href={urls.plan(release.planId)}>{release.planId}</TextLink> },
          {
            label: t('operation'),
            value: <TextLink href={urls.operation(release.operationId)}>{release.operationId}</TextLink>,
          },
        ]}
      />
    </Panel>
  );
}

function Manifests({ release }: { release: Release }) {
  const t = useTranslations('history.release');
  const tTerms = useTranslations('terms');
  const labels = useDiffLabels();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string, isOpen: boolean) => {
    const next = new Set(open);
    if (isOpen) next.add(id);
    else next.delete(id);
    setOpen(next);
  };
  if (release.objects.length === 0) return <p className="text-sm text-fg-2">{t('noObjects')}</p>;
  return (
    <div className="flex flex-col gap-2">
      <SectionHeading level={3} meta={release.objects.length}>
        {t('objects')}
      </SectionHeading>
      <p className="text-xs text-fg-3">{t('stored')}</p>
      {release.objects.map((object) => (
        <DiffObject
          key={object.id}
          id={`release-${object.id}`}
          op="same"
          opLabel={tTerms('op.same')}
          kind={object.key.kind}
          name={object.key.name}
          consequence={tTerms('wave', { wave: object.wave })}
          isOpen={open.has(object.id)}
          onOpenChange={(isOpen) => toggle(object.id, isOpen)}
          toggleLabel={t('toggle')}
          hunks={[]}
          yaml={{ before: object.yaml, after: object.yaml }}
          mode="unified"
          labels={labels}
        />
      ))}
    </div>
  );
}
