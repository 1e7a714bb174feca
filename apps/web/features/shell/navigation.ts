import type { IconName } from '@bowline/ui/icon';
import { urls } from '../../lib/urls.ts';

export type NavItem = {
  id:
    | 'home'
    | 'apps'
    | 'approvals'
    | 'activity'
    | 'projects'
    | 'repositories'
    | 'clusters'
    | 'account'
    | 'admin'
    | 'help';
  href: string;
  icon: IconName /** Path prefixes that count as "here". */;
  matches: readonly string[];
};

/** The rail, in groups. The palette lists the same pages. */
export const navigation: readonly (readonly NavItem[])[] = [
  [
    { id: 'home', href: urls.home(), icon: 'home', matches: ['/'] },
    { id: 'apps', href: urls.apps(), icon: 'apps', matches: ['/apps', '/plans', '/operations'] },
    { id: 'approvals', href: urls.approvals(), icon: 'inbox', matches: ['/approvals'] },
    { id: 'activity', href: urls.activity(), icon: 'activity', matches: ['/activity', '/audit'] },
  ],
  [
    { id: 'projects', href: urls.projects(), icon: 'folder', matches: ['/projects'] },
    { id: 'repositories', href: urls.repositories(), icon: 'git', matches: ['/repositories'] },
    { id: 'clusters', href: urls.clusters(), icon: 'hexagon', matches: ['/clusters'] },
  ],
  [
    { id: 'account', href: urls.me('tokens'), icon: 'user', matches: ['/me'] },
    { id: 'admin', href: urls.admin(), icon: 'sliders', matches: ['/admin'] },
    { id: 'help', href: urls.help(), icon: 'help', matches: ['/help'] },
  ],
];

/** Whether a path belongs to a rail entry. */
export function isHere(item: NavItem, pathname: string): boolean {
  return item.matches.some((prefix) =>
    prefix === '/' ? pathname === '/' : pathname === prefix || pathname.startsWith(`${prefix}/`),
  );
}
