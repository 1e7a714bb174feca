'use client';
import { Button, ButtonLink } from '@bowline/ui/button';
import { FieldDiff, FieldPath } from '@bowline/ui/diff-view';
import { formatAge } from '@bowline/ui/format-time';
import { Notice } from '@bowline/ui/notice';
import type { ReactNode } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { useDiffLabels } from '../../lib/diff/object-diff.tsx';
import { valueText } from '../../lib/diff/value-text.ts';
import { rich } from '../../lib/i18n/rich.tsx';
import { useNow } from '../../lib/now.tsx';
import { shortDigest, shortRevision } from '../../lib/revision.ts';
import { urls } from '../../lib/urls.ts';
import { useBuildPlan } from '../../lib/use-build-plan.ts';
import type { Plan } from './plan.ts';
import styles from './plan.module.css';
import { rebuildRequest } from './rebuild.ts';
import { Said } from '../../lib/i18n/sentences/said.tsx';

type BannerProps = {
  plan: Plan;
  /** Apply was just refused: the reader hears that nothing ran. */
  wasRefused: boolean;
  onVerify: () => void;
  isVerifying: boolean;
};

/** Whether the plan still says what would happen, in one sentence, with what to do when it does not. */
export function ExactnessBanner(props: BannerProps) {
  const { plan, wasRefused, onVerify, isVerifying } = props;
  const t = useTranslations('plan.banner');
  const tPlan = useTranslations('plan');
  const build = useBuildPlan();
  const { exactness } = plan;
  const problem = build.isError && (
    <ActionProblem title={tPlan('rebuildFailed')} error={build.error} onRetry={() => build.reset()} />
  );
  const rebuild = <RebuildButton plan={plan} build={build} />;
  switch (exactness.state) {
    case 'exact':
      return (
        <>
          <ExactNotice plan={plan} build={build} />
          {problem}
        </>
      );
    case 'stale':
      return (
        <>
          <Notice
            tone="warn"
            icon="drift"
            role={wasRefused ? 'alert' : 'status'}
            title={t(wasRefused ? 'refused' : 'stale')}
          >
            <StaleReasons plan={plan} />
            <div className={styles.bannerActions}>{rebuild}</div>
          </Notice>
          {problem}
        </>
      );
    case 'unknown':
      return (
        <Notice
          tone="warn"
          role="status"
          title={t('unknown')}
          actions={
            <Button size="sm" icon="refresh" isBusy={isVerifying} onClick={onVerify}>
              {t('check')}
            </Button>
          }
        >
          <Said text={exactness.reasons.map((reason) => reason.message).join(' ')} />
        </Notice>
      );
    case 'expired':
    case 'superseded':
      return (
        <>
          <Notice tone="plain" icon="clock" role="status" title={t(exactness.state)} actions={rebuild}>
            {t(`${exactness.state}Text`)}
          </Notice>
          {problem}
        </>
      );
    case 'rejected':
      return (
        <Notice
          tone="bad"
          role="status"
          title={t('rejected', { by: plan.rejection?.by.name ?? '' })}
          actions={rebuild}
        >
          {plan.rejection?.reason}
        </Notice>
      );
    case 'executed':
      return <ExecutedNotice plan={plan} />;
  }
}

function ExactNotice({ plan, build }: { plan: Plan; build: ReturnType<typeof useBuildPlan> }) {
  const t = useTranslations('plan.banner');
  const locale = useLocale();
  const now = useNow();
  const { verifiedAt, newer } = plan.exactness;
  const target = { kind: 'sync' as const, project: plan.project, application: plan.application };
  return (
    <Notice
      tone="ok"
      role="status"
      title={t('exact')}
      actions={
        newer &&
        plan.kind !== 'delete' && (
          <span className="flex flex-wrap items-center gap-2" title={newer.message}>
            <span>{t.rich('newer', { ...rich, revision: shortRevision(newer.revision) })}</span>
            <Button size="xs" variant="ghost" isBusy={build.isPending} onClick={() => build.mutate(target)}>
              {t('buildNewer')}
            </Button>
          </span>
        )
      }
    >
      {t('exactText', {
        age: formatAge(Date.parse(verifiedAt), now, locale, 'relative'),
      })}
    </Notice>
  );
}

const tones = {
  Waiting: 'busy',
  Running: 'busy',
  Terminating: 'busy',
  Succeeded: 'ok',
  Failed: 'bad',
  Error: 'bad',
} as const;

function ExecutedNotice({ plan }: { plan: Plan }) {
  const t = useTranslations('plan.banner');
  const { operationPhase, releaseNumber } = plan;
  const tone = tones[operationPhase ?? 'Waiting'];
  const said = releaseNumber === null ? t('executed') : t('applied', { release: releaseNumber });
  return (
    <Notice
      tone={tone}
      role="status"
      title={tone === 'bad' ? `${t('failed')}${releaseNumber === null ? '' : ` ${said}`}` : said}
      actions={
        plan.operationId && (
          <ButtonLink size="sm" href={urls.operation(plan.operationId)}>
            {t('openOperation')}
          </ButtonLink>
        )
      }
    />
  );
}

function RebuildButton({ plan, build }: { plan: Plan; build: ReturnType<typeof useBuildPlan> }): ReactNode {
  const t = useTranslations('plan.banner');
  const request = rebuildRequest(plan);
  if (!request) {
    const ref = { project: plan.project, name: plan.application };
    return (
      <ButtonLink size="sm" variant="primary" href={urls.app(ref, 'settings')}>
        {t('editAgain')}
      </ButtonLink>
    );
  }
  return (
    <Button size="sm" variant="primary" isBusy={build.isPending} onClick={() => build.mutate(request)}>
      {t('rebuild')}
    </Button>
  );
}

/** What moved: each object in words, its fields as they were when the plan was built and as they are now. */
function StaleReasons({ plan }: { plan: Plan }) {
  const t = useTranslations('plan.banner');
  const labels = useDiffLabels();
  const voided = plan.approvals.filter((approval) => !approval.counts).length;
  return (
    <>
      {plan.exactness.reasons.map((reason) => (
        <div key={`${reason.code}${reason.key?.kind ?? ''}${reason.key?.name ?? ''}`}>
          <p>
            <Said text={reason.message} />
          </p>
          {reason.fields?.map((field) => (
            <div key={field.path} className={styles.delta}>
              <div className={styles.deltaHead}>
                <FieldPath path={field.path} />
                <span>{t('liveThenNow')}</span>
              </div>
              <FieldDiff before={valueText(field.base)} after={valueText(field.live)} labels={labels} />
            </div>
          ))}
        </div>
      ))}
      {voided > 0 && <p>{t('void', { count: voided, digest: shortDigest(plan.digest) })}</p>}
    </>
  );
}
