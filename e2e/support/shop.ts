/** Manifests of the shop that the story is told about. */

const wave = (value: number): string => `argocd.argoproj.io/sync-wave: "${value}"`;

export const deployment = (image: string, replicas = 2): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, annotations: {${wave(1)}}}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "${image}", ports: [{containerPort: 8080}]}]}
`;

export const service = `apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
`;

export const settings = (greeting: string, name = 'settings'): string => `apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}, annotations: {${wave(-1)}}}
data: {greeting: "${greeting}"}
`;

export const secret = (password: string): string => `apiVersion: v1
kind: Secret
metadata: {name: key}
stringData: {password: "${password}"}
`;

/** A Job hook; `policy` is its delete policy. */
export const hook = (
  name: string,
  phase: string,
  policy: string,
  command = 'true',
): string => `apiVersion: batch/v1
kind: Job
metadata:
  name: ${name}
  annotations: {argocd.argoproj.io/hook: ${phase}, argocd.argoproj.io/hook-delete-policy: ${policy}}
spec:
  backoffLimit: 0
  template:
    spec: {restartPolicy: Never, containers: [{name: job, image: "job:1", command: ["sh", "-c", "${command}"]}]}
`;

/** A repository with one folder per renderer, and one that belongs to nobody. */
export const shopFiles = (): Record<string, string> => ({
  'shop/web.yaml': deployment('web:1'),
  'shop/service.yaml': service,
  'shop/settings.yaml': settings('hello'),
  'shop/secret.yaml': secret('one'),
  'shop/migrate.yaml': hook('migrate', 'PreSync', 'BeforeHookCreation'),
  'shop/smoke.yaml': hook('smoke', 'PostSync', 'HookSucceeded'),
  'kustom/kustomization.yaml': 'namePrefix: k-\nresources: [settings.yaml]\n',
  'kustom/settings.yaml': settings('kustomized'),
  'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
  'chart/values.yaml': 'greeting: from helm\n',
  'chart/templates/settings.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}-settings"}
data: {greeting: {{ .Values.greeting | quote }}}
`,
  'other/notes.txt': 'nobody deploys this folder\n',
});
