import type { PlanInput } from '@bowline/contract';
import { applicationStore } from '../store/application.ts';
import type { PlanRecord } from '../store/plan.ts';
import { buildAndSavePlan } from '../usecases/build-plan.ts';
import { executePlan } from '../usecases/execute-plan.ts';
import { type ControlLoop, kim } from './control-loop.ts';

export type LoopActions = ReturnType<typeof loopActions>;

export const configMap = (name: string, value: string, extra = '') => `apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}${extra}}
data: {value: "${value}"}
`;

const readyAfter = 'sandbox.bowline.dev/ready-after';

/** A hook whose Pod becomes ready after a while, or with `endHook`. */
export const slowHook = (after: string) => `apiVersion: v1
kind: Pod
metadata:
  name: slow
  annotations: {argocd.argoproj.io/hook: PreSync, ${readyAfter}: ${after}}
spec: {containers: [{name: a, image: "web:1"}]}
`;

/** What a person does with a control loop, as kim: register, plan, approve and start, look at the cluster. */
export function loopActions(loop: ControlLoop) {
  const plan = (input: PlanInput) => buildAndSavePlan(loop.ctx, { input, caller: kim, reason: 'test' });
  const run = (record: PlanRecord, confirmName?: string) =>
    executePlan(loop.ctx, {
      id: record.id,
      digest: record.digest,
      tickedRisks: record.risks.map((risk) => risk.id),
      comment: '',
      reason: 'test',
      caller: kim,
      ...(confirmName === undefined ? {} : { confirmName }),
    });
  const sync = (application: string, more: object = {}) =>
    plan({ kind: 'sync', project: 'default', application, ...more }).then(run);

  /** A request to the cluster by somebody else. */
  const kube = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${loop.sandbox.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${loop.sandbox.token}`,
        ...(body && {
          'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
        }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return (await response.json()) as { kind: string; data?: Record<string, string>; metadata: object };
  };

  return {
    plan,
    run,
    sync,
    syncToEnd: async (application: string, more: object = {}) =>
      loop.ended((await sync(application, more)).id),

    /** An Application of its own repository, in a namespace of its name, looked at once. */
    async register(name: string, files: Record<string, string>, syncPolicy: object = {}) {
      const url = await loop.repository(name, files);
      const app = await loop.register(name, {
        sources: [{ repoURL: url, path: '.', targetRevision: 'main' }],
        syncPolicy: { syncOptions: ['CreateNamespace=true'], ...syncPolicy },
      });
      await loop.refresh(app.uid);
      return app;
    },

    /** Changes the policy of an Application as an edit would, without its Operation. */
    async setSyncPolicy(uid: string, change: object): Promise<void> {
      const app = await loop.app(uid);
      if (!app) throw new Error('gone');
      await loop.ctx.db.transaction((tx) =>
        applicationStore(tx).updateSpec(uid, {
          spec: { ...app.spec, syncPolicy: { ...app.spec.syncPolicy, ...change } },
          labels: {},
          annotations: {},
          managedBy: null,
          cluster: app.cluster,
          repositories: app.repositories,
        }),
      );
    },

    kube,

    /** Makes the Pod of a `slowHook` ready, however long that was to take. */
    async endHook(namespace: string): Promise<void> {
      const metadata = { annotations: { [readyAfter]: '0s' } };
      const path = `/api/v1/namespaces/${namespace}/pods/slow`;
      await loop.until(
        'the hook to be there',
        async () => (await kube('PATCH', path, { metadata })).kind === 'Pod',
      );
    },
  };
}
