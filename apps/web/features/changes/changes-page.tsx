'use client';
import { Button, IconButton } from '@bowline/ui/button';
import { EmptyState } from '@bowline/ui/empty-state';
import { Checkbox, Field, Input } from '@bowline/ui/field';
import { Notice } from '@bowline/ui/notice';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { useQuery } from '@tanstack/react-query';
import { parseAsBoolean, parseAsString, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { api } from '../../lib/api/client.ts';
import { cannot } from '../../lib/can.ts';
import { DiffObjects } from '../../lib/diff/diff-objects.tsx';
import { ProblemPanel } from '../../lib/problem.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import type { AppRef } from '../../lib/urls.ts';
import { useApp } from '../../lib/use-app.ts';
import { useBuildPlan } from '../../lib/use-build-plan.ts';
import { shownObjects, type Changes } from './shown-objects.ts';
import { SidePicker } from './side-picker.tsx';
import { Said } from '../../lib/i18n/sentences/said.tsx';

const parsers = {
  from: parseAsString.withDefault('live'),
  to: parseAsString.withDefault('desired'),
  q: parseAsString.withDefault('').withOptions({ history: 'replace' }),
  hidden: parseAsBoolean.withDefault(false),
};

/** Any two sides compared, live → desired by default; what is selected can be planned alone (ui.md, C7). */
export function ChangesPage({ app }: { app: AppRef }) {
  const t = useTranslations('changes');
  const tCommon = useTranslations('common');
  const [asked, setAsked] = useQueryStates(parsers, { history: 'push' });
  const params = { from: asked.from, to: asked.to };
  const query = useQuery({
    queryKey: queryKeys.changes(app, params),
    queryFn: ({ signal }) => api.call('getChanges', { params: app, query: params, signal }),
    placeholderData: undefined,
  });
  return (
    <>
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t('from')}>
          <SidePicker app={app} value={asked.from} onChange={(from) => void setAsked({ from })} hasLive />
        </Field>
        <IconButton
          icon="swap"
          label={t('swap')}
          disabledReason={asked.from === 'live' ? t('side.live') : undefined}
          onClick={() => void setAsked({ from: asked.to, to: asked.from })}
        />
        <Field label={t('to')}>
          <SidePicker app={app} value={asked.to} onChange={(to) => void setAsked({ to })} />
        </Field>
      </div>
      {query.isError && (
        <ProblemPanel what={t('what')} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonRows label={tCommon('loading')} />}
      {query.data && (
        <ChangesView
          app={app}
          changes={query.data}
          query={asked.q}
          onQuery={(q) => void setAsked({ q: q || null })}
          isHiddenShown={asked.hidden}
          onHiddenShown={(hidden) => void setAsked({ hidden: hidden || null })}
        />
      )}
    </>
  );
}

type ChangesViewProps = {
  app: AppRef;
  changes: Changes;
  query: string;
  onQuery: (query: string) => void;
  isHiddenShown: boolean;
  onHiddenShown: (isShown: boolean) => void;
};

function ChangesView(props: ChangesViewProps) {
  const { app, changes, query, onQuery, isHiddenShown, onHiddenShown } = props;
  const t = useTranslations('changes');
  const { data } = useApp(app);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const plan = useBuildPlan();
  const isSyncable = changes.from === 'live' && changes.to === 'desired';
  const { all, shown } = shownObjects(changes, { query, isHiddenShown });
  const { create, change, prune, hidden } = changes.counts;
  const source = data?.status.desired.sources[0];
  const origin = isSyncable && source ? { revision: source.revision, author: source.author } : undefined;
  const build = () =>
    plan.mutate({
      kind: 'sync',
      project: app.project,
      application: app.name,
      ...(selected.size > 0 ? { resources: [...selected] } : {}),
    });
  if (changes.status === 'Unknown' && changes.message !== '') {
    return (
      <Notice tone="warn" role="status" title={t('unknown')}>
        <Said text={changes.message} />
      </Notice>
    );
  }
  if (all.length === 0) {
    return (
      <EmptyState
        icon="synced"
        title={hidden > 0 ? t('onlyHidden', { count: hidden }) : t('same')}
        actions={
          hidden > 0 && (
            <Button onClick={() => onHiddenShown(true)}>{t('showHidden', { count: hidden })}</Button>
          )
        }
      >
        {t(isSyncable ? 'sameText' : 'sameSides')}
      </EmptyState>
    );
  }
  return (
    <>
      <ActionProblem title={t('planFailed')} error={plan.error} />
      <div className="flex flex-wrap items-center gap-3">
        <span className="text-sm" role="status">
          {t('counts', { total: create + change + prune, create, change, prune })}
        </span>
        {hidden > 0 && (
          <Checkbox
            label={t('showHidden', { count: hidden })}
            checked={isHiddenShown}
            onChange={(event) => onHiddenShown(event.target.checked)}
          />
        )}
        {isSyncable && (
          <span className="md:ml-auto">
            <Button
              isBusy={plan.isPending}
              disabledReason={data ? cannot(data.can, 'plan') : null}
              onClick={build}
            >
              {t('planSelected', { count: selected.size })}
            </Button>
          </span>
        )}
      </div>
      <DiffObjects
        label={t('what')}
        objects={shown}
        origin={origin}
        start={
          <span className="w-[240px] max-w-full">
            <Input
              type="search"
              icon="search"
              aria-label={t('find')}
              placeholder={t('find')}
              value={query}
              onChange={(event) => onQuery(event.target.value)}
            />
          </span>
        }
        selection={
          isSyncable
            ? {
                selected,
                onChange: setSelected,
                labelOf: (object) => t('select', { name: `${object.key.kind} ${object.key.name}` }),
              }
            : undefined
        }
      />
      {shown.length === 0 && (
        <EmptyState
          icon="filter"
          title={t('noMatch', { query })}
          actions={<Button onClick={() => onQuery('')}>{t('clear')}</Button>}
        />
      )}
    </>
  );
}
