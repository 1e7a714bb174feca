'use client';
import { CommandPalette, type PaletteGroup } from '@bowline/ui/command-palette';
import { HealthBadge, StatusIcon, healthSigns, type HealthState } from '@bowline/ui/status';
import { Kbd } from '@bowline/ui/kbd';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useDeferredValue, useState } from 'react';
import { useTranslations } from 'use-intl';
import { api } from '../../lib/api/client.ts';
import { usePreferences } from '../../lib/preferences/client.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { urls } from '../../lib/urls.ts';
import { navigation } from './navigation.ts';

const isHealth = (word: string | null): word is HealthState => word !== null && word in healthSigns;

/** Pages and commands at once, applications, resources, plans and repositories as the server finds them. */
export function Palette({ onClose }: { onClose: () => void }) {
  const t = useTranslations('shell');
  const tStatus = useTranslations('status.health');
  const router = useRouter();
  const { preferences, set } = usePreferences();
  const [query, setQuery] = useState('');
  const text = useDeferredValue(query.replace(/^[>#@]/, '').trim());
  const found = useQuery({
    queryKey: queryKeys.search(text),
    queryFn: ({ signal }) => api.call('search', { query: { q: text, limit: 8 }, signal }),
    enabled: text.length > 0 && !query.startsWith('>'),
    staleTime: 30_000,
  });
  const go = (href: string) => () => {
    onClose();
    router.push(href);
  };
  const run = (act: () => void) => () => {
    onClose();
    act();
  };
  const matches = (label: string) => label.toLowerCase().includes(text.toLowerCase());
  const otherTheme = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
  const local: PaletteGroup[] = [
    {
      id: 'pages',
      heading: t('palette.pages'),
      items: query.startsWith('>')
        ? []
        : navigation
            .flat()
            .map((item) => ({
              id: `page-${item.id}`,
              label: t(`nav.${item.id}`),
              icon: item.icon,
              onSelect: go(item.href),
            }))
            .filter((item) => matches(item.label)),
    },
    {
      id: 'commands',
      heading: t('palette.commands'),
      items: [
        {
          id: 'theme',
          label: t('palette.theme', { theme: t(`theme.${otherTheme}`) }),
          icon: 'contrast' as const,
          onSelect: run(() => set('theme', otherTheme)),
        },
        {
          id: 'language',
          label: t('palette.language'),
          icon: 'globe' as const,
          onSelect: run(() => set('locale', preferences.locale === 'en' ? 'ko' : 'en')),
        },
        {
          id: 'sign-out',
          label: t('signOut'),
          icon: 'log-out' as const,
          onSelect: () => location.assign(urls.logout()),
        },
      ].filter((item) => matches(item.label)),
    },
  ];
  const data = text.length > 0 && !query.startsWith('>') ? found.data : undefined;
  const remote: PaletteGroup[] = data
    ? [
        {
          id: 'applications',
          heading: t('palette.applications'),
          items: data.applications.map((app) => ({
            id: `app-${app.project}/${app.name}`,
            label: app.name,
            icon: isHealth(app.health) ? <StatusIcon sign={healthSigns[app.health]} /> : undefined,
            detail: app.project,
            end:
              isHealth(app.health) && app.health !== 'Healthy' ? (
                <HealthBadge state={app.health} label={tStatus(app.health)} />
              ) : undefined,
            onSelect: go(urls.app({ project: app.project, name: app.name })),
          })),
        },
        {
          id: 'resources',
          heading: t('palette.resources'),
          items: data.resources.map((resource) => ({
            id: `res-${resource.project}/${resource.application}/${resource.id}`,
            label: resource.name,
            icon: isHealth(resource.health) ? (
              <StatusIcon sign={healthSigns[resource.health]} />
            ) : (
              ('file' as const)
            ),
            detail: `${resource.kind} · ${resource.application}`,
            onSelect: go(
              urls.resource({ project: resource.project, name: resource.application }, resource.id),
            ),
          })),
        },
        {
          id: 'plans',
          heading: t('palette.plans'),
          items: data.plans.map((plan) => ({
            id: `plan-${plan.id}`,
            label: plan.id,
            icon: 'inbox' as const,
            detail: `${plan.application} · ${plan.kind}`,
            onSelect: go(urls.plan(plan.id)),
          })),
        },
        {
          id: 'repositories',
          heading: t('palette.repositories'),
          items: data.repositories.map((repository) => ({
            id: `repo-${repository.name}`,
            label: repository.name,
            icon: 'git' as const,
            detail: repository.url,
            onSelect: go(urls.repository(repository.name)),
          })),
        },
      ]
    : [];
  const groups = [...remote, ...local].filter((group) => group.items.length > 0);
  return (
    <CommandPalette
      isOpen
      onClose={onClose}
      label={t('palette.label')}
      placeholder={t('palette.placeholder')}
      query={query}
      onQueryChange={setQuery}
      groups={groups}
      emptyText={t('palette.empty')}
      isFiltering={false}
      footer={
        <>
          <span>
            <Kbd keys={['↑', '↓']} /> {t('palette.hints.move')}
          </span>
          <span>
            <Kbd keys="↵" /> {t('palette.hints.open')}
          </span>
          <span>
            <Kbd keys="Esc" /> {t('palette.hints.close')}
          </span>
        </>
      }
    />
  );
}
