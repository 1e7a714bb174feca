import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('./repositories', import.meta.url));

/** Names of the demo repositories, one per way to write manifests. */
export const demoRepositories = ['demo-plain', 'demo-kustomize', 'demo-helm'] as const;

/** The files of a demo repository, by path. */
export function loadDemoFiles(name: (typeof demoRepositories)[number]): Record<string, string> {
  const root = join(folder, name);
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((path) => join(root, path));
  const files = paths.filter((path) => statSync(path).isFile());
  return Object.fromEntries(
    files.map((path) => [relative(root, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')]),
  );
}
