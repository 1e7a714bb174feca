import { urls } from '../../lib/urls.ts';
import type { Home } from './home-page.tsx';

type Need = Home['rows'][number];

/** Where the row's action leads. Nothing on Home changes anything: every action opens a page. */
export function needHref(row: Need): string {
  const { kind, target } = row.action;
  const ref = { project: row.project, name: row.name };
  switch (kind) {
    case 'open-plan':
      return urls.plan(target);
    case 'open-operation':
      return urls.operation(target);
    case 'why':
      return urls.app(ref, 'overview', { why: true });
    case 'plan':
      return urls.changes(ref);
    case 'resume':
      return urls.app(ref, 'policy');
    case 'open':
      return needTarget(row);
  }
}

/** The page of the object itself: an Application, or the Cluster, Repository or tokens that `open` names by path. */
export function needTarget(row: Need): string {
  if (row.action.kind === 'open' && /^\/(?!\/)/.test(row.action.target)) return row.action.target;
  if (row.project) return urls.app({ project: row.project, name: row.name });
  return row.group === 'expiring' ? urls.me('tokens') : urls.cluster(row.name);
}
