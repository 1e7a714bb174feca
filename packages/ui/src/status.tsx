import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import styles from './status.module.css';

export type Tone = 'ok' | 'busy' | 'bad' | 'warn' | 'idle';
export type HealthState = 'Healthy' | 'Suspended' | 'Progressing' | 'Missing' | 'Degraded' | 'Unknown';
export type SyncState =
  | 'Synced'
  | 'Pending'
  | 'Drift'
  | 'Both'
  | 'ToPrune'
  | 'OutOfSync'
  | 'Unknown'
  | 'Ignored';
export type StepState =
  | 'Waiting'
  | 'Running'
  | 'WaitingHealthy'
  | 'Succeeded'
  | 'Failed'
  | 'Error'
  | 'Skipped'
  | 'Stopped';

type Sign = { icon: IconName; tone: Tone };

export const healthSigns: Record<HealthState, Sign> = {
  Healthy: { icon: 'healthy', tone: 'ok' },
  Suspended: { icon: 'suspended', tone: 'idle' },
  Progressing: { icon: 'progressing', tone: 'busy' },
  Missing: { icon: 'missing', tone: 'warn' },
  Degraded: { icon: 'degraded', tone: 'bad' },
  Unknown: { icon: 'unknown', tone: 'idle' },
};

export const syncSigns: Record<SyncState, Sign> = {
  Synced: { icon: 'synced', tone: 'idle' },
  Pending: { icon: 'pending', tone: 'warn' },
  Drift: { icon: 'drift', tone: 'warn' },
  Both: { icon: 'both', tone: 'warn' },
  ToPrune: { icon: 'prune', tone: 'bad' },
  OutOfSync: { icon: 'out-of-sync', tone: 'warn' },
  Unknown: { icon: 'sync-unknown', tone: 'idle' },
  Ignored: { icon: 'ignored', tone: 'idle' },
};

export const stepSigns: Record<StepState, Sign> = {
  Waiting: { icon: 'todo', tone: 'idle' },
  Running: { icon: 'progressing', tone: 'busy' },
  WaitingHealthy: { icon: 'progressing', tone: 'busy' },
  Succeeded: { icon: 'healthy', tone: 'ok' },
  Failed: { icon: 'degraded', tone: 'bad' },
  Error: { icon: 'alert', tone: 'bad' },
  Skipped: { icon: 'ignored', tone: 'idle' },
  Stopped: { icon: 'stop', tone: 'idle' },
};

/** Only the shape of a state, in its colour; give `label` when no word stands beside it. */
export function StatusIcon({ sign, label, size }: { sign: Sign; label?: string; size?: 12 | 14 | 16 | 20 }) {
  return <Icon name={sign.icon} size={size} label={label} className={styles[`tone-${sign.tone}`]} />;
}

export type StatusBadgeProps = {
  sign: Sign;
  /** The word of the state; it always stands beside the shape. */
  label: ReactNode;
  /** The cause, quiet, after the word: "9 min CrashLoopBackOff 3/6". */
  detail?: ReactNode;
  /** Good news is quiet: green shape, grey regular word. */
  isQuiet?: boolean;
  title?: string;
  className?: string;
};

/** Shape, word and cause of any state. */
export function StatusBadge({ sign, label, detail, isQuiet, title, className }: StatusBadgeProps) {
  return (
    <span
      className={clsx(styles.status, styles[`tone-${sign.tone}`], isQuiet && styles.quiet, className)}
      title={title}
    >
      <Icon name={sign.icon} />
      <span className={styles.word}>{label}</span>
      {detail && <span className={styles.detail}>{detail}</span>}
    </span>
  );
}

type BadgeProps<S> = Omit<StatusBadgeProps, 'sign' | 'isQuiet'> & { state: S };

/** Health of an application or resource. */
export function HealthBadge({ state, ...rest }: BadgeProps<HealthState>) {
  return <StatusBadge sign={healthSigns[state]} isQuiet={state === 'Healthy'} {...rest} />;
}

/** Sync state with its cause; put a `Delta` in `detail`. */
export function SyncBadge({ state, ...rest }: BadgeProps<SyncState>) {
  return <StatusBadge sign={syncSigns[state]} isQuiet={state === 'Synced'} {...rest} />;
}

/** State of a step or an operation. */
export function StepBadge({ state, ...rest }: BadgeProps<StepState>) {
  return (
    <StatusBadge sign={stepSigns[state]} isQuiet={state === 'Succeeded' || state === 'Waiting'} {...rest} />
  );
}

/** Counts of a change: +added ~changed -removed; zero counts are left out. `label` is the sentence read aloud. */
export function Delta({
  add = 0,
  change = 0,
  remove = 0,
  label,
}: {
  add?: number;
  change?: number;
  remove?: number;
  label?: string;
}) {
  if (add + change + remove === 0) return null;
  return (
    <span className={styles.delta} role={label ? 'img' : undefined} aria-label={label} title={label}>
      {add > 0 && <span className={styles.add}>+{add}</span>}
      {change > 0 && <span className={styles.change}>~{change}</span>}
      {remove > 0 && <span className={styles.remove}>-{remove}</span>}
    </span>
  );
}

export type OpKind = 'create' | 'change' | 'prune' | 'hook' | 'same' | 'unknown';
const opSign: Record<OpKind, string> = {
  create: '+',
  change: '~',
  prune: '-',
  hook: '↻',
  same: '=',
  unknown: '?',
};

/** The square that says what happens to an object: + create, ~ change, - prune, ↻ hook, ? not known. */
export function OpMark({ kind, label }: { kind: OpKind; label: string }) {
  return (
    <span className={clsx(styles.op, styles[`op-${kind}`])} role="img" aria-label={label} title={label}>
      {opSign[kind]}
    </span>
  );
}
