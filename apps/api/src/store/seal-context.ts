/**
 * What each sealed value is bound to: copied to another row or column it does not open. Rotation seals again under the same
 * context as the store; where the two differed, the value would be lost.
 */
export const sealContext = {
  blob: (id: string) => `blob:${id}`,
  credential: (repositoryId: string) => `repository:${repositoryId}:credential`,
  webhookSecret: (repositoryId: string) => `repository:${repositoryId}:webhook`,
  kubeconfig: (clusterId: string) => `cluster:${clusterId}`,
};
