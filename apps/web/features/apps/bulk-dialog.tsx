'use client';
import { ApiError } from '@bowline/contract/client';
import { Button } from '@bowline/ui/button';
import { Dialog } from '@bowline/ui/dialog';
import { TextLink } from '@bowline/ui/link';
import { StatusBadge, healthSigns, stepSigns } from '@bowline/ui/status';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { problemCode } from '../../lib/action-problem.tsx';
import { api } from '../../lib/api/client.ts';
import { runBulk, type BulkState } from '../../lib/run-bulk.ts';
import { urls } from '../../lib/urls.ts';
import styles from './apps.module.css';
import type { AppRow } from './use-app-list.ts';
import { useSentence } from '../../lib/i18n/sentences/use-sentence.ts';

export type BulkAction = 'plan' | 'refresh';
/** The plan built for an application; '' where there is none. */
type State = BulkState<string>;

const width = 4;
const work: Record<BulkAction, (row: AppRow) => Promise<string>> = {
  plan: async ({ project, name }) =>
    (await api.call('buildPlan', { body: { kind: 'sync', project, application: name } })).id,
  refresh: async ({ project, name }) => {
    await api.call('refreshApplication', { params: { project, name }, body: { mode: 'normal' } });
    return '';
  },
};

/**
 * One request for each chosen application, each with its own outcome in sight. Plans are only built: every one waits for its own
 * review. Closing stops what has not begun.
 */
export function BulkDialog({
  action,
  rows,
  onClose,
}: {
  action: BulkAction;
  rows: readonly AppRow[];
  onClose: () => void;
}) {
  const t = useTranslations('apps.bulk');
  const tCommon = useTranslations('common');
  const [states, setStates] = useState<ReadonlyMap<string, State>>(new Map());
  // What was chosen when it began: the list below goes on changing.
  const [items] = useState(rows);
  useEffect(() => {
    const stop = new AbortController();
    const onState = ({ uid }: AppRow, state: State) => {
      if (!stop.signal.aborted) setStates((known) => new Map(known).set(uid, state));
    };
    // After the first paint, so that React's rehearsal of effects sends nothing.
    const timer = setTimeout(() => {
      void runBulk({ items, width, work: work[action], onState, signal: stop.signal });
    });
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [items, action]);
  const tally = tallyOf([...states.values()]);
  const ended = items.filter(({ uid }) => isEnded(states.get(uid))).length;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(`${action}.title`, { count: items.length })}
      description={t(`${action}.text`)}
      closeLabel={tCommon('close')}
      footer={
        <Button variant={ended === items.length ? 'primary' : 'default'} onClick={onClose}>
          {t(ended === items.length ? 'close' : 'stop')}
        </Button>
      }
    >
      <p role="status" className="text-sm text-fg-2">
        {ended === items.length ? t('summary', tally) : t('progress', { ended, count: items.length })}
      </p>
      <ul className={styles.bulk}>
        {items.map((row) => (
          <li key={row.uid} className={styles.bulkRow}>
            <span className="min-w-0 truncate" title={`${row.project}/${row.name}`}>
              <span className="text-fg-3">{row.project} / </span>
              {row.name}
            </span>
            <Outcome state={states.get(row.uid)} action={action} />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

/** How it went, once all have ended: having nothing to do is no failure. */
function tallyOf(states: readonly State[]): { done: number; nothing: number; failed: number } {
  const failures = states.filter((state) => state.kind === 'failed');
  const nothing = failures.filter(({ error }) => problemCode(error) === 'nothing_to_do').length;
  return {
    done: states.filter((state) => state.kind === 'done').length,
    nothing,
    failed: failures.length - nothing,
  };
}

function isEnded(state: State | undefined): boolean {
  return state?.kind === 'done' || state?.kind === 'failed';
}

function Outcome({ state, action }: { state: State | undefined; action: BulkAction }) {
  const t = useTranslations('apps.bulk');
  const say = useSentence();
  if (state?.kind === 'running') return <StatusBadge sign={stepSigns.Running} label={t('running')} />;
  if (state?.kind === 'failed') {
    const problem = state.error instanceof ApiError ? state.error.problem : null;
    if (problem?.code === 'nothing_to_do')
      return <StatusBadge sign={healthSigns.Healthy} label={t('nothing')} isQuiet />;
    const said = problem ? say(problem.detail, problem.code) : undefined;
    return (
      <StatusBadge
        sign={healthSigns.Degraded}
        label={t('failed')}
        detail={said}
        title={problem ? `${said}\n${problem.requestId}` : undefined}
      />
    );
  }
  if (state?.kind === 'done') {
    return action === 'plan' ? (
      <TextLink href={urls.plan(state.result)}>{t('open')}</TextLink>
    ) : (
      <StatusBadge sign={healthSigns.Healthy} label={t('refreshed')} isQuiet />
    );
  }
  return <StatusBadge sign={stepSigns.Waiting} label={t('waiting')} isQuiet />;
}
