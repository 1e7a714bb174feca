import type { Health, KubeObject } from '../../model.ts';
import {
  at,
  conditionsAt,
  conditionsOf,
  entriesAt,
  isStale,
  listAt,
  numberAt,
  type StatusCondition,
  textAt,
  wordsOf,
} from '../read.ts';
import {
  clause,
  inOrder,
  inOrderAtGeneration,
  type Letter,
  line,
  type Rule,
  rule,
  verdict,
} from '../rules.ts';

const unseen = 'The latest change is not yet observed.';

/** Gateway API and other ways in (B9). */
export const gatewayLines = [
  line(
    'gateway.networking.k8s.io',
    'GatewayClass',
    inOrderAtGeneration('Accepted=True H', 'Accepted=False D'),
  ),
  line(
    'gateway.networking.k8s.io',
    'Gateway',
    rule(
      'of the Gateway, then of each listener, at this generation: ResolvedRefs or Accepted False → Degraded; Programmed not True → ' +
        'Progressing; else → Healthy',
      gateway,
    ),
  ),
  line(
    'gateway.networking.k8s.io',
    'ListenerSet XListenerSet',
    rule(
      'of another generation → Progressing; of the set, then of each listener: Accepted or ResolvedRefs False, or Conflicted True → ' +
        'Degraded; Programmed not True → Progressing; any listener → Healthy',
      listenerSet,
    ),
  ),
  line(
    'gateway.networking.k8s.io',
    'TLSRoute',
    rule(
      'of each parent that speaks of this generation: ResolvedRefs or Accepted False → Degraded; Programmed not True → Progressing; ' +
        'both True → Healthy',
      tlsRoute,
    ),
  ),
  line(
    'gateway.networking.k8s.io',
    'HTTPRoute GRPCRoute TCPRoute UDPRoute',
    rule(
      'of each parent that speaks of this generation: ResolvedRefs or Accepted False → Degraded; Programmed not True → Progressing; ' +
        'else → Healthy',
      routeParents,
    ),
  ),
  line(
    'gateway.networking.k8s.io',
    'BackendTLSPolicy',
    rule(
      'an ancestor of another generation → Progressing; any Accepted or ResolvedRefs not True → Degraded, except TargetNotFound from a ' +
        'controller beside the one that accepted; Accepted → Healthy',
      (object) => policyAncestors(object, { isStrict: false }),
    ),
  ),
  line(
    'gateway.envoyproxy.io',
    'Backend',
    rule('Accepted of another generation → Progressing', (object) => {
      const isOld = conditionsOf(object).some((c) => c.type === 'Accepted' && isStale(object, c));
      return isOld ? verdict('P', unseen) : null;
    }),
    inOrder('Accepted=True H', 'Accepted=!True D'),
  ),
  line(
    'gateway.envoyproxy.io',
    'BackendTrafficPolicy ClientTrafficPolicy EnvoyExtensionPolicy EnvoyPatchPolicy SecurityPolicy',
    rule(
      'of each ancestor that speaks of this generation: Accepted False → Degraded; else → Healthy',
      (object) => {
        const current = currentOf(object, 'status.ancestors');
        const bad = current.flat().find((c) => c.type === 'Accepted' && c.status === 'False');
        if (bad !== undefined) return verdict('D', wordsOf(bad));
        return current.length === 0 ? null : verdict('H', '');
      },
    ),
  ),
  line(
    'microgateway.airlock.com',
    '*',
    rule('a kind that is no …Policy → Healthy', (object) =>
      object.kind.endsWith('Policy') ? null : verdict('H', ''),
    ),
    rule(
      'an ancestor of another generation, or of none → Progressing; an ancestor without Accepted, or any Accepted or ResolvedRefs not ' +
        'True → Degraded; else → Healthy',
      (object) => policyAncestors(object, { isStrict: true }),
    ),
  ),
  line('projectcontour.io', 'ExtensionService', exactly('Valid=True H', 'Valid=False D')),
  line('projectcontour.io', 'HTTPProxy', includedProxy()),
  line(
    'gateway.solo.io',
    'Gateway MatchableHttpGateway RouteOption RouteTable VirtualHostOption VirtualService',
    solo(),
  ),
  line('gloo.solo.io', 'Proxy Settings Upstream UpstreamGroup', solo()),
];

/** The three conditions of one listener or parent: the bad ones first. */
function attachment(conditions: readonly StatusCondition[]): Health | null {
  for (const type of ['ResolvedRefs', 'Accepted']) {
    const broken = conditions.find((c) => c.type === type && c.status === 'False');
    if (broken !== undefined) return verdict('D', wordsOf(broken));
  }
  const waiting = conditions.find((c) => c.type === 'Programmed' && c.status !== 'True');
  return waiting === undefined ? null : verdict('P', wordsOf(waiting));
}

function gateway(object: KubeObject): Health | null {
  const lists = [
    conditionsOf(object),
    ...listAt(object, 'status.listeners').map((entry) => conditionsAt(entry, 'conditions')),
  ];
  for (const list of lists) {
    const current = list.filter((c) => !isStale(object, c));
    const found = attachment(current);
    if (found !== null) return found;
    if (current.length < list.length) return verdict('P', unseen);
  }
  const isReported =
    Array.isArray(at(object, 'status.conditions')) || listAt(object, 'status.listeners').length > 0;
  return isReported ? verdict('H', '') : null;
}

function routeParents(object: KubeObject): Health | null {
  const parents = currentOf(object, 'status.parents');
  for (const conditions of parents) {
    const found = attachment(conditions);
    if (found !== null) return found;
  }
  return parents.length === 0 ? null : verdict('H', '');
}

/** The conditions of each entry of a list that has some, none of them of another generation. */
function currentOf(object: KubeObject, path: string): StatusCondition[][] {
  return listAt(object, path)
    .map((entry) => conditionsAt(entry, 'conditions'))
    .filter((conditions) => conditions.length > 0 && !conditions.some((c) => isStale(object, c)));
}

function tlsRoute(object: KubeObject): Health | null {
  const parents = currentOf(object, 'status.parents');
  const found = parents.map(attachment).filter((health) => health !== null);
  const worst = found.find((health) => health.status === 'Degraded') ?? found[0];
  if (worst !== undefined) return worst;
  const isTrue = (list: StatusCondition[], type: string) =>
    list.some((c) => c.type === type && c.status === 'True');
  const isAttached = parents.some((list) => isTrue(list, 'Accepted') && isTrue(list, 'ResolvedRefs'));
  return isAttached ? verdict('H', '') : null;
}

function listenerSet(object: KubeObject): Health | null {
  if (conditionsOf(object).some((c) => isStale(object, c))) return verdict('P', unseen);
  const listeners = listAt(object, 'status.listeners').map((entry) => conditionsAt(entry, 'conditions'));
  for (const list of [conditionsOf(object), ...listeners]) {
    const conflict = list.find((c) => c.type === 'Conflicted' && c.status === 'True');
    const found = conflict === undefined ? attachment(list) : verdict('D', wordsOf(conflict));
    if (found !== null) return found;
  }
  return listeners.length === 0 ? null : verdict('H', '');
}

/** Whether a rejection only says that the target is another controller's affair: one that accepted nothing, beside one that did. */
function isForeign(object: KubeObject, entry: unknown): boolean {
  const accepted = (of: unknown) => conditionsAt(of, 'conditions').find((c) => c.type === 'Accepted');
  const own = accepted(entry);
  if (own === undefined || own.status === 'True' || own.reason !== 'TargetNotFound') return false;
  const takers = listAt(object, 'status.ancestors')
    .filter((other) => accepted(other)?.status === 'True')
    .map((other) => other.controllerName);
  return takers.length > 0 && !takers.includes(textAt(entry, 'controllerName'));
}

function policyAncestors(object: KubeObject, { isStrict }: { isStrict: boolean }): Health | null {
  const entries = listAt(object, 'status.ancestors');
  const ancestors = (isStrict ? entries : entries.filter((entry) => !isForeign(object, entry))).map((entry) =>
    conditionsAt(entry, 'conditions'),
  );
  const isGenerationKnown = numberAt(object, 'metadata.generation') !== undefined;
  const isOld = (c: StatusCondition) =>
    isStale(object, c) || (isStrict && isGenerationKnown && c.observedGeneration === undefined);
  if (ancestors.some((conditions) => conditions.some(isOld))) return verdict('P', unseen);
  const all = ancestors.flat();
  const bad = all.find((c) => (c.type === 'Accepted' || c.type === 'ResolvedRefs') && c.status !== 'True');
  if (bad !== undefined) return verdict('D', wordsOf(bad));
  const accepted = ancestors.filter((conditions) => conditions.some((c) => c.type === 'Accepted'));
  if (isStrict && accepted.length < ancestors.length)
    return verdict('D', 'Not accepted by every ancestor that reports.');
  return accepted.length === 0 ? null : verdict('H', '');
}

/** Contour's conditions count at exactly the generation of the object. */
function exactly(...texts: string[]): Rule {
  const clauses = texts.map(clause);
  return rule(
    `first condition of exactly this generation: ${clauses.map((c) => c.words).join(', ')}`,
    (object) => {
      for (const condition of atGeneration(object)) {
        const found = clauses.find((entry) => entry.matches(condition));
        if (found !== undefined)
          return verdict(found.letter, textAt(object, 'status.description') || wordsOf(condition));
      }
      return null;
    },
  );
}

function atGeneration(object: KubeObject): StatusCondition[] {
  const generation = numberAt(object, 'metadata.generation');
  return conditionsOf(object).filter((c) => c.observedGeneration === generation);
}

/** A proxy that includes others and they it cannot both be valid first: a parent never stands in the way. */
function includedProxy(): Rule {
  const own = exactly('Valid=True H', 'Valid=False D');
  return rule(`${own.text}; spec.includes and Valid False → Healthy`, (object) => {
    const bad = atGeneration(object).find((c) => c.type === 'Valid' && c.status === 'False');
    if (bad !== undefined && Array.isArray(at(object, 'spec.includes'))) return verdict('H', wordsOf(bad));
    return own.judge(object);
  });
}

const soloLetters: ReadonlyMap<string, Letter> = new Map<string, Letter>([
  ...(['Accepted', '1'] as const).map((state) => [state, 'H'] as const),
  ...(['Warning', '3', 'Rejected', '2'] as const).map((state) => [state, 'D'] as const),
  ...(['Pending', '0'] as const).map((state) => [state, 'S'] as const),
]);

function statusesOf(object: KubeObject): unknown[] {
  return [
    ...entriesAt(object, 'status.statuses').map(([, part]) => part),
    ...listAt(object, 'status.statuses'),
  ];
}

function worstState(parts: readonly unknown[]): Health | null {
  for (const letter of ['D', 'S', 'H'] as const) {
    const part = parts.find((entry) => soloLetters.get(stateOf(entry)) === letter);
    if (part !== undefined)
      return verdict(letter, textAt(part, 'reason') || `The state is ${stateOf(part)}.`);
  }
  return null;
}

function stateOf(part: unknown): string {
  const state = at(part, 'state');
  return typeof state === 'string' || typeof state === 'number' ? String(state) : '';
}

/** One status, or one for each controller that reported. */
function solo(): Rule {
  return rule(
    'the worst state of status.statuses, else the state of the status: Warning (3) or Rejected (2) → Degraded, Pending (0) → ' +
      'Suspended, Accepted (1) → Healthy',
    (object) => worstState(statusesOf(object)) ?? worstState([object.status]),
  );
}
