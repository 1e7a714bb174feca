import { dump } from 'js-yaml';
import type { Database } from './database.ts';

const apiVersion = 'bowline.dev/v1alpha1';

/**
 * Projects, Repositories, Clusters and Applications as YAML documents that `bowline apply -f` takes. Credentials and
 * kubeconfigs are not in it: those of Repositories and Clusters must be given again.
 */
export async function exportObjects(db: Database): Promise<string> {
  const { prisma } = db;
  const byName = { orderBy: { name: 'asc' } } as const;
  const projects = await prisma.project.findMany(byName);
  const repositories = await prisma.repository.findMany(byName);
  const clusters = await prisma.cluster.findMany(byName);
  const applications = await prisma.application.findMany({ orderBy: [{ project: 'asc' }, { name: 'asc' }] });
  const objects = [
    ...projects.map((row) => document('Project', row, row.spec)),
    ...repositories.map((row) => document('Repository', row, repositorySpec(row), row.project)),
    ...clusters.map((row) => document('Cluster', row, { namespaces: row.namespaces }, row.project)),
    // What another Application renders comes back from git.
    ...applications
      .filter((row) => row.managedBy === null)
      .map((row) => document('Application', row, row.spec)),
  ];
  return objects.map((object) => `---\n${dump(object, { lineWidth: -1, noRefs: true })}`).join('');
}

type Row = { name: string; labels: unknown; annotations: unknown };

function document(kind: string, row: Row, spec: unknown, project: string | null = null) {
  const metadata = {
    name: row.name,
    ...(project === null ? {} : { project }),
    ...(isFilled(row.labels) ? { labels: row.labels } : {}),
    ...(isFilled(row.annotations) ? { annotations: row.annotations } : {}),
  };
  return { apiVersion, kind, metadata, spec };
}

type RepositoryRow = {
  kind: string;
  url: string;
  insecureSkipTlsVerify: boolean;
  caPem: string;
  proxy: string;
  pollSeconds: number | null;
};

function repositorySpec(row: RepositoryRow) {
  const { kind, url, insecureSkipTlsVerify, caPem, proxy, pollSeconds } = row;
  return {
    ...(kind === 'git' ? {} : { type: kind }),
    url,
    ...(insecureSkipTlsVerify ? { insecureSkipTlsVerify } : {}),
    ...(caPem === '' ? {} : { caPem }),
    ...(proxy === '' ? {} : { proxy }),
    ...(pollSeconds === null ? {} : { pollSeconds }),
  };
}

function isFilled(map: unknown): boolean {
  return typeof map === 'object' && map !== null && Object.keys(map).length > 0;
}
