'use client';
import { Button } from '@bowline/ui/button';
import { Notice } from '@bowline/ui/notice';
import { SectionHeading } from '@bowline/ui/page-header';
import { SkeletonRows } from '@bowline/ui/skeleton';
import { useTranslations } from 'use-intl';
import { ObjectDiffView } from '../../lib/diff/object-diff.tsx';
import { useOpenObjects } from '../../lib/diff/use-open-objects.ts';
import { ActionProblem } from '../../lib/action-problem.tsx';
import { shortRevision } from '../../lib/revision.ts';
import styles from './create.module.css';
import type { Draft } from './draft.ts';
import type { PreviewQuery } from './use-preview.ts';
import { Said } from '../../lib/i18n/sentences/said.tsx';

/** Every object as it would be, before anything is saved; a failed render says what and why. */
export function PreviewStep({ draft, preview }: { draft: Draft; preview: PreviewQuery }) {
  const t = useTranslations('create');
  const again = (
    <Button size="sm" icon="refresh" isBusy={preview.isFetching} onClick={() => void preview.refetch()}>
      {t('again')}
    </Button>
  );
  if (preview.isPending) {
    return (
      <div className="flex flex-col gap-2">
        <p className="text-sm text-fg-2">{t('rendering')}</p>
        <SkeletonRows rows={5} label={t('rendering')} />
      </div>
    );
  }
  if (!preview.data) {
    return (
      <ActionProblem title={t('renderFailed')} error={preview.error} onRetry={() => void preview.refetch()} />
    );
  }
  const { failure, warnings, destination, objects } = preview.data;
  if (failure) {
    return (
      <>
        <Notice tone="bad" role="status" title={t('renderFailed')} actions={again}>
          <Said text={failure.message} code={failure.code} /> {failure.hint}{' '}
          <span className="mono text-fg-3">{failure.code}</span>
        </Notice>
        {failure.output !== '' && (
          <pre className={styles.output} tabIndex={0} aria-label={t('output')}>
            {failure.output}
          </pre>
        )}
      </>
    );
  }
  return (
    <>
      {warnings.length > 0 && (
        <Notice tone="warn" title={t('warnings', { count: warnings.length })}>
          <Said text={warnings.map((warning) => warning.message).join(' ')} />
        </Notice>
      )}
      {!destination.reachable && (
        <Notice tone="warn" title={t('unreachable')}>
          <Said text={destination.message} />
        </Notice>
      )}
      {destination.reachable && destination.namespaceExists === false && !draft.createNamespace && (
        <Notice tone="warn">{destination.message}</Notice>
      )}
      <Existing objects={objects} />
      <SectionHeading end={again}>
        {objects.length === 0
          ? t('renderedNone')
          : t('rendered', {
              count: objects.length,
              renderer: preview.data.renderer,
              revision: shortRevision(preview.data.revision),
            })}
      </SectionHeading>
      <Objects objects={objects} />
    </>
  );
}

type Objects = NonNullable<PreviewQuery['data']>['objects'];

function Existing({ objects }: { objects: Objects }) {
  const t = useTranslations('create');
  const count = objects.filter((object) => object.liveYaml !== '').length;
  return count === 0 ? null : <Notice tone="warn">{t('existsAlready', { count })}</Notice>;
}

function Objects({ objects }: { objects: Objects }) {
  const open = useOpenObjects([]);
  return (
    <div className="flex flex-col gap-2">
      {objects.map((object) => (
        <ObjectDiffView
          key={object.id}
          object={object}
          mode="field"
          isOpen={open.isOpen(object.id)}
          onOpenChange={(isOpen) => open.setOpen(object.id, isOpen)}
        />
      ))}
    </div>
  );
}
