'use client';
import { TextLink } from '@bowline/ui/link';
import { useTranslations } from 'use-intl';
import { useActorName } from './actor.tsx';
import { urls } from './urls.ts';
import type { CallOutput } from '@bowline/contract/client';

/* What the trail records, each with a sentence of its own; anything else is shown by its name. */
const known = {
  'application.create': 'applicationCreate',
  'application.forget': 'applicationForget',
  'application.hold': 'applicationHold',
  'application.resume': 'applicationResume',
  'plan.build': 'planBuild',
  'plan.approve': 'planApprove',
  'plan.reject': 'planReject',
  'plan.execute': 'planExecute',
  'operation.succeeded': 'operationSucceeded',
  'operation.failed': 'operationFailed',
  'operation.error': 'operationError',
  'operation.terminate': 'operationTerminate',
  'policy.sync': 'policySync',
  'project.create': 'projectCreate',
  'project.update': 'projectUpdate',
  'project.delete': 'projectDelete',
  'repository.create': 'repositoryCreate',
  'repository.update': 'repositoryUpdate',
  'repository.delete': 'repositoryDelete',
  'cluster.create': 'clusterCreate',
  'cluster.update': 'clusterUpdate',
  'cluster.delete': 'clusterDelete',
  'token.create': 'tokenCreate',
  'token.revoke': 'tokenRevoke',
  'user.create': 'userCreate',
  'user.update': 'userUpdate',
  'user.delete': 'userDelete',
  'user.reset-password': 'userResetPassword',
  'user.change-password': 'userChangePassword',
  'session.create': 'sessionCreate',
  'session.delete': 'sessionDelete',
} as const;

export type ActivityEvent = CallOutput<'listActivity'>['items'][number];
type Known = (typeof known)[keyof typeof known];

function knownAction(action: string): Known | undefined {
  return (known as Record<string, Known>)[action];
}

/** Who did what to what, or tried to; `count` stands for several alike. */
export function Sentence({ event, count = 1 }: { event: ActivityEvent; count?: number }) {
  const t = useTranslations('activity');
  const nameOf = useActorName();
  const key = knownAction(event.action);
  const words = {
    b: (chunks: React.ReactNode) => <b className="font-medium">{chunks}</b>,
    what: () => <ObjectName event={event} isGroup={count > 1} />,
    actor: nameOf(event.actor),
  };
  const act = key ? t(`act.${key}`) : event.action;
  return (
    <span className="min-w-0">
      {event.outcome === 'succeeded' && key
        ? t.rich(`done.${key}`, words)
        : t.rich(`tried.${event.outcome}`, { ...words, act })}
      {count > 1 && <span className="text-fg-2"> {t('times', { count })}</span>}
    </span>
  );
}

/** The object as people name it, with a link where it has a page. */
export function ObjectName({ event, isGroup }: { event: ActivityEvent; isGroup?: boolean }) {
  const { kind, project, name } = event.object;
  const place = event.application ? `${project}/${event.application}` : project;
  if (isGroup) return <span className="text-fg-2">{project}</span>;
  const href = hrefOf(event);
  // A Plan or an Operation is known by the application it is about; its id is the link's own.
  const text =
    kind === 'Plan' || kind === 'Operation' ? place || name : kind === 'Application' ? place : name;
  if (text === '') return null;
  return href ? (
    <TextLink href={href} title={`${kind} ${name}`}>
      {text}
    </TextLink>
  ) : (
    <span title={`${kind} ${name}`}>{text}</span>
  );
}

function hrefOf(event: ActivityEvent): string | null {
  const { kind, project, name } = event.object;
  switch (kind) {
    case 'Plan':
      return event.outcome === 'denied' && !event.planId ? null : urls.plan(event.planId ?? name);
    case 'Operation':
      return urls.operation(name);
    case 'Application':
      return project && name ? urls.app({ project, name }) : null;
    case 'Project':
      return name ? urls.project(name) : null;
    case 'Repository':
      return name ? urls.repository(name) : null;
    case 'Cluster':
      return name ? urls.cluster(name) : null;
    default:
      return event.application && project ? urls.app({ project, name: event.application }) : null;
  }
}
