import type { CallOutput } from '@bowline/contract/client';

export type ResourceDetail = CallOutput<'getResource'>;

type Waiting = {
  waiting?: { reason?: string; message?: string };
  terminated?: { reason?: string; exitCode?: number };
};
export type ContainerState = {
  name: string;
  image: string;
  isReady: boolean;
  restarts: number;
  /** Why it does not run: `CrashLoopBackOff`, or ''. */
  reason: string;
  message: string;
};

/** Containers of a live Pod with their states; empty for anything else. */
export function containerStates(live: ResourceDetail['live']): ContainerState[] {
  if (live?.kind !== 'Pod') return [];
  const spec = live.spec as { containers?: { name: string; image: string }[] } | undefined;
  const status = live.status as
    | { containerStatuses?: { name: string; ready?: boolean; restartCount?: number; state?: Waiting }[] }
    | undefined;
  return (spec?.containers ?? []).map(({ name, image }) => {
    const found = status?.containerStatuses?.find((one) => one.name === name);
    const { waiting, terminated } = found?.state ?? {};
    return {
      name,
      image,
      isReady: found?.ready ?? false,
      restarts: found?.restartCount ?? 0,
      reason: waiting?.reason ?? terminated?.reason ?? '',
      message: waiting?.message ?? '',
    };
  });
}
