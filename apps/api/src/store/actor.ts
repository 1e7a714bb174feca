import type { Actor } from '@bowline/sync-engine/core/model';

/** An actor of its columns. A token is named `<owner>/<token>`: the person behind it is the owner (X53). */
export function toActor(kind: string, name: string): Actor {
  const slash = kind === 'token' ? name.indexOf('/') : -1;
  const owner = slash < 0 ? '' : name.slice(0, slash);
  return { kind: kind as Actor['kind'], name, ...(owner === '' ? {} : { owner }) };
}
