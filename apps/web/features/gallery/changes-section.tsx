'use client';
import { CauseTag, DiffObject, type DiffHunk } from '@bowline/ui/diff-view';
import { Checkbox } from '@bowline/ui/field';
import { SectionHeading } from '@bowline/ui/page-header';
import { SegmentedControl } from '@bowline/ui/tabs';
import { Wave, Waves } from '@bowline/ui/timeline';
import { useState } from 'react';

const labels = {
  added: 'added',
  removed: 'removed',
  unchanged: (count: number) => `Show ${count} unchanged lines`,
  more: (count: number) => `Show ${count} more lines`,
};
const git = (
  <>
    <CauseTag kind="pending">git</CauseTag>
    <span className="mono">c4d81e2</span> park, PR 812
  </>
);
const hunks: DiffHunk[] = [
  {
    id: 'h1',
    path: 'spec.template.spec.containers[web].image',
    before: 'registry.shop.internal/web:2.4.1@sha256:1c88e0d4',
    after: 'registry.shop.internal/web:2.4.2@sha256:9a417b20',
    cause: git,
  },
  {
    id: 'h2',
    path: 'spec.template.spec.containers[web].resources.limits.memory',
    before: '384Mi',
    after: '512Mi',
    cause: git,
  },
];
const yaml = {
  before: Array.from({ length: 40 }, (_, i) => (i === 20 ? 'image: web:2.4.1' : `key-${i}: value`)).join(
    '\n',
  ),
  after: Array.from({ length: 40 }, (_, i) => (i === 20 ? 'image: web:2.4.2' : `key-${i}: value`)).join('\n'),
};

/** The diff of a plan, wave by wave. */
export function ChangesSection() {
  const [mode, setMode] = useState<'field' | 'unified' | 'split'>('field');
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) => (isOpen: boolean) =>
    setClosed((known) => new Set(isOpen ? [...known].filter((other) => other !== id) : [...known, id]));
  return (
    <>
      <SectionHeading
        meta="3 of 4 viewed"
        end={
          <SegmentedControl
            label="Mode"
            size="sm"
            value={mode}
            onChange={setMode}
            items={[
              { id: 'field', label: 'Field' },
              { id: 'unified', label: 'YAML' },
              { id: 'split', label: 'Split' },
            ]}
          />
        }
      >
        Changes in the order they run
      </SectionHeading>
      <Waves label="Waves">
        <Wave title="Wave −1" subtitle="Sync">
          <DiffObject
            id="cm"
            op="change"
            opLabel="changed"
            kind="ConfigMap"
            name="web-env"
            consequence="read again when pods restart"
            end={<Checkbox label="Viewed" defaultChecked />}
            isOpen={!closed.has('cm')}
            onOpenChange={toggle('cm')}
            toggleLabel="Collapse"
            mode={mode}
            labels={labels}
            yaml={yaml}
            hunks={[
              {
                id: 'h3',
                path: 'data.PAYMENTS_GATEWAY_URL',
                after: 'https://gateway.payments.svc:8443',
                cause: git,
              },
              {
                id: 'h4',
                path: 'data.CART_TTL',
                before: '45m',
                after: '30m',
                cause: (
                  <>
                    <CauseTag kind="drift">Drift</CauseTag>
                    <span>
                      live set by <b>kim</b>, kubectl-edit, 26 min ago
                    </span>
                  </>
                ),
              },
            ]}
          />
        </Wave>
        <Wave title="Wave 0" subtitle="Sync">
          <DiffObject
            id="deploy"
            op="change"
            opLabel="changed"
            kind="Deployment"
            name="web"
            consequence="restarts 6 pods, 5 stay available"
            isOpen={!closed.has('deploy')}
            onOpenChange={toggle('deploy')}
            toggleLabel="Collapse"
            mode={mode}
            labels={labels}
            yaml={yaml}
            hunks={hunks}
            footnotes={[{ id: 'f', text: '1 ignored field: spec.replicas 4 → 6, owned by hpa-controller' }]}
          />
          <DiffObject
            id="hpa"
            op="create"
            opLabel="created"
            kind="HorizontalPodAutoscaler"
            name="web"
            consequence="new object, 14 lines"
            isOpen={!closed.has('hpa')}
            onOpenChange={toggle('hpa')}
            toggleLabel="Collapse"
            mode={mode}
            labels={labels}
            hunks={[{ id: 'h5', path: 'Whole object', isSentence: true, after: yaml.after, cause: git }]}
          />
        </Wave>
        <Wave title="Last" subtitle="Prune">
          <DiffObject
            id="job"
            op="prune"
            opLabel="deleted"
            kind="Job"
            name="migrate-117"
            consequence="whole object is deleted"
            isOpen={!closed.has('job')}
            onOpenChange={toggle('job')}
            toggleLabel="Collapse"
            mode={mode}
            labels={labels}
            hunks={[
              {
                id: 'h6',
                path: 'Removed from git',
                isSentence: true,
                before: 'kind: Job\nname: migrate-117',
                cause: git,
              },
            ]}
          />
        </Wave>
      </Waves>
    </>
  );
}
