/** What rendering needs of Helm repositories: HTTP ones with an `index.yaml`, and OCI registries. */

export type ChartCredential =
  | { kind: 'none' }
  | { kind: 'basic'; username: string; password: string }
  | { kind: 'bearer'; token: string };

/**
 * A registered Helm repository. `url` is `https://host/path`, or `oci://host/path` (also without a scheme, as in Argo CD),
 * without userinfo; charts below it are found by longest prefix.
 */
export type ChartRepository = {
  /** Of the registration, which packages are kept under; absent: nothing is kept on disk. */
  id?: string;
  url: string;
  /** For dependencies that name it `@name` or `alias:name`. */
  name?: string;
  credential: ChartCredential;
  /** Sends the credential also to other hosts that the index names for downloads. Default: no. */
  passCredentials?: boolean;
  insecureSkipTlsVerify?: boolean;
  caPem?: string;
};

export type ChartFailure = {
  /**
   * repository_unknown, egress_refused, host_not_found, chart_unreachable, chart_tls_failed, chart_auth_failed,
   * chart_index_missing, chart_index_invalid, registry_invalid, chart_not_found, chart_invalid
   */
  code: string;
  message: string;
  hint: string;
};
export type ChartResult<T> = { ok: true; value: T } | ({ ok: false } & ChartFailure);

/** What a publisher says of one version. `created` is ISO 8601 or ''. */
export type ChartInfo = { description: string; appVersion: string; authors: string; created: string };

/** `info` of what an OCI registry holds comes from its annotations and is absent until it is fetched. */
export type ChartVersion = { version: string; info?: ChartInfo };

/** One chart of a repository with its highest stable version, or the highest of all where none is stable. */
export type ChartSummary = { name: string; version: string; versions: number; description: string };

/** A packaged chart or the one layer of an OCI artifact; `digest` is the hex sha256 of `archive`, a gzipped tar. */
export type ChartPackage = {
  version: string;
  digest: string;
  archive: Buffer;
  info?: ChartInfo;
  /** `chart`: below one top folder, with a Chart.yaml. */
  layout: 'chart' | 'plain';
};

/** Answers asked for before this moment (monotonic ms) are asked for again; absent: a minute old is fresh enough. */
export type Freshness = { notBeforeMs?: number };

export interface ChartPort {
  /** Contacts the repository and says exactly what failed. `charts` is null where a registry does not list them. */
  testConnection(repository: ChartRepository): Promise<ChartResult<{ charts: number | null }>>;
  /** Charts by name; `isComplete` is false for a registry that does not list what it holds. */
  listCharts(
    repository: ChartRepository,
    options?: Freshness,
  ): Promise<ChartResult<{ charts: ChartSummary[]; isComplete: boolean }>>;
  /** Versions of a chart, highest first. */
  listVersions(
    repository: ChartRepository,
    chart: string,
    options?: Freshness,
  ): Promise<ChartResult<ChartVersion[]>>;
  /** Version or semver range ('' = the latest stable) → the exact version. */
  resolve(
    repository: ChartRepository,
    chart: string,
    range: string,
    options?: Freshness,
  ): Promise<ChartResult<string>>;
  /** The package of an exact version; one that the index names a digest for has that digest. */
  fetch(repository: ChartRepository, chart: string, version: string): Promise<ChartResult<ChartPackage>>;
  /** Tag, digest or semver range over tags of the OCI artifact at the repository's URL → the digest of its manifest (SRC-15). */
  resolveArtifact(
    repository: ChartRepository,
    target: string,
    options?: Freshness,
  ): Promise<ChartResult<string>>;
  /** The one layer of the OCI artifact with this digest, `sha256:…`. */
  fetchArtifact(repository: ChartRepository, digest: string): Promise<ChartResult<ChartPackage>>;
}
