import { annotationOf, helmHookTypes, hookPhasesOf, syncWaveOf } from '../annotations.ts';
import type { KubeObject } from '../model.ts';
import type { OptionNote } from '../option-table.ts';

const waves: readonly string[] = ['bowline.dev/sync-wave', 'argocd.argoproj.io/sync-wave'];
const integer = /^[+-]?\d{1,15}$/;
const policies: readonly string[] = ['hook-succeeded', 'hook-failed', 'before-hook-creation'];

/** What of a hook's own Helm annotations is not understood (B3), beside what `annotationNotes` says of ours and Argo CD's. */
export function helmNotes(object: KubeObject): OptionNote[] {
  const { isHook } = hookPhasesOf(object);
  const notes: OptionNote[] = [];
  const weight = annotationOf(object, 'helm.sh/hook-weight');
  const hasWave = waves.some((name) => integer.test(annotationOf(object, name) ?? ''));
  if (weight !== undefined && !hasWave && !integer.test(weight))
    notes.push({
      code: 'wave-invalid',
      option: `helm.sh/hook-weight: ${weight}`,
      message: `helm.sh/hook-weight is "${weight}", which is no integer: the object is of wave ${syncWaveOf(object)}.`,
    });
  if (!isHook) return notes;
  const unknown = (name: string, known: readonly string[], message: string) => {
    for (const part of (annotationOf(object, name) ?? '').split(',').map((text) => text.trim()))
      if (part !== '' && !known.includes(part))
        notes.push({ code: 'hook-unknown', option: `${name}: ${part}`, message: `"${part}" ${message}` });
  };
  unknown('helm.sh/hook', helmHookTypes, 'is no hook of Helm: the hook does not run there.');
  unknown('helm.sh/hook-delete-policy', policies, `is no delete policy of Helm; ${policies.join(', ')} are.`);
  return notes;
}
