import type { Spec } from '../../lib/policy-sentences.ts';

type Source = Spec['sources'][number];

/** A source as its form holds it: texts, one line per list entry. */
export type SourceForm = {
  repoURL: string;
  targetRevision: string;
  path: string;
  chart: string;
  valueFiles: string;
  values: string;
  releaseName: string;
  images: string;
  recurse: boolean;
};
export type SpecForm = {
  sources: SourceForm[];
  cluster: string;
  namespace: string;
  options: string;
};

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

export function formOf(spec: Spec): SpecForm {
  return {
    sources: spec.sources.map((source) => ({
      repoURL: source.repoURL,
      targetRevision: source.targetRevision ?? '',
      path: source.path ?? '',
      chart: source.chart ?? '',
      valueFiles: (source.helm?.valueFiles ?? []).join('\n'),
      values: source.helm?.values ?? '',
      releaseName: source.helm?.releaseName ?? '',
      images: (source.kustomize?.images ?? []).join('\n'),
      recurse: source.directory?.recurse ?? false,
    })),
    cluster: spec.destination.name ?? spec.destination.server ?? '',
    namespace: spec.destination.namespace,
    options: (spec.syncPolicy?.syncOptions ?? []).join('\n'),
  };
}

/** The spec that the form says; fields the form does not show stay as they were. */
export function specOf(form: SpecForm, before: Spec): Spec {
  const { server: _server, name: _name, ...destination } = before.destination;
  const isServer = /^https?:\/\//.test(form.cluster);
  const options = lines(form.options);
  const { syncOptions: _options, ...policy } = before.syncPolicy ?? {};
  const syncPolicy = { ...policy, ...(options.length > 0 ? { syncOptions: options } : {}) };
  return {
    ...before,
    sources: form.sources.map((source, index) => sourceOf(source, before.sources[index])),
    destination: {
      ...destination,
      ...(isServer ? { server: form.cluster } : { name: form.cluster }),
      namespace: form.namespace.trim(),
    },
    ...(Object.keys(syncPolicy).length > 0 || before.syncPolicy ? { syncPolicy } : {}),
  };
}

function sourceOf(form: SourceForm, before: Source | undefined): Source {
  const {
    helm,
    kustomize,
    directory,
    path: _p,
    chart: _c,
    targetRevision: _t,
    ...rest
  } = before ?? { repoURL: '' };
  const valueFiles = lines(form.valueFiles);
  const images = lines(form.images);
  const newHelm = compact({
    ...helm,
    valueFiles: valueFiles.length > 0 ? valueFiles : undefined,
    values: form.values.trim() === '' ? undefined : form.values,
    releaseName: form.releaseName.trim() || undefined,
  });
  const newKustomize = compact({ ...kustomize, images: images.length > 0 ? images : undefined });
  const newDirectory = compact({ ...directory, recurse: form.recurse || undefined });
  return {
    ...rest,
    repoURL: form.repoURL.trim(),
    ...(form.targetRevision.trim() ? { targetRevision: form.targetRevision.trim() } : {}),
    ...(form.path.trim() ? { path: form.path.trim() } : {}),
    ...(form.chart.trim() ? { chart: form.chart.trim() } : {}),
    ...(newHelm ? { helm: newHelm } : {}),
    ...(newKustomize ? { kustomize: newKustomize } : {}),
    ...(newDirectory ? { directory: newDirectory } : {}),
  };
}

/** The object without undefined members; undefined when none is left. */
function compact<T extends object>(value: T): T | undefined {
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return entries.length > 0 ? (Object.fromEntries(entries) as T) : undefined;
}

/** Required fields that are empty, by name. */
export function missingFields(form: SpecForm): ('repoURL' | 'cluster' | 'namespace')[] {
  return [
    ...(form.sources.some((source) => source.repoURL.trim() === '') ? (['repoURL'] as const) : []),
    ...(form.cluster.trim() === '' ? (['cluster'] as const) : []),
    ...(form.namespace.trim() === '' ? (['namespace'] as const) : []),
  ];
}
