'use client';
import { Toast as Base } from '@base-ui/react/toast';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import styles from './toast.module.css';

/** Holds the toasts of the application; F6 reaches them. Errors never live in a toast alone. */
export function ToastProvider({ children, closeLabel }: { children: ReactNode; closeLabel: string }) {
  return (
    <Base.Provider timeout={6000} limit={3}>
      {children}
      <Base.Portal>
        <Base.Viewport className={styles.viewport}>
          <Toasts closeLabel={closeLabel} />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function Toasts({ closeLabel }: { closeLabel: string }) {
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => (
    <Base.Root key={toast.id} toast={toast} className={styles.toast}>
      <Base.Content className={styles.content}>
        <Base.Title className={styles.title} />
        <Base.Description className={styles.description} />
      </Base.Content>
      {toast.actionProps && <Base.Action className={styles.action} />}
      <Base.Close className={styles.close} aria-label={closeLabel}>
        <Icon name="x" size={14} />
      </Base.Close>
    </Base.Root>
  ));
}

export type ToastMessage = {
  title: string;
  description?: string;
  action?: { label: string; onClick: () => void };
};

/** Shows a short confirmation, with an undo if the edit is reversible. */
export function useToast(): (message: ToastMessage) => void {
  const manager = Base.useToastManager();
  return ({ title, description, action }) => {
    manager.add({
      title,
      description,
      actionProps: action && { children: action.label, onClick: action.onClick },
    });
  };
}
