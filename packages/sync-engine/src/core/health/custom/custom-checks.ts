import type { Health, KubeObject } from '../../model.ts';
import { type Line, type Rule, verdict } from '../rules.ts';
import { argoLines } from './argo.ts';
import { cloudLines } from './cloud.ts';
import { clusterApiLines } from './cluster-api.ts';
import { crossplaneLines } from './crossplane.ts';
import { databaseLines } from './databases.ts';
import { deliveryLines } from './delivery.ts';
import { fluxLines } from './flux.ts';
import { gatewayLines } from './gateway.ts';
import { jobLines } from './jobs.ts';
import { kruiseLines } from './kruise.ts';
import { kubernetesLines } from './kubernetes.ts';
import { numaLines } from './numa.ts';
import { observabilityLines } from './observability.ts';
import { platformLines } from './platform.ts';
import { policyLines } from './policy.ts';
import { promoterLines } from './promoter.ts';
import { queueLines } from './queues.ts';
import { scaleLines } from './threescale.ts';
import { storageLines } from './storage.ts';

/** Every table; a new one is one file and one word here. */
const tables: Line[][] = [
  kubernetesLines,
  gatewayLines,
  argoLines,
  promoterLines,
  deliveryLines,
  fluxLines,
  crossplaneLines,
  clusterApiLines,
  databaseLines,
  queueLines,
  jobLines,
  storageLines,
  platformLines,
  observabilityLines,
  policyLines,
  kruiseLines,
  numaLines,
  scaleLines,
  cloudLines,
];

/** The rules of a kind, in order, and what they say of an object. */
export type CustomCheck = { rules: readonly Rule[]; judge: (object: KubeObject) => Health };

/** By group, then kind: no text is built for the thousands of objects that are asked about. */
const exact = new Map<string, Map<string, CustomCheck>>();
const anyKind = new Map<string, CustomCheck>();
const suffixes: { suffix: string; kind: string; check: CustomCheck }[] = [];

for (const { groups, kinds, rules } of tables.flat()) {
  const check = checkOf(rules);
  for (const group of groups.split(' ')) {
    for (const kind of kinds.split(' ')) {
      if (exact.get(group)?.has(kind)) throw new Error(`${group}/${kind} is listed twice.`);
      if (group.startsWith('*.')) suffixes.push({ suffix: group.slice(1), kind, check });
      else if (kind === '*') anyKind.set(group, check);
      else exact.set(group, (exact.get(group) ?? new Map<string, CustomCheck>()).set(kind, check));
    }
  }
}

/** The first rule that speaks; an object on which none does has not reported yet. */
export function checkOf(rules: readonly Rule[]): CustomCheck {
  return {
    rules,
    judge(object) {
      for (const { judge } of rules) {
        const found = judge(object);
        if (found !== null) return found;
      }
      return verdict('P', 'Waiting for a status.');
    },
  };
}

/** The check listed for a kind, exact names before wildcards (B9); undefined when none is. */
export function customCheck(group: string, kind: string): CustomCheck | undefined {
  const found = exact.get(group)?.get(kind) ?? anyKind.get(group);
  if (found !== undefined || !group.includes('.')) return found;
  return suffixes.find((entry) => group.endsWith(entry.suffix) && (entry.kind === '*' || entry.kind === kind))
    ?.check;
}

/** Every line of the tables as `group/kind` and its rules in words, for the page that documents them. */
export function customKinds(): { id: string; rules: string[] }[] {
  const list = [
    ...[...exact].flatMap(([group, kinds]) =>
      [...kinds].map(([kind, check]) => ({ id: `${group}/${kind}`, check })),
    ),
    ...[...anyKind].map(([group, check]) => ({ id: `${group}/*`, check })),
    ...suffixes.map(({ suffix, kind, check }) => ({ id: `*${suffix}/${kind}`, check })),
  ];
  return list
    .map(({ id, check }) => ({ id, rules: check.rules.map((entry) => entry.text) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
