'use client';
import type { CallOutput } from '@bowline/contract/client';
import { formatAge } from '@bowline/ui/format-time';
import { CauseTag, DiffObject, type DiffHunk, type DiffTextLabels } from '@bowline/ui/diff-view';
import type { OpKind } from '@bowline/ui/status';
import type { ReactNode } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { rich } from '../i18n/rich.tsx';
import { useNow } from '../now.tsx';
import { shortRevision } from '../revision.ts';
import { hiddenSentence } from './hidden-fields.ts';
import { valueText } from './value-text.ts';

export type ObjectDiff = CallOutput<'getChanges'>['objects'][number];
export type FieldChange = ObjectDiff['fields'][number];
export const diffModes = ['field', 'unified', 'split'] as const;
export type DiffMode = (typeof diffModes)[number];
/** Where pending changes come from: the commit and its author. */
export type Origin = { revision: string; author?: string };

/** Words for the lines of a diff. */
export function useDiffLabels(): DiffTextLabels {
  const t = useTranslations('common.diff');
  return {
    added: t('added'),
    removed: t('removed'),
    unchanged: (count) => t('unchanged', { count }),
    more: (count) => t('moreLines', { count }),
  };
}

/** What happens to an object, as the square mark says it. */
export function opOf(object: Pick<ObjectDiff, 'action' | 'verdict' | 'hookPhases'>): OpKind {
  if (object.action === 'hook' || object.hookPhases.length > 0) return 'hook';
  if (object.verdict === 'unknown') return 'unknown';
  // A missing namespace is applied: one that appears meanwhile is as good.
  const isNew = object.action === 'apply' && object.verdict === 'missing';
  if (object.action === 'create' || isNew) return 'create';
  if (object.action === 'prune' || object.action === 'delete') return 'prune';
  if (['apply', 'replace', 'recreate'].includes(object.action)) return 'change';
  return { missing: 'create', extra: 'prune', modified: 'change', 'in-sync': 'same' }[
    object.verdict
  ] as OpKind; // every verdict has a mark
}

type ObjectDiffViewProps = {
  object: ObjectDiff;
  mode: DiffMode;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  origin?: Origin;
  /** In a plan: drift is taken back. */
  isPlan?: boolean;
  /** Replaces the sentence beside the name. */
  consequence?: ReactNode;
  end?: ReactNode;
};

/** One object of a diff, live → desired: whole when it is new or goes, else field by field with causes. */
export function ObjectDiffView(props: ObjectDiffViewProps) {
  const { object, mode, isOpen, onOpenChange, end } = props;
  const t = useTranslations('terms');
  const labels = useDiffLabels();
  const op = opOf(object);
  const hunks = useHunks(props);
  const hidden = hiddenSentence(object.hidden, t);
  return (
    <DiffObject
      id={`object-${object.id}`}
      op={op}
      opLabel={t(`op.${op}`)}
      kind={object.key.kind}
      name={object.key.name}
      consequence={props.consequence ?? (object.message || undefined)}
      end={end}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      toggleLabel={t('diff.toggle')}
      hunks={hunks}
      yaml={{ before: object.liveYaml || undefined, after: object.desiredYaml || undefined }}
      mode={mode}
      labels={labels}
      footnotes={[
        ...(op === 'unknown' ? [{ id: 'unknown', icon: 'unknown' as const, text: t('diff.unread') }] : []),
        ...(hunks.length === 0 && object.hidden.length === 0 && op !== 'unknown'
          ? [{ id: 'same', icon: 'synced' as const, text: t('diff.noFields') }]
          : []),
        ...(hunks.length === 0 && object.hidden.length > 0
          ? [
              {
                id: 'only',
                icon: 'ignored' as const,
                text: t('diff.onlyHidden', { count: object.hidden.length }),
              },
            ]
          : []),
        ...(hidden ? [{ id: 'hidden', icon: 'ignored' as const, text: hidden }] : []),
        ...(object.key.kind === 'Secret' && object.key.group === ''
          ? [{ id: 'secret', icon: 'lock' as const, text: t('diff.secret') }]
          : []),
      ]}
    />
  );
}

/** A new object is worth a look at its head; of one that goes, its name is what matters. */
const [addedLines, removedLines] = [12, 6];

function useHunks({ object, origin, isPlan }: ObjectDiffViewProps): DiffHunk[] {
  const t = useTranslations('terms');
  // Nothing was read to compare with: the manifest is no addition.
  if (object.verdict === 'unknown') return [];
  const isWhole = object.liveYaml === '' || object.desiredYaml === '';
  const cause = (field: FieldChange) => <FieldCause field={field} origin={origin} isPlan={isPlan} />;
  if (isWhole && (object.liveYaml !== '' || object.desiredYaml !== '')) {
    const isRemoval = object.desiredYaml === '';
    return [
      {
        id: `${object.id}-whole`,
        path: isRemoval ? t('diff.wholeRemoved') : t('diff.whole'),
        isSentence: true,
        cause: origin && <OriginCause origin={origin} />,
        before: isRemoval ? object.liveYaml : undefined,
        after: isRemoval ? undefined : object.desiredYaml,
        initialLines: isRemoval ? removedLines : addedLines,
      },
    ];
  }
  return object.fields.map((field) => ({
    id: `${object.id}-${field.path}`,
    path: field.path,
    before: valueText(field.live),
    after: valueText(field.desired),
    cause: cause(field),
  }));
}

function OriginCause({ origin }: { origin: Origin }) {
  const t = useTranslations('terms.cause');
  return (
    <>
      <CauseTag kind="pending">{t('pending')}</CauseTag>
      <span className="mono">{shortRevision(origin.revision)}</span>
      {origin.author && <span>{origin.author}</span>}
    </>
  );
}

/** Why one field differs: the commit, or who changed it in the cluster and when. */
export function FieldCause({
  field,
  origin,
  isPlan,
}: {
  field: FieldChange;
  origin?: Origin;
  isPlan?: boolean;
}) {
  const t = useTranslations('terms');
  const locale = useLocale();
  const now = useNow();
  if (field.cause === 'pending' && origin) return <OriginCause origin={origin} />;
  const age = field.time ? `, ${formatAge(Date.parse(field.time), now, locale, 'relative')}` : '';
  return (
    <>
      <CauseTag kind={field.cause}>{t(`cause.${field.cause}`)}</CauseTag>
      {field.cause === 'drift' && (
        <span>
          {field.manager
            ? t.rich('diff.setBy', { ...rich, manager: field.manager, age })
            : t('diff.setUnknown')}
          {isPlan && (
            <>
              {' · '}
              <b>{t('diff.takenBack')}</b>
            </>
          )}
        </span>
      )}
      {field.cause !== 'drift' && field.manager && <span>{field.manager}</span>}
    </>
  );
}
