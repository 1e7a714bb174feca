import type { RenderRequest } from '../../ports/render.ts';
import type { Source } from '../../core/model.ts';

/** Variables that options may name as `$NAME` or `${NAME}` (SRC-11), under Argo CD's prefix and our own. */
export function buildEnvironment(
  request: RenderRequest,
  source: Source,
  revision: string,
): Map<string, string> {
  const values: Record<string, string> = {
    APP_NAME: request.application.name,
    APP_NAMESPACE: request.destinationNamespace,
    APP_PROJECT_NAME: request.application.project,
    APP_REVISION: revision,
    APP_REVISION_SHORT: revision.slice(0, 7),
    APP_REVISION_SHORT_8: revision.slice(0, 8),
    APP_SOURCE_PATH: source.path ?? '',
    APP_SOURCE_REPO_URL: source.repoURL.replace(/\/\/[^/@]*@/, '//'),
    APP_SOURCE_TARGET_REVISION: source.targetRevision ?? '',
  };
  const variables = new Map<string, string>();
  for (const [name, value] of Object.entries(values)) {
    variables.set(`ARGOCD_${name}`, value);
    variables.set(`BOWLINE_${name}`, value);
  }
  return variables;
}

/** Replaces the known variables and nothing else: `$ref/...`, `$$` and shell-like text stay as written. */
export function substitute(text: string, variables: Map<string, string>): string {
  return text.replace(
    /\$\$|\$\{([A-Z0-9_]+)\}|\$([A-Z][A-Z0-9_]*)/g,
    (whole, braced?: string, bare?: string) => variables.get(braced ?? bare ?? '') ?? whole,
  );
}
