'use client';
import { Button } from '@bowline/ui/button';
import { Drawer } from '@bowline/ui/drawer';
import { Checkbox, Field, Fieldset, Input, Radio } from '@bowline/ui/field';
import { Icon } from '@bowline/ui/icon';
import { Notice } from '@bowline/ui/notice';
import { SectionHeading } from '@bowline/ui/page-header';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { api } from '../../lib/api/client.ts';
import { ObjectDiffView } from '../../lib/diff/object-diff.tsx';
import { useOpenObjects } from '../../lib/diff/use-open-objects.ts';
import { DrawerSlot } from '../../lib/drawer-host.tsx';
import { useNow } from '../../lib/now.tsx';
import { ProblemPanel } from '../../lib/problem.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import type { AppRef } from '../../lib/urls.ts';
import { useBuildPlan } from '../../lib/use-build-plan.ts';
import { useDrawerWidth } from '../../lib/use-drawer-width.ts';
import { Said } from '../../lib/i18n/sentences/said.tsx';

type RollbackDrawerProps = { app: AppRef; number: number; onClose: () => void };

/** What a rollback would restore, what it cannot undo and how long auto-sync is held; the button only opens a plan. */
export function RollbackDrawer({ app, number, onClose }: RollbackDrawerProps) {
  const t = useTranslations('history.drawer');
  const tCommon = useTranslations('common');
  const [width, setWidth] = useDrawerWidth();
  const now = useNow();
  const build = useBuildPlan();
  const [end, setEnd] = useState<'digest' | 'resume' | 'time'>('digest');
  const [time, setTime] = useState('');
  const [reason, setReason] = useState('');
  const [includeHooks, setIncludeHooks] = useState(false);
  const [isTried, setIsTried] = useState(false);
  const at = Date.parse(time);
  const hasTime = end !== 'time' || (Number.isFinite(at) && at > now);
  const submit = () => {
    setIsTried(true);
    if (!hasTime) return;
    build.mutate({
      kind: 'rollback',
      project: app.project,
      application: app.name,
      release: number,
      includeHooks,
      hold: {
        ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
        ...(end === 'resume' ? { untilResumed: true } : {}),
        ...(end === 'time' ? { untilTime: new Date(at).toISOString() } : {}),
      },
    });
  };
  return (
    <DrawerSlot>
      <Drawer
        title={t('title', { number })}
        summary={t('from', { number })}
        onClose={onClose}
        closeLabel={tCommon('close')}
        resizeLabel={tCommon('resize')}
        width={width}
        onResize={setWidth}
        footer={
          <div className="flex flex-col gap-2">
            <div className="flex gap-2">
              <Button variant="primary" isBusy={build.isPending} onClick={submit}>
                {t('submit')}
              </Button>
              <Button variant="ghost" onClick={onClose}>
                {tCommon('cancel')}
              </Button>
            </div>
            <p className="text-xs text-fg-2">{t('note')}</p>
          </div>
        }
      >
        <div className="flex flex-col gap-5">
          <ActionProblem title={t('failed')} error={build.error} />
          <Restores app={app} number={number} />
          <CannotUndo number={number} includeHooks={includeHooks} onIncludeHooks={setIncludeHooks} />
          <Fieldset legend={t('hold')} hint={t('holdHint')} isBordered>
            <Radio
              name="rollback-end"
              label={t('untilDigest')}
              hint={t('untilDigestHint', { app: app.name })}
              checked={end === 'digest'}
              onChange={() => setEnd('digest')}
            />
            <Radio
              name="rollback-end"
              label={t('untilResumed')}
              hint={t('untilResumedHint')}
              checked={end === 'resume'}
              onChange={() => setEnd('resume')}
            />
            <Radio
              name="rollback-end"
              label={t('untilTime')}
              checked={end === 'time'}
              onChange={() => setEnd('time')}
            />
          </Fieldset>
          {end === 'time' && (
            <Field label={t('time')} error={isTried && !hasTime ? t('timeError') : undefined}>
              <Input type="datetime-local" value={time} onChange={(event) => setTime(event.target.value)} />
            </Field>
          )}
          <Field label={t('reason')}>
            <Input
              value={reason}
              maxLength={500}
              placeholder={t('reasonPlaceholder')}
              onChange={(event) => setReason(event.target.value)}
            />
          </Field>
        </div>
      </Drawer>
    </DrawerSlot>
  );
}

const shownMax = 20;

function Restores({ app, number }: { app: AppRef; number: number }) {
  const t = useTranslations('history.drawer');
  const tCommon = useTranslations('common');
  const params = { from: 'live', to: `release:${number}` };
  const query = useQuery({
    queryKey: queryKeys.changes(app, params),
    queryFn: ({ signal }) => api.call('getChanges', { params: app, query: params, signal }),
    placeholderData: undefined,
  });
  const objects = (query.data?.objects ?? []).filter((object) => object.verdict !== 'in-sync');
  const open = useOpenObjects(objects.map((object) => object.id));
  return (
    <section className="flex flex-col gap-2">
      <SectionHeading level={3}>{t('restores')}</SectionHeading>
      {query.isPending && <SkeletonRows rows={3} label={tCommon('loading')} />}
      {query.isError && !query.data && (
        <ProblemPanel what={t('previewWhat')} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.data && query.data.message !== '' && (
        <Notice tone="warn">
          <Said text={query.data.message} />
        </Notice>
      )}
      {query.data && objects.length === 0 && query.data.message === '' && (
        <p className="text-sm text-fg-2">{t('nothing', { number })}</p>
      )}
      {objects.slice(0, shownMax).map((object) => (
        <ObjectDiffView
          key={object.id}
          object={object}
          mode="field"
          isOpen={open.isOpen(object.id)}
          onOpenChange={(isOpen) => open.setOpen(object.id, isOpen)}
        />
      ))}
      {objects.length > shownMax && (
        <p className="text-sm text-fg-2">{t('more', { count: objects.length - shownMax })}</p>
      )}
    </section>
  );
}

type CannotUndoProps = {
  number: number;
  includeHooks: boolean;
  onIncludeHooks: (includeHooks: boolean) => void;
};

function CannotUndo({ number, includeHooks, onIncludeHooks }: CannotUndoProps) {
  const t = useTranslations('history.drawer');
  return (
    <section className="flex flex-col gap-2">
      <SectionHeading level={3}>{t('cannot')}</SectionHeading>
      <ul className="flex flex-col gap-1 text-sm text-fg-2">
        {(['hooks', 'volumes'] as const).map((id) => (
          <li key={id} className="flex items-start gap-2">
            <Icon name="alert" className="mt-1 text-warn" />
            <span>{t(id)}</span>
          </li>
        ))}
      </ul>
      <Checkbox
        label={t('includeHooks', { number })}
        checked={includeHooks}
        onChange={(event) => onIncludeHooks(event.target.checked)}
      />
    </section>
  );
}
