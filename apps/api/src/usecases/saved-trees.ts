/**
 * Digests of the trees this process saved last, so that an unchanged one costs no query. Forgotten when a cluster is given
 * up: its next owner writes trees that this process does not see.
 */
export type SavedTrees = {
  isSaved(applicationUid: string, digest: string): boolean;
  remember(applicationUid: string, digest: string): void;
  forgetAll(): void;
};

export function savedTrees(): SavedTrees {
  const digests = new Map<string, string>();
  return {
    isSaved: (uid, digest) => digests.get(uid) === digest,
    remember: (uid, digest) => void digests.set(uid, digest),
    forgetAll: () => digests.clear(),
  };
}
