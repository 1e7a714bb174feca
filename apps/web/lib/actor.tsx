'use client';
import { Avatar } from '@bowline/ui/tag';
import { useTranslations } from 'use-intl';

export type Actor = { kind: 'user' | 'token' | 'policy' | 'system'; name: string };

/** How an actor is called in a sentence: a person, a token, auto-sync. */
export function useActorName(): (actor: Actor) => string {
  const t = useTranslations('terms.actor');
  return (actor) => {
    switch (actor.kind) {
      case 'policy':
        return t('policy');
      case 'system':
        return t('system');
      case 'token':
        return t('token', { name: actor.name });
      case 'user':
        return actor.name;
    }
  };
}

/** Circle and name of who did something; the full name of a policy is in the title. */
export function ActorLabel({ actor }: { actor: Actor }) {
  const nameOf = useActorName();
  const isPerson = actor.kind === 'user';
  return (
    <span className="inline-flex min-w-0 items-center gap-2" title={actor.name}>
      <Avatar
        name={actor.name}
        size={20}
        icon={isPerson ? undefined : actor.kind === 'token' ? 'key' : 'bolt'}
      />
      <span className="truncate">{nameOf(actor)}</span>
    </span>
  );
}
