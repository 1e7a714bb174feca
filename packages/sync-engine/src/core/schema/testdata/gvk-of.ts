import type { GroupVersionKind } from '../types.ts';

/** Group, version and kind of a manifest. */
export function gvkOf(object: { readonly apiVersion: string; readonly kind: string }): GroupVersionKind {
  const [group, version] = object.apiVersion.includes('/') ? object.apiVersion.split('/') : ['', object.apiVersion];
  return { group: group ?? '', version: version ?? '', kind: object.kind };
}
