import type { ApplicationSpec, DecisionReason, ProjectSpec, ResourceKey } from '../model.ts';
import { normalizeAddress } from './address.ts';
import { globMatch } from './glob.ts';

export type ScopedKey = { key: ResourceKey; isNamespaced: boolean };
/** `project`: the only Project whose Applications may use it; absent or null = any. */
type Cluster = { name: string; server: string; project?: string | null };

const owner = 'a project administrator';
const objectsShownMax = 20;

/**
 * What the Project forbids of this Application (B15); empty = all of it is allowed. Lists that are absent allow nothing,
 * except `namespaceResourceWhitelist`, which then allows every kind. `!` entries deny and win.
 */
export function checkProject(input: {
  project: { name: string; spec: ProjectSpec };
  application: { name: string; spec: ApplicationSpec };
  cluster: Cluster;
  objects: ScopedKey[];
}): DecisionReason[] {
  const { project, application, cluster } = input;
  const repositories = application.spec.sources.map((source) => source.repoURL);
  return [
    ...checkMembership(project, application),
    ...checkRepositories(project, repositories),
    ...checkClusterOwner(project, cluster),
    ...checkDestination(project, cluster, application.spec.destination.namespace),
    ...checkObjects(project, cluster, input.objects),
  ];
}

/** A Cluster that is registered for one Project is no destination of others, whatever their rules allow. */
export function checkClusterOwner(project: { name: string }, cluster: Cluster): DecisionReason[] {
  if (!cluster.project || cluster.project === project.name) return [];
  return [
    {
      code: 'cluster_not_in_project',
      message: `Cluster ${cluster.name} belongs to another Project than "${project.name}".`,
      owner,
    },
  ];
}

/**
 * Why the live state of an object may not even be read for this Project; undefined = it may. A Namespace may be looked at
 * where the Project may deploy into it, though it may not manage Namespaces.
 */
export function unreadableReason(
  project: { name: string; spec: ProjectSpec },
  cluster: Cluster,
  object: ScopedKey,
): string | undefined {
  const { key } = object;
  const isOwnNamespace =
    key.group === '' &&
    key.kind === 'Namespace' &&
    isDestinationAllowed(project.spec.destinations ?? [], cluster, key.name);
  return isOwnNamespace ? undefined : checkObject(project, cluster, object)[0]?.message;
}

/** X44: an Application judged by the rules of a Project it is not in. */
export function checkMembership(
  project: { name: string },
  application: { name: string; spec: ApplicationSpec },
): DecisionReason[] {
  if (application.spec.project === project.name) return [];
  return [
    {
      code: 'project_mismatch',
      message: `Application ${application.name} is in project "${application.spec.project}", not in "${project.name}".`,
      owner,
    },
  ];
}

export function checkRepositories(
  project: { name: string; spec: ProjectSpec },
  repositories: string[],
): DecisionReason[] {
  const rules = project.spec.sourceRepos ?? [];
  return [...new Set(repositories)]
    .filter((url) => !isRepositoryAllowed(rules, url))
    .map((url) => ({
      code: 'project_source',
      message: `Project "${project.name}" does not allow the repository ${withoutUserinfo(url)}.`,
      owner,
    }));
}

export function checkDestination(
  project: { name: string; spec: ProjectSpec },
  cluster: Cluster,
  namespace: string,
): DecisionReason[] {
  if (isDestinationAllowed(project.spec.destinations ?? [], cluster, namespace)) return [];
  return [
    {
      code: 'project_destination',
      message: `Project "${project.name}" does not allow namespace "${namespace}" of cluster ${cluster.name}.`,
      owner,
    },
  ];
}

/** Kind and namespace of every object, hooks included (X45). At most 20 are named one by one. */
export function checkObjects(
  project: { name: string; spec: ProjectSpec },
  cluster: Cluster,
  objects: ScopedKey[],
): DecisionReason[] {
  const reasons = objects.flatMap((object) => checkObject(project, cluster, object));
  if (reasons.length <= objectsShownMax) return reasons;
  const more = reasons.length - objectsShownMax;
  return [
    ...reasons.slice(0, objectsShownMax),
    { code: 'project_kind', message: `And ${more} more objects are not allowed.`, owner },
  ];
}

function checkObject(
  project: { name: string; spec: ProjectSpec },
  cluster: Cluster,
  { key, isNamespaced }: ScopedKey,
): DecisionReason[] {
  const name = `${key.kind} ${key.namespace === '' ? key.name : `${key.namespace}/${key.name}`}`;
  if (!isKindAllowed(project.spec, key, isNamespaced)) {
    const scope = isNamespaced ? 'kind' : 'cluster-scoped kind';
    const kind = key.group === '' ? key.kind : `${key.group}/${key.kind}`;
    return [
      {
        code: 'project_kind',
        message: `Project "${project.name}" does not allow the ${scope} ${kind} (${name}).`,
        owner,
      },
    ];
  }
  if (!isNamespaced || isDestinationAllowed(project.spec.destinations ?? [], cluster, key.namespace))
    return [];
  return [
    {
      code: 'project_namespace',
      message: `Project "${project.name}" does not allow objects in namespace "${key.namespace}" of cluster ${cluster.name} (${name}).`,
      owner,
    },
  ];
}

function isRepositoryAllowed(rules: string[], url: string): boolean {
  const address = normalizeAddress(url);
  const isMatch = (rule: string) =>
    globMatch(normalizeAddress(rule), address, { separator: '/' }) || rule === '*';
  // Case of a path is kept for what is allowed, but no spelling may slip past a deny.
  const isDenied = (rule: string) =>
    globMatch(normalizeAddress(rule).toLowerCase(), address.toLowerCase(), { separator: '/' }) ||
    rule === '*';
  if (rules.some((rule) => rule.startsWith('!') && isDenied(rule.slice(1)))) return false;
  return rules.some((rule) => !rule.startsWith('!') && isMatch(rule));
}

type DestinationRule = { name?: string; server?: string; namespace: string };

/** A `!` part allows everything else and denies what it names, for the other part of its entry. */
function isDestinationAllowed(rules: DestinationRule[], cluster: Cluster, namespace: string): boolean {
  const isDenied = rules.some((rule) => {
    const clusterPatterns = clusterPart(rule, cluster);
    const deniesCluster = clusterPatterns.some((part) => part.isDeny && part.names);
    const deniesNamespace = rule.namespace.startsWith('!') && globMatch(rule.namespace.slice(1), namespace);
    const matchesNamespace = matchesPart(rule.namespace, namespace);
    const matchesCluster = clusterPatterns.some((part) => (part.isDeny ? !part.names : part.names));
    return (deniesCluster && (matchesNamespace || deniesNamespace)) || (deniesNamespace && matchesCluster);
  });
  if (isDenied) return false;
  return rules.some(
    (rule) =>
      matchesPart(rule.namespace, namespace) &&
      clusterPart(rule, cluster).some((part) => (part.isDeny ? !part.names : part.names)),
  );
}

function matchesPart(pattern: string, text: string): boolean {
  return pattern.startsWith('!') ? !globMatch(pattern.slice(1), text) : globMatch(pattern, text);
}

/** The written halves of a rule's cluster, each with whether its pattern names this cluster. */
function clusterPart(rule: DestinationRule, cluster: Cluster): { isDeny: boolean; names: boolean }[] {
  const parts: { isDeny: boolean; names: boolean }[] = [];
  if (rule.name) {
    const isDeny = rule.name.startsWith('!');
    parts.push({ isDeny, names: globMatch(isDeny ? rule.name.slice(1) : rule.name, cluster.name) });
  }
  if (rule.server) {
    const isDeny = rule.server.startsWith('!');
    const pattern = normalizeAddress(isDeny ? rule.server.slice(1) : rule.server);
    parts.push({ isDeny, names: globMatch(pattern, normalizeAddress(cluster.server)) });
  }
  return parts;
}

function isKindAllowed(spec: ProjectSpec, key: ResourceKey, isNamespaced: boolean): boolean {
  const isListed = (rule: { group: string; kind: string; name?: string }) =>
    globMatch(rule.group, key.group) &&
    globMatch(rule.kind, key.kind) &&
    (rule.name === undefined || rule.name === '' || globMatch(rule.name, key.name));
  if (!isNamespaced) {
    return (
      (spec.clusterResourceWhitelist ?? []).some(isListed) &&
      !(spec.clusterResourceBlacklist ?? []).some(isListed)
    );
  }
  const isAllowed =
    spec.namespaceResourceWhitelist === undefined || spec.namespaceResourceWhitelist.some(isListed);
  return isAllowed && !(spec.namespaceResourceBlacklist ?? []).some(isListed);
}

function withoutUserinfo(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//');
}
