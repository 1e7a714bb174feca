'use client';
import { Checkbox } from '@bowline/ui/field';
import { Chip } from '@bowline/ui/tag';
import { useTranslations } from 'use-intl';
import { covers, permissionActions, togglePermission, type Resource } from './permissions.ts';
import styles from './permission-fields.module.css';

type PermissionFieldsProps = {
  /** Named by the group around them. */
  label: string;
  value: readonly string[];
  onChange: (value: string[]) => void;
  resources: readonly Resource[];
  /** Why one cannot be given; null when it can. */
  refusal?: (permission: string) => string | null;
};

/** What may be done, as words to tick, one line for each kind of object. Grants that no box stands for stay, as chips. */
export function PermissionFields({ label, value, onChange, resources, refusal }: PermissionFieldsProps) {
  const t = useTranslations('permissions');
  const tCommon = useTranslations('common');
  const shown = new Set(
    resources.flatMap((resource) => permissionActions[resource].map((action) => `${resource}:${action}`)),
  );
  const others = value.filter((grant) => !shown.has(grant));
  return (
    <div className="flex flex-col gap-2">
      <div role="group" aria-label={label} className={styles.grid}>
        {resources.map((resource) => (
          <div key={resource} role="group" aria-label={t(`resource.${resource}`)} className={styles.row}>
            <span className={styles.resource}>{t(`resource.${resource}`)}</span>
            <div className={styles.actions}>
              {permissionActions[resource].map((action) => {
                const permission = `${resource}:${action}`;
                return (
                  <Checkbox
                    key={action}
                    label={t(`action.${action}`)}
                    title={permission}
                    checked={covers(value, permission)}
                    disabledReason={refusal?.(permission)}
                    onChange={() => onChange(togglePermission(value, permission))}
                  />
                );
              })}
            </div>
          </div>
        ))}
      </div>
      {others.length > 0 && (
        <div className="flex flex-wrap items-center gap-2 text-sm text-fg-2">
          {t('also')}
          {others.map((grant) => (
            <Chip
              key={grant}
              onRemove={() => onChange(value.filter((other) => other !== grant))}
              removeLabel={tCommon('remove', { name: grant })}
            >
              <span className="mono">{grant}</span>
            </Chip>
          ))}
        </div>
      )}
    </div>
  );
}
