'use client';
import { useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import styles from './states.module.css';

export type ErrorPanelProps = {
  /** What failed: "The application list could not be loaded." */
  title: ReactNode;
  /** What to do. */
  hint?: ReactNode;
  /** Label and value of the facts to report: time, request id, code. */
  facts?: readonly { label: string; value: string }[];
  retryLabel?: string;
  onRetry?: () => void;
  copyLabel?: string;
  copiedLabel?: string;
  /** Other ways out. */
  actions?: ReactNode;
};

/** A failure in place: what, when, request id, Retry, Copy details. Neighbours keep working and it never goes away by itself. */
export function ErrorPanel({
  title,
  hint,
  facts = [],
  retryLabel,
  onRetry,
  copyLabel,
  copiedLabel,
  actions,
}: ErrorPanelProps) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(facts.map((fact) => `${fact.label}: ${fact.value}`).join('\n'));
    setIsCopied(true);
  };
  return (
    <div className={styles.error} role="alert">
      <Icon name="degraded" className={styles.errorIcon} />
      <div className={styles.errorText}>
        <p>
          <b>{title}</b>
        </p>
        {hint && <p className={styles.errorHint}>{hint}</p>}
        {facts.length > 0 && (
          <p className={styles.errorFacts}>
            {facts.map((fact) => (
              <span key={fact.label}>
                {fact.label} <span className="mono">{fact.value}</span>
              </span>
            ))}
          </p>
        )}
        <div className={styles.errorActions}>
          {onRetry && retryLabel && (
            <Button size="sm" icon="refresh" onClick={onRetry}>
              {retryLabel}
            </Button>
          )}
          {copyLabel && facts.length > 0 && (
            <Button size="sm" variant="ghost" icon={isCopied ? 'check' : 'copy'} onClick={() => void copy()}>
              {isCopied ? (copiedLabel ?? copyLabel) : copyLabel}
            </Button>
          )}
          {actions}
        </div>
      </div>
    </div>
  );
}
