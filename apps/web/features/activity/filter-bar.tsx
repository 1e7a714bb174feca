'use client';
import { Button } from '@bowline/ui/button';
import { Field, Input, Select } from '@bowline/ui/field';
import { Kbd } from '@bowline/ui/kbd';
import { useRef } from 'react';
import { useTranslations } from 'use-intl';
import { useShortcuts } from '../../lib/keys/provider.tsx';
import { actionGroups, ages, outcomes, setFilters, type useActivityFilters } from './filters.ts';
import { useEveryProject } from '../../lib/registry/use-every.ts';

/** Who, what, where, how it ended and when; everything is in the address. */
export function FilterBar({ filters, set, clear }: ReturnType<typeof useActivityFilters>) {
  const t = useTranslations('activity');
  const first = useRef<HTMLInputElement>(null);
  useShortcuts({ filter: () => first.current?.focus() });
  const projects = useEveryProject();
  const names = (projects.data ?? []).map((item) => item.metadata.name);
  const isOwnAction = filters.action !== '' && !actionGroups.some((group) => group === filters.action);
  return (
    <div className="flex flex-wrap items-end gap-2" role="search" aria-label={t('filter.label')}>
      <Field label={t('filter.actor')} className="w-[150px]">
        <Input
          ref={first}
          type="search"
          icon="user"
          value={filters.actor}
          onChange={(event) => set({ actor: event.target.value })}
          end={<Kbd keys="/" />}
          spellCheck={false}
          autoComplete="off"
        />
      </Field>
      <Field label={t('filter.action')} className="w-[150px]">
        <Select value={filters.action} onChange={(event) => set({ action: event.target.value })}>
          <option value="">{t('filter.any')}</option>
          {isOwnAction && <option value={filters.action}>{filters.action}</option>}
          {actionGroups.map((group) => (
            <option key={group} value={group}>
              {t(`group.${group.slice(0, -2) as 'plan'}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('filter.project')} className="w-[150px]">
        <Select value={filters.project} onChange={(event) => set({ project: event.target.value })}>
          <option value="">{t('filter.any')}</option>
          {[...new Set([...(filters.project ? [filters.project] : []), ...names])].map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('filter.application')} className="w-[150px]">
        <Input
          type="search"
          value={filters.application}
          onChange={(event) => set({ application: event.target.value })}
          spellCheck={false}
          autoComplete="off"
        />
      </Field>
      <Field label={t('filter.outcome')} className="w-[130px]">
        <Select
          value={filters.outcome ?? ''}
          onChange={(event) => set({ outcome: outcomes.find((one) => one === event.target.value) ?? null })}
        >
          <option value="">{t('filter.any')}</option>
          {outcomes.map((outcome) => (
            <option key={outcome} value={outcome}>
              {t(`outcome.${outcome}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('filter.age')} className="w-[150px]">
        <Select
          value={filters.age ?? ''}
          onChange={(event) =>
            set({ age: ages.find((one) => one === event.target.value) ?? null, from: '', to: '' })
          }
        >
          <option value="">{filters.from || filters.to ? t('filter.range') : t('filter.always')}</option>
          {ages.map((age) => (
            <option key={age} value={age}>
              {t(`age.${age}`)}
            </option>
          ))}
        </Select>
      </Field>
      {setFilters(filters).length > 0 && (
        <Button variant="ghost" icon="x" onClick={clear}>
          {t('filter.clear')}
        </Button>
      )}
    </div>
  );
}
