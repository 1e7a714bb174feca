'use client';
import { EmptyState } from '@bowline/ui/empty-state';
import { KeyValue } from '@bowline/ui/key-value';
import { Link, TextLink } from '@bowline/ui/link';
import { Columns } from '@bowline/ui/page-header';
import { Panel } from '@bowline/ui/panel';
import { RelativeTime } from '@bowline/ui/relative-time';
import { Tag } from '@bowline/ui/tag';
import { Fragment, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { useNow } from '../../lib/now.tsx';
import { repositoryName, shortRevision } from '../../lib/revision.ts';
import { urls, type AppRef } from '../../lib/urls.ts';
import { useApp, type Application } from '../../lib/use-app.ts';
import { useBuildPlan } from '../../lib/use-build-plan.ts';
import { ActivityPanel } from './activity-panel.tsx';
import { HoldDialog } from './hold-dialog.tsx';
import { WhyContent } from './why-content.tsx';

/** The state of one Application with its cause, what happened last, and where everything comes from and goes. */
export function OverviewPage({ app: ref }: { app: AppRef }) {
  const { data: app, refetch } = useApp(ref);
  const plan = useBuildPlan();
  const t = useTranslations('application.overview');
  const tApp = useTranslations('application');
  const [isHolding, setIsHolding] = useState(false);
  if (!app) return null;
  const { health, sync, counts, conditions } = app.status;
  const isFine = health.status === 'Healthy' && sync.status === 'Synced' && conditions.length === 0;
  return (
    <Columns side={<Side app={app} />}>
      {isFine ? (
        <EmptyState icon="healthy" title={t('healthy')}>
          {t('healthyText', { count: counts.resources })}
        </EmptyState>
      ) : (
        <Panel title={t('causes')}>
          <WhyContent
            app={app}
            onPlan={() => plan.mutate({ kind: 'sync', project: ref.project, application: ref.name })}
            isPlanning={plan.isPending}
            onRefresh={() => void refetch()}
            onHold={() => setIsHolding(true)}
          />
          <ActionProblem title={tApp('planFailed')} error={plan.error} />
        </Panel>
      )}
      <SourcesPanel app={app} />
      <ActivityPanel app={ref} />
      {isHolding && <HoldDialog app={ref} onClose={() => setIsHolding(false)} />}
    </Columns>
  );
}

function SourcesPanel({ app }: { app: Application }) {
  const t = useTranslations('application');
  const locale = useLocale();
  const now = useNow();
  return (
    <Panel title={t('overview.sources')} padding="flush">
      {app.spec.sources.map((source, index) => {
        const status = app.status.desired.sources[index];
        return (
          <div
            key={`${index}${source.repoURL}`}
            className="flex flex-col gap-1 border-t border-line-soft px-4 py-3 text-sm first:border-0"
          >
            <div className="flex flex-wrap items-center gap-2">
              <b title={source.repoURL}>{repositoryName(source.repoURL)}</b>
              {status && <Tag title={status.tool}>{status.renderer}</Tag>}
              <span className="mono text-fg-2">{source.chart ?? source.path ?? ''}</span>
            </div>
            <div className="text-fg-2">
              <span className="mono">{source.targetRevision ?? 'HEAD'}</span> →{' '}
              <span className="mono text-fg" title={status?.revision}>
                {status ? shortRevision(status.revision) : t('unresolved')}
              </span>
              {status?.message && <> “{status.message.split('\n')[0]}”</>}
            </div>
            {status && (
              <div className="text-xs text-fg-3">
                {[status.author, status.tool].filter(Boolean).join(' · ')}
                {status.date && (
                  <>
                    {' · '}
                    <RelativeTime value={status.date} now={now} locale={locale} />
                  </>
                )}
              </div>
            )}
          </div>
        );
      })}
    </Panel>
  );
}

function Side({ app }: { app: Application }) {
  const t = useTranslations('application.overview');
  const { images, externalUrls, counts } = app.status;
  const labels = Object.entries(app.metadata.labels);
  const ref = { project: app.metadata.project, name: app.metadata.name };
  return (
    <>
      <Panel title={t('destination')}>
        <KeyValue
          items={[
            {
              label: t('cluster'),
              value: app.spec.destination.name ? (
                <TextLink href={urls.cluster(app.spec.destination.name)}>
                  {app.spec.destination.name}
                </TextLink>
              ) : (
                <span className="mono">{app.spec.destination.server}</span>
              ),
            },
            { label: t('namespace'), value: app.spec.destination.namespace || '–' },
            {
              label: t('project'),
              value: <TextLink href={urls.project(ref.project)}>{ref.project}</TextLink>,
            },
            {
              label: t('resources'),
              value: (
                <TextLink href={urls.app(ref, 'resources')}>
                  {t('resourceCounts', {
                    total: counts.resources,
                    problems: counts.problems,
                    changed: counts.changed,
                  })}
                </TextLink>
              ),
            },
            ...(app.metadata.managedBy ? [{ label: t('managedBy'), value: app.metadata.managedBy }] : []),
          ]}
        />
      </Panel>
      {images.length > 0 && (
        <Panel title={t('images')} end={images.length}>
          <ul className="flex flex-col gap-1">
            {images.slice(0, 12).map((image) => (
              <li key={image} className="mono text-fg-2 [overflow-wrap:anywhere]">
                <ImageName image={image} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {externalUrls.length > 0 && (
        <Panel title={t('links')}>
          <ul className="flex flex-col gap-1 text-sm">
            {externalUrls.filter(isWebAddress).map((url) => (
              <li key={url} className="truncate">
                <Link className="link" href={url} target="_blank" rel="noreferrer">
                  {url}
                </Link>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {(app.spec.info ?? []).length > 0 && (
        <Panel title={t('info')}>
          <KeyValue items={(app.spec.info ?? []).map((one) => ({ label: one.name, value: one.value }))} />
        </Panel>
      )}
      {labels.length > 0 && (
        <Panel title={t('labels')}>
          <div className="flex flex-wrap gap-1">
            {labels.map(([name, value]) => (
              <Tag key={name}>
                {name}={value}
              </Tag>
            ))}
          </div>
        </Panel>
      )}
    </>
  );
}

/** Addresses come from the cluster: only web links become links. */
function isWebAddress(url: string): boolean {
  return /^https?:\/\//.test(url);
}

/** Breaks a long image where its parts end, so that the tag stays in one piece. */
function ImageName({ image }: { image: string }) {
  return image.split(/(?<=[/@])|(?=:)/).map((part, index) => (
    <Fragment key={index}>
      {part}
      <wbr />
    </Fragment>
  ));
}
