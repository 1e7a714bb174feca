import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import styles from './stepper.module.css';

export type Step = {
  id: string;
  label: ReactNode;
  state: 'done' | 'current' | 'todo' | 'error';
  stateLabel?: string;
  onSelect?: () => void;
};

/** The steps of a guided form; done steps can be gone back to. */
export function Stepper({ label, steps }: { label: string; steps: readonly Step[] }) {
  return (
    <nav aria-label={label}>
      <ol className={styles.steps}>
        {steps.map((step, index) => {
          const content = (
            <>
              <span className={clsx(styles.mark, styles[step.state])} aria-hidden>
                {step.state === 'done' ? (
                  <Icon name="check" size={12} />
                ) : step.state === 'error' ? (
                  '!'
                ) : (
                  index + 1
                )}
              </span>
              {step.label}
              {step.stateLabel && <span className="sr-only">{step.stateLabel}</span>}
            </>
          );
          return (
            <li key={step.id} className={styles.step}>
              {step.onSelect ? (
                <button
                  type="button"
                  className={styles.label}
                  onClick={step.onSelect}
                  aria-current={step.state === 'current' ? 'step' : undefined}
                >
                  {content}
                </button>
              ) : (
                <span className={styles.label} aria-current={step.state === 'current' ? 'step' : undefined}>
                  {content}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
