import type { KubeObject } from '../../model.ts';
import { type Line, type Rule, verdict } from '../rules.ts';
import { argoLines } from './argo.ts';
import { cloudLines } from './cloud.ts';
import { dataLines } from './data.ts';
import { deliveryLines } from './delivery.ts';
import { kubernetesLines } from './kubernetes.ts';
import { platformLines } from './platform.ts';

/** Every table; a new one is one file and one word here. */
const tables: Line[][] = [kubernetesLines, argoLines, deliveryLines, dataLines, platformLines, cloudLines];

type Check = (object: KubeObject) => ReturnType<typeof verdict>;

const exact = new Map<string, Check>();
const anyKind = new Map<string, Check>();
const suffixes: { suffix: string; kind: string; check: Check }[] = [];

for (const { groups, kinds, rules } of tables.flat()) {
  const check = checkOf(rules);
  for (const group of groups.split(' ')) {
    for (const kind of kinds.split(' ')) {
      if (exact.has(`${group}/${kind}`)) throw new Error(`${group}/${kind} is listed twice.`);
      if (group.startsWith('*.')) suffixes.push({ suffix: group.slice(1), kind, check });
      else if (kind === '*') anyKind.set(group, check);
      else exact.set(`${group}/${kind}`, check);
    }
  }
}

/** The first rule that speaks; an object on which none does has not reported yet. */
function checkOf(rules: readonly Rule[]): Check {
  return (object) => {
    for (const rule of rules) {
      const found = rule(object);
      if (found !== null) return found;
    }
    return verdict('P', 'Waiting for a status.');
  };
}

/** The check listed for a kind, exact names before wildcards (B9); undefined when none is. */
export function customCheck(group: string, kind: string): Check | undefined {
  return (
    exact.get(`${group}/${kind}`) ??
    anyKind.get(group) ??
    suffixes.find((entry) => group.endsWith(entry.suffix) && (entry.kind === '*' || entry.kind === kind))
      ?.check
  );
}

/** The kinds that are listed, as `group/kind`, for the page that documents them. */
export function customKinds(): string[] {
  const wild = [...anyKind.keys()].map((group) => `${group}/*`);
  return [...exact.keys(), ...wild, ...suffixes.map((entry) => `*${entry.suffix}/${entry.kind}`)].sort();
}
