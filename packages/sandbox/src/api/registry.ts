import { resourceKey, type ResourceType } from './resource-type.ts';

/** The kinds served now; CustomResourceDefinitions add and remove entries at run time. */
export class Registry {
  readonly #types = new Map<string, ResourceType>();
  /** Raised by every change, so that discovery and OpenAPI documents can be kept until then. */
  revision = 0;

  constructor(types: readonly ResourceType[]) {
    for (const type of types) this.#types.set(resourceKey(type), type);
  }

  set(type: ResourceType): void {
    this.#types.set(resourceKey(type), type);
    this.revision++;
  }

  remove(key: string): void {
    if (this.#types.delete(key)) this.revision++;
  }

  all(): ResourceType[] {
    return [...this.#types.values()];
  }

  byKey(key: string): ResourceType | undefined {
    return this.#types.get(key);
  }

  /** The type when that version of it is served. */
  served(group: string, version: string, plural: string): ResourceType | undefined {
    const type = this.#types.get(`${group}/${plural}`);
    return type?.versions.some((one) => one.name === version && one.served) ? type : undefined;
  }

  byKind(group: string, kind: string): ResourceType | undefined {
    for (const type of this.#types.values()) if (type.group === group && type.kind === kind) return type;
    return undefined;
  }

  /** Group → served version names, the preferred first. */
  groups(): Map<string, string[]> {
    const groups = new Map<string, Set<string>>();
    for (const type of this.#types.values()) {
      const versions = groups.get(type.group) ?? new Set<string>();
      for (const version of type.versions) if (version.served) versions.add(version.name);
      groups.set(type.group, versions);
    }
    return new Map([...groups].map(([group, versions]) => [group, [...versions].sort(byPriority)]));
  }
}

/** Kubernetes version priority: GA before beta before alpha, then the higher number. */
export function byPriority(a: string, b: string): number {
  const [x, y] = [rank(a), rank(b)];
  return y[0] - x[0] || y[1] - x[1] || y[2] - x[2] || (a < b ? -1 : 1);
}

function rank(version: string): [number, number, number] {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (!match) return [0, 0, 0];
  const stage = match[2] === 'alpha' ? 1 : match[2] === 'beta' ? 2 : 3;
  return [stage, Number(match[1]), Number(match[3] ?? 0)];
}
