'use client';
import { ProgressSegments, Sparkline, StackedBar } from '@bowline/ui/charts';
import { Button } from '@bowline/ui/button';
import { EmptyState } from '@bowline/ui/empty-state';
import { ErrorPanel } from '@bowline/ui/error-panel';
import { FreshnessChip } from '@bowline/ui/freshness-chip';
import { Icon, iconNames } from '@bowline/ui/icon';
import { KeyValue } from '@bowline/ui/key-value';
import { Notice } from '@bowline/ui/notice';
import { Panel } from '@bowline/ui/panel';
import { SkeletonRows } from '@bowline/ui/skeleton';
import {
  HealthBadge,
  StepBadge,
  SyncBadge,
  healthSigns,
  stepSigns,
  syncSigns,
  type HealthState,
  type StepState,
  type SyncState,
} from '@bowline/ui/status';

/** Every state word, notice and empty or failing panel. */
export function StatesSection() {
  return (
    <>
      <Panel title="States">
        <div className="flex flex-col gap-1">
          {(Object.keys(healthSigns) as HealthState[]).map((state) => (
            <HealthBadge key={state} state={state} label={state} />
          ))}
          {(Object.keys(syncSigns) as SyncState[]).map((state) => (
            <SyncBadge key={state} state={state} label={state} />
          ))}
          {(Object.keys(stepSigns) as StepState[]).map((state) => (
            <StepBadge key={state} state={state} label={state} />
          ))}
        </div>
      </Panel>
      <Panel title="Charts">
        <StackedBar
          label="Health"
          parts={[
            { id: 'a', label: 'Degraded', value: 12, tone: 'bad' },
            { id: 'b', label: 'Healthy', value: 400, tone: 'rest' },
          ]}
        />
        <Sparkline
          label="Operations"
          bars={[3, 5, 2, 8, 6].map((value, index) => ({
            id: String(index),
            value,
            failed: index === 3 ? 2 : 0,
          }))}
          start="Yesterday"
          end="Now"
        />
        <ProgressSegments label="2 of 5" total={5} done={2} active={1} />
      </Panel>
      <Panel title="Facts">
        <KeyValue
          items={[
            { label: 'Version', value: '1.36' },
            { label: 'Latency', value: '41 ms' },
          ]}
        />
      </Panel>
      {(['ok', 'busy', 'warn', 'bad', 'plain'] as const).map((tone) => (
        <Notice key={tone} tone={tone} title="Still exact.">
          Planned objects, sources and options are unchanged.
        </Notice>
      ))}
      <div>
        <FreshnessChip state="live">Live</FreshnessChip>
        <FreshnessChip state="delayed">Delayed 42 s</FreshnessChip>
        <FreshnessChip state="offline">Offline, data from 14:03:12</FreshnessChip>
      </div>
      <ErrorPanel
        title="The application list could not be loaded."
        hint="The database does not answer."
        facts={[{ label: 'Request', value: 'req_8F2Kd01' }]}
        retryLabel="Try again"
        onRetry={() => undefined}
        copyLabel="Copy details"
      />
      <EmptyState title="No application matches" actions={<Button>Clear filters</Button>}>
        Active filters: health Degraded.
      </EmptyState>
      <SkeletonRows rows={3} label="Loading" />
      <div className="flex flex-wrap gap-2">
        {iconNames.map((name) => (
          <Icon key={name} name={name} />
        ))}
      </div>
    </>
  );
}
