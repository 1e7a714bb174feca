import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { parseYaml } from '@bowline/sync-engine/adapters/render/yaml';

/** Real inputs that cases are made of. */
export type Corpus = { texts: string[]; objects: Record<string, unknown>[]; programs: string[] };

const folders = [
  'packages/sync-engine/src/core/health/testdata',
  'packages/sync-engine/src/core/diff/testdata',
  'packages/sync-engine/src/adapters/render/testdata',
  'packages/sync-engine/src/adapters/render/jsonnet/testdata',
  'apps/cli/testdata',
  'tools/demo',
];
const bytesMax = 200_000;

/** Manifests and programs of the repository's own test data, and of `more` folders. */
export function readCorpus(more: readonly string[]): Corpus {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const corpus: Corpus = { texts: [...seeds], objects: [], programs: [...programs] };
  for (const folder of [...folders.map((path) => join(root, path)), ...more]) readFolder(folder, corpus);
  for (const text of corpus.texts) corpus.objects.push(...objectsOf(text));
  if (corpus.objects.length === 0) throw new Error('The corpus holds no object.');
  return corpus;
}

function readFolder(folder: string, corpus: Corpus): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const isProgram = /\.(jsonnet|libsonnet)$/.test(name);
    if (!isProgram && !/\.(ya?ml|json)$/.test(name)) continue;
    const text = readFileSync(join(folder, name), 'utf8');
    if (text.length <= bytesMax) (isProgram ? corpus.programs : corpus.texts).push(text);
  }
}

function objectsOf(text: string): Record<string, unknown>[] {
  try {
    return parseYaml(text, { duplicateKeys: 'last-wins' })
      .flatMap((value) => (Array.isArray(value) ? value : [value]))
      .filter((value): value is Record<string, unknown> => typeof value === 'object' && value !== null);
  } catch {
    return []; // some test data is broken on purpose
  }
}

/** One of each shape that the engine's commands read. */
const seeds: readonly string[] = [
  `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, uid: u1, labels: {app: web}, annotations: {argocd.argoproj.io/sync-wave: '2', argocd.argoproj.io/sync-options: 'Prune=false,Replace=true'}, managedFields: [{manager: bowline, operation: Apply, apiVersion: apps/v1, fieldsType: FieldsV1, fieldsV1: {f:spec: {f:replicas: {}, f:template: {f:spec: {f:containers: {'k:{"name":"web"}': {f:image: {}}}}}}}}]}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: 'nginx:1', ports: [{containerPort: 80}], resources: {limits: {cpu: 500m, memory: 1Gi}}, env: [{name: A, value: b}]}]}
status: {replicas: 2, observedGeneration: 1, conditions: [{type: Available, status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z'}]}
`,
  `apiVersion: batch/v1
kind: Job
metadata: {generateName: migrate-, namespace: shop, annotations: {argocd.argoproj.io/hook: 'PreSync,PostSync', argocd.argoproj.io/hook-delete-policy: HookSucceeded}}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: m, image: m}]}}}
---
apiVersion: v1
kind: Secret
metadata: {name: s}
stringData: {password: x}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec: {group: example.com, scope: Namespaced, names: {kind: Widget, plural: widgets}, versions: [{name: v1, served: true, storage: true}]}
---
apiVersion: v1
kind: List
items: [{apiVersion: v1, kind: Namespace, metadata: {name: shop}}, {apiVersion: example.com/v1, kind: Widget, metadata: {name: w}}]
`,
  `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web, namespace: argocd, finalizers: [resources-finalizer.argocd.argoproj.io], annotations: {argocd.argoproj.io/sync-wave: '-1'}}
spec:
  project: default
  sources: [{repoURL: 'https://git.example.com/a.git', path: charts/web, targetRevision: 1.x, helm: {valueFiles: [$v/a.yaml], parameters: [{name: a, value: b}], valuesObject: {a: {b: [1]}}}}, {repoURL: 'https://git.example.com/v.git', ref: v}]
  destination: {server: 'https://kubernetes.default.svc', namespace: shop}
  syncPolicy: {automated: {prune: true, selfHeal: true}, syncOptions: [CreateNamespace=true, PruneLast=true], retry: {limit: 5, backoff: {duration: 5s, factor: 2, maxDuration: 3m}}, managedNamespaceMetadata: {labels: {a: b}}}
  ignoreDifferences: [{group: apps, kind: Deployment, jsonPointers: [/spec/replicas], jqPathExpressions: ['.spec.template.spec.containers[] | select(.name == "web") | .image'], managedFieldsManagers: [kube-controller-manager]}]
`,
  `application: {metadata: {name: web}, spec: {source: {repoURL: 'https://git.example.com/web.git', path: .}, destination: {name: prod, namespace: shop}, syncPolicy: {automated: {prune: true, selfHeal: true}}}}
project: {metadata: {name: team}, spec: {sourceRepos: ['*'], destinations: [{name: '*', namespace: '*'}], clusterResourceWhitelist: [{group: '*', kind: '*'}], syncWindows: [{kind: deny, schedule: '0 9 * * 1-5', duration: 1h, timeZone: Europe/Berlin, applications: ['w*'], andOperator: true}], approvals: {required: 1}, guards: {deletionsMax: 3}}}
windows: [{kind: allow, schedule: '*/15 0-6 1,15 * *', duration: 90m, manualSync: true, syncOverrun: true}]
comparison: {status: OutOfSync, reasons: {pending: 1, drift: 2, prune: 1}}
history: [{desiredDigest: d, kind: sync, phase: Failed, attempts: 2, finishedAt: '2026-05-01T09:00:00Z', specGeneration: 1}]
hold: {reason: r, owner: o, since: '2026-05-01T08:00:00Z', untilTime: '2026-05-01T12:00:00Z'}
plan: {kind: sync, digest: d, risks: [{code: prune, severity: confirm, message: m, id: i}], items: [], steps: []}
approvals: [{by: {kind: user, name: ann}, tickedRisks: [i]}]
requestedBy: {kind: user, name: bob}
now: '2026-05-01T09:30:00Z'
`,
];

const programs: readonly string[] = [
  `local k = import 'k.libsonnet'; local f(x, y=1) = x + y; { a: [i for i in std.range(1, 3) if i > 1], b:: super.a, ['c' + 1]+: { d: self.a, e: $.b }, assert self.a != null : 'no', s: |||\n  text %(a)s\n||| % { a: 1 } }`,
];
