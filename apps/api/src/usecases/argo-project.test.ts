import { ProjectInput } from '@bowline/contract';
import { describe, expect, it } from 'vitest';
import { isArgoProject, projectFromArgo } from './argo-project.ts';

const argo = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: {
    name: 'team',
    namespace: 'argocd',
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}', kept: 'yes' },
  },
  spec: {
    sourceRepos: ['*'],
    destinations: [
      { server: 'https://kubernetes.default.svc', namespace: 'team-*' },
      { server: '*', namespace: '*' },
    ],
    namespaceResourceBlacklist: null,
    roles: [],
  },
};

describe('projectFromArgo', () => {
  it('gives a Project that the contract accepts', () => {
    expect(isArgoProject(argo)).toBe(true);
    expect(ProjectInput.parse(projectFromArgo(argo))).toEqual({
      metadata: { name: 'team', labels: {}, annotations: { kept: 'yes' } },
      spec: {
        sourceRepos: ['*'],
        destinations: [
          { name: 'in-cluster', namespace: 'team-*' },
          { server: '*', namespace: '*' },
        ],
      },
    });
  });

  it('does not drop in silence what Bowline does not know', () => {
    const spec = { ...argo.spec, signatureKeys: [{ keyID: 'A' }] };
    expect(ProjectInput.safeParse(projectFromArgo({ ...argo, spec })).success).toBe(false);
  });
});
