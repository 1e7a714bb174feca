'use client';
import { Icon } from '@bowline/ui/icon';
import { TextLink } from '@bowline/ui/link';
import { Panel } from '@bowline/ui/panel';
import { clsx } from 'clsx';
import { useTranslations } from 'use-intl';
import { urls } from '../../lib/urls.ts';
import styles from './home.module.css';
import type { Home } from './home-page.tsx';

const links = {
  repository: urls.newRepository(),
  cluster: urls.newCluster(),
  application: urls.newApp(),
  plan: urls.apps(),
  rollback: urls.apps(),
} as const;
const isKnown = (id: string): id is keyof typeof links => id in links;

/** What to try next on a new installation; goes away when everything was done. */
export function FirstRun({ steps }: { steps: Home['firstRun'] }) {
  const t = useTranslations('home.firstRun');
  return (
    <Panel title={t('title')} end={t('hint')}>
      <ol>
        {steps.map((step) => (
          <li key={step.id} className={clsx(styles.step, step.done && styles.stepDone)}>
            <Icon name={step.done ? 'check' : 'todo'} label={step.done ? t('doneWord') : undefined} />
            {isKnown(step.id) ? (
              step.done ? (
                t(`steps.${step.id}`)
              ) : (
                <TextLink href={links[step.id]}>{t(`steps.${step.id}`)}</TextLink>
              )
            ) : (
              step.id
            )}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
