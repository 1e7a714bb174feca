'use client';
import { Icon } from '@bowline/ui/icon';
import { Menu } from '@bowline/ui/menu';
import { usePathname } from 'next/navigation';
import { useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import styles from './shell.module.css';
import { useEveryProject } from '../../lib/registry/use-every.ts';

/** The Project that lists are limited to, kept in `?project=`. On an Application's pages it names that Application's Project. */
export function ProjectScope() {
  const t = useTranslations('shell');
  const pathname = usePathname();
  const [project, setProject] = useQueryState('project', { history: 'push', shallow: true });
  const [isOpen, setIsOpen] = useState(false);
  const projects = useEveryProject({ enabled: isOpen });
  const ofPath = /^\/(?:apps|projects)\/([^/]+)\/[^/]+/.exec(pathname)?.[1];
  const name = (ofPath && decodeURIComponent(ofPath)) ?? project ?? t('allProjects');
  const items = [
    {
      kind: 'choice' as const,
      id: '*',
      label: t('allProjects'),
      isChecked: project === null,
      onSelect: () => void setProject(null),
    },
    ...(projects.data ?? []).map((item) => ({
      kind: 'choice' as const,
      id: item.metadata.name,
      label: item.metadata.name,
      isChecked: project === item.metadata.name,
      onSelect: () => void setProject(item.metadata.name),
    })),
  ];
  return (
    <Menu
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      items={items}
      trigger={
        <button type="button" className={styles.scope} aria-label={t('scope', { name })}>
          <Icon name="folder" />
          <span>{name}</span>
          <Icon name="down" size={14} />
        </button>
      }
    />
  );
}
