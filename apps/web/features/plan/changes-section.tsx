'use client';
import { Button } from '@bowline/ui/button';
import { focusHunk } from '@bowline/ui/diff-view';
import { Checkbox } from '@bowline/ui/field';
import { SectionHeading } from '@bowline/ui/page-header';
import { Wave, Waves } from '@bowline/ui/timeline';
import { useTranslations } from 'use-intl';
import { DiffModeControl, useDiffMode } from '../../lib/diff/diff-mode.tsx';
import { ObjectDiffView, opOf, type Origin } from '../../lib/diff/object-diff.tsx';
import { useOpenObjects } from '../../lib/diff/use-open-objects.ts';
import { useShortcuts } from '../../lib/keys/provider.tsx';
import { formatKey } from '../../lib/resource-key.ts';
import type { PlanObject, Risk } from './plan.ts';
import { wavesOf } from './waves.ts';

type ChangesSectionProps = {
  objects: readonly PlanObject[];
  isDeletion: boolean;
  origin?: Origin;
  risks: readonly Risk[];
  viewed: ReadonlySet<string>;
  onViewed: (id: string, isViewed: boolean) => void;
};

/** Every object the plan touches, in the order it runs, wave by wave. */
export function ChangesSection(props: ChangesSectionProps) {
  const { objects, isDeletion, origin, risks, viewed, onViewed } = props;
  const t = useTranslations('plan.changes');
  const tTerms = useTranslations('terms');
  const [mode, setMode] = useDiffMode();
  const open = useOpenObjects(objects.map((object) => object.id));
  useShortcuts({
    nextHunk: () => void focusHunk('next'),
    previousHunk: () => void focusHunk('previous'),
    collapseAll: open.toggleAll,
  });
  const restarting = new Set(
    risks.flatMap((risk) => (risk.code === 'restart' && risk.key ? [formatKey(risk.key)] : [])),
  );
  const viewedCount = objects.filter((object) => viewed.has(object.id)).length;
  return (
    <div className="flex flex-col gap-3">
      <SectionHeading
        meta={objects.length > 0 && t('viewed', { viewed: viewedCount, total: objects.length })}
        end={
          objects.length > 0 && (
            <span className="flex items-center gap-2">
              <Button size="xs" variant="ghost" className="max-md:hidden" onClick={open.toggleAll}>
                {t('toggleAll')}
              </Button>
              <DiffModeControl mode={mode} onChange={setMode} />
            </span>
          )
        }
      >
        {t(isDeletion ? 'titleDeletion' : 'title')}
      </SectionHeading>
      {objects.length === 0 && <p className="text-sm text-fg-2">{t('none')}</p>}
      <Waves label={t('title')}>
        {wavesOf(objects, isDeletion).map((wave) => (
          <Wave
            key={wave.id}
            title={wave.isPrune ? t('last') : tTerms('wave', { wave: wave.wave })}
            subtitle={wave.isPrune ? t('prune') : wave.phase}
          >
            {wave.objects.map((object) => (
              <ObjectDiffView
                key={object.id}
                object={object}
                mode={mode}
                origin={origin}
                isPlan
                isOpen={open.isOpen(object.id) && !(opOf(object) === 'hook' && objects.length > 8)}
                onOpenChange={(isOpen) => open.setOpen(object.id, isOpen)}
                consequence={<Consequence object={object} isRestart={restarting.has(object.id)} />}
                end={
                  <Checkbox
                    label={<span className="max-md:sr-only">{t('mark')}</span>}
                    aria-label={t('markName', { name: `${object.key.kind} ${object.key.name}` })}
                    checked={viewed.has(object.id)}
                    onChange={(event) => onViewed(object.id, event.target.checked)}
                  />
                }
              />
            ))}
          </Wave>
        ))}
      </Waves>
    </div>
  );
}

function Consequence({ object, isRestart }: { object: PlanObject; isRestart: boolean }) {
  const t = useTranslations('plan.consequence');
  if (object.action === 'recreate' || object.action === 'replace') return t(object.action);
  switch (opOf(object)) {
    case 'hook':
      return t('hook', { phase: object.phase ?? object.hookPhases[0] ?? '' });
    case 'create':
      return t('create', { lines: object.desiredYaml.trimEnd().split('\n').length });
    case 'prune':
      return t('prune');
    default:
      return isRestart ? t('restart') : null;
  }
}
