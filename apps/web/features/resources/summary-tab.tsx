'use client';
import { formatAge, formatDateTime } from '@bowline/ui/format-time';
import { KeyValue } from '@bowline/ui/key-value';
import { TextLink } from '@bowline/ui/link';
import { Notice } from '@bowline/ui/notice';
import { SectionHeading } from '@bowline/ui/page-header';
import { HealthBadge } from '@bowline/ui/status';
import { clsx } from 'clsx';
import { Fragment } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { FieldCause } from '../../lib/diff/object-diff.tsx';
import { useNow } from '../../lib/now.tsx';
import { parseKey } from '../../lib/resource-key.ts';
import { urls, type AppRef } from '../../lib/urls.ts';
import { EventsList } from './events-list.tsx';
import { containerStates, type ResourceDetail } from './resource-detail.ts';
import styles from './resources.module.css';
import { Said } from '../../lib/i18n/sentences/said.tsx';

type SummaryProps = { app: AppRef; detail: ResourceDetail };

/** What is wrong in words, then conditions, containers, what differs, owners and the latest events. */
export function SummaryTab({ app, detail }: SummaryProps) {
  const t = useTranslations('resources.details');
  const { node } = detail;
  const isBroken = node.health !== null && node.health.status !== 'Healthy' && node.health.message !== '';
  const failing = containerStates(detail.live).find((container) => container.reason !== '');
  return (
    <div className={styles.facts}>
      {detail.unknown !== '' && (
        <Notice tone="warn" title={t('unknown')}>
          <Said text={detail.unknown} />
        </Notice>
      )}
      {(isBroken || failing) && (
        <Notice
          tone={node.health?.status === 'Progressing' ? 'busy' : 'bad'}
          title={failing?.reason ?? <Said text={node.health?.message ?? ''} />}
        >
          <Said text={failing?.message || node.message} />
        </Notice>
      )}
      {detail.live === null && detail.unknown === '' && <Notice title={t('missing')} />}
      <Differs app={app} detail={detail} />
      <Containers detail={detail} />
      <Conditions detail={detail} />
      <Facts app={app} detail={detail} />
      <section>
        <SectionHeading
          level={3}
          end={<TextLink href={urls.resource(app, node.id, 'events')}>{t('openEvents')}</TextLink>}
        >
          {useTranslations('resources.drawer')('events')}
        </SectionHeading>
        <EventsList app={app} id={node.id} max={4} />
      </section>
    </div>
  );
}

function Differs({ app, detail }: SummaryProps) {
  const t = useTranslations('resources');
  const fields = detail.diff?.fields ?? [];
  if (fields.length === 0) return null;
  return (
    <section>
      <SectionHeading
        level={3}
        meta={fields.length}
        end={<TextLink href={urls.resource(app, detail.node.id, 'diff')}>{t('drawer.diff')}</TextLink>}
      >
        {t('details.differs')}
      </SectionHeading>
      {fields.slice(0, 5).map((field) => (
        <div
          key={field.path}
          className="flex flex-col gap-1 border-b border-line-soft py-2 text-xs text-fg-3"
        >
          <span className="mono text-fg">{field.path}</span>
          <span className="flex flex-wrap items-center gap-2">
            <FieldCause field={field} />
          </span>
        </div>
      ))}
    </section>
  );
}

function Containers({ detail }: { detail: ResourceDetail }) {
  const t = useTranslations('resources.details');
  const containers = containerStates(detail.live);
  if (containers.length === 0) return null;
  return (
    <section>
      <SectionHeading level={3}>{t('containers')}</SectionHeading>
      {containers.map((container) => (
        <div key={container.name} className={styles.row}>
          <b>{container.name}</b>
          <HealthBadge
            state={container.isReady ? 'Healthy' : container.reason ? 'Degraded' : 'Progressing'}
            label={container.reason || t(container.isReady ? 'ready' : 'notReady')}
          />
          <span className="text-fg-2">
            <span className="mono">{container.image}</span> · {t('restarts', { count: container.restarts })}
          </span>
        </div>
      ))}
    </section>
  );
}

function Conditions({ detail }: { detail: ResourceDetail }) {
  const t = useTranslations('resources.details');
  const locale = useLocale();
  const now = useNow();
  if (detail.conditions.length === 0) return null;
  return (
    <section>
      <SectionHeading level={3}>{t('conditions')}</SectionHeading>
      {detail.conditions.map((condition) => (
        <div key={condition.type} className={clsx(styles.row, styles.note)}>
          <b>
            {/* Breaks between the words of PodReadyToStartContainers, not inside them. */}
            {condition.type.split(/(?=[A-Z])/).map((word, index) => (
              <Fragment key={index}>
                <wbr />
                {word}
              </Fragment>
            ))}
          </b>
          <span>
            {condition.status}
            {condition.at && (
              <span className="text-fg-3"> {formatAge(Date.parse(condition.at), now, locale)}</span>
            )}
          </span>
          <span className="text-fg-2">{condition.message || condition.reason}</span>
        </div>
      ))}
    </section>
  );
}

function Facts({ app, detail }: SummaryProps) {
  const t = useTranslations('resources.details');
  const locale = useLocale();
  const { node } = detail;
  const version = node.key.group === '' ? node.version : `${node.key.group}/${node.version}`;
  return (
    <section className="flex flex-col gap-2">
      <SectionHeading level={3}>{t('facts')}</SectionHeading>
      <KeyValue
        items={[
          ...(node.key.namespace ? [{ label: t('namespace'), value: node.key.namespace }] : []),
          { label: t('version'), value: <span className="mono">{version}</span> },
          ...(node.createdAt ? [{ label: t('created'), value: formatDateTime(node.createdAt, locale) }] : []),
          ...(node.wave === 0 ? [] : [{ label: t('wave'), value: node.wave }]),
          ...(node.images.length > 0
            ? [{ label: t('images'), value: <span className="mono">{node.images.join(', ')}</span> }]
            : []),
          ...(detail.owners.length > 0
            ? [
                {
                  label: t('owners'),
                  value: (
                    <span className="flex flex-wrap gap-2">
                      {detail.owners.map((owner) => {
                        const key = parseKey(owner);
                        return (
                          <TextLink key={owner} href={urls.resource(app, owner)}>
                            {key ? `${key.kind} ${key.name}` : owner}
                          </TextLink>
                        );
                      })}
                    </span>
                  ),
                },
              ]
            : []),
        ]}
      />
    </section>
  );
}
