import { endpoint } from '../../endpoint.ts';

/** About this installation; for signed-in callers only (X57). */
export const getSystem = endpoint('getSystem', async ({ deps }) => ({
  version: deps.version,
  installationId: deps.context.installationId,
  roles: [...deps.config.roles],
  tools: await deps.context.render.tools(),
  streamClients: deps.hub.count(),
  demo: deps.config.demo,
}));
