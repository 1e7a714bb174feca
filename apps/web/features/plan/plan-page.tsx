'use client';
import { topics } from '@bowline/contract/topics';
import { Breadcrumb } from '@bowline/ui/breadcrumb';
import { Columns, Page, PageHeader } from '@bowline/ui/page-header';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { Tag } from '@bowline/ui/tag';
import { formatAge, formatTime } from '@bowline/ui/format-time';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useActorName } from '../../lib/actor.tsx';
import { problemCode } from '../../lib/action-problem.tsx';
import { api } from '../../lib/api/client.ts';
import { rich } from '../../lib/i18n/rich.tsx';
import { useNow } from '../../lib/now.tsx';
import { ProblemPanel } from '../../lib/problem.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { shortRevision } from '../../lib/revision.ts';
import { useSession } from '../../lib/session/context.tsx';
import { useTopic } from '../../lib/stream/provider.tsx';
import { urls } from '../../lib/urls.ts';
import { useCan } from '../../lib/use-can.ts';
import { ApplyBar } from './apply-bar.tsx';
import { ChangesSection } from './changes-section.tsx';
import { ConfirmNamePanel } from './confirm-name-panel.tsx';
import { EditFields } from './edit-fields.tsx';
import { ExactnessBanner } from './exactness-banner.tsx';
import { gatesOf } from './gates.ts';
import { HoldPanel } from './hold-panel.tsx';
import { PlanSeal } from './plan-seal.tsx';
import { PlanSide } from './plan-side.tsx';
import { stepCount, touchedObjects, type Plan } from './plan.ts';
import styles from './plan.module.css';
import { RisksPanels } from './risks-panel.tsx';
import { useViewed } from './use-viewed.ts';
import { WhatPanel } from './what-panel.tsx';

/** Plan review: what is approved here is exactly what runs (ui.md, C8). */
export function PlanPage({ id }: { id: string }) {
  const t = useTranslations('plan');
  const tCommon = useTranslations('common');
  const tellCan = useCan();
  const query = useQuery({
    queryKey: queryKeys.plan(id),
    queryFn: ({ signal }) => api.call('getPlan', { params: { id }, signal }),
    // Another plan's content must never stand under this one's address.
    placeholderData: undefined,
    // Verified again while somebody reads: the cluster does not tell this page what moved.
    refetchInterval: (known) => (known.state.data?.state === 'open' ? 15_000 : false),
    select: tellCan,
  });
  useTopic(topics.plan(id), [queryKeys.plan(id)]);
  if (query.isPending || (!query.data && query.isError)) {
    return (
      <Page>
        {query.isError ? (
          <ProblemPanel what={t('what')} error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <SkeletonRows label={tCommon('loading')} />
        )}
      </Page>
    );
  }
  return (
    <PlanReview
      plan={query.data}
      failure={query.isError && problemCode(query.error) !== '' ? query.error : null}
      onVerify={() => void query.refetch()}
      isVerifying={query.isFetching}
    />
  );
}

type PlanReviewProps = { plan: Plan; failure?: unknown; onVerify: () => void; isVerifying?: boolean };

/** The page of one loaded plan. */
export function PlanReview({ plan, failure, onVerify, isVerifying }: PlanReviewProps) {
  const t = useTranslations('plan');
  const session = useSession();
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [typedName, setTypedName] = useState('');
  const [wasRefused, setWasRefused] = useState(false);
  const { viewed, setViewed } = useViewed(plan.id);
  const objects = touchedObjects(plan);
  const viewedCount = objects.filter((object) => viewed.has(object.id)).length;
  const gates = gatesOf({
    plan,
    ticked,
    viewed: viewedCount,
    total: objects.length,
    user: session.actor.name,
    typedName,
  });
  const tick = (id: string, isTicked: boolean) => {
    const next = new Set(ticked);
    if (isTicked) next.add(id);
    else next.delete(id);
    setTicked(next);
  };
  const refused = () => {
    setWasRefused(true);
    onVerify();
  };
  // A rollback and a deletion do not come from a commit.
  const isFromGit = plan.kind !== 'rollback' && plan.kind !== 'delete';
  const origin = isFromGit ? plan.revisions[0] : undefined;
  return (
    <>
      <Page>
        <PlanHeader plan={plan} />
        <ExactnessBanner
          plan={plan}
          wasRefused={wasRefused}
          onVerify={onVerify}
          isVerifying={Boolean(isVerifying)}
        />
        {failure ? <ProblemPanel what={t('what')} error={failure} onRetry={onVerify} /> : null}
        <Columns side={<PlanSide plan={plan} gates={gates} />}>
          <WhatPanel plan={plan} />
          <RisksPanels plan={plan} ticked={ticked} onTick={tick} />
          {plan.edit && plan.edit.fields.length > 0 && <EditFields plan={plan} />}
          {(objects.length > 0 || plan.kind !== 'edit') && (
            <ChangesSection
              objects={objects}
              isDeletion={plan.kind === 'delete'}
              origin={origin}
              risks={plan.risks}
              viewed={viewed}
              onViewed={setViewed}
            />
          )}
          {plan.hold && <HoldPanel hold={plan.hold} />}
          {gates.needsName && plan.state === 'open' && (
            <ConfirmNamePanel
              name={plan.application}
              count={stepCount(plan)}
              value={typedName}
              onChange={setTypedName}
            />
          )}
        </Columns>
        <div className={styles.underBar} />
      </Page>
      {plan.state === 'open' && (
        <ApplyBar
          plan={plan}
          gates={gates}
          ticked={ticked}
          typedName={typedName}
          viewed={viewedCount}
          total={objects.length}
          onRefused={refused}
        />
      )}
    </>
  );
}

function PlanHeader({ plan }: { plan: Plan }) {
  const t = useTranslations('plan');
  const tShell = useTranslations('shell');
  const locale = useLocale();
  const now = useNow();
  const nameOf = useActorName();
  const ref = { project: plan.project, name: plan.application };
  const revision = shortRevision(plan.revisions[0]?.revision ?? '');
  return (
    <PageHeader
      breadcrumb={
        <Breadcrumb
          label={tShell('breadcrumb')}
          items={[
            { label: plan.project, href: urls.apps({ project: plan.project }) },
            { label: plan.application, href: urls.app(ref) },
            { label: t('crumb') },
          ]}
        />
      }
      title={t.rich(`title.${plan.kind}`, {
        code: (words) => <span className={styles.headCode}>{words}</span>,
        app: plan.application,
        revision,
        release: plan.restores ?? 0,
      })}
      summary={
        <>
          <span>
            {t.rich('summary', {
              ...rich,
              id: plan.id,
              time: formatTime(plan.builtAt, locale, { seconds: true }),
              by: nameOf(plan.builtBy),
            })}
            {plan.state === 'open' &&
              ` · ${t('expires', { age: formatAge(Date.parse(plan.expiresAt), now, locale, 'relative') })}`}
          </span>
          {plan.isPartial && <Tag tone="warn">{t('partial')}</Tag>}
        </>
      }
      actions={<PlanSeal digest={plan.digest} />}
    />
  );
}
