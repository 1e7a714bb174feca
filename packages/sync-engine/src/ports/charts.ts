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
  /** repository_unknown, egress_refused, host_not_found, chart_unreachable, chart_auth_failed, chart_not_found, chart_invalid */
  code: string;
  message: string;
  hint: string;
};
export type ChartResult<T> = { ok: true; value: T } | ({ ok: false } & ChartFailure);

/** A packaged chart; `digest` is the hex sha256 of `archive`, a gzipped tar. */
export type ChartPackage = { version: string; digest: string; archive: Buffer };

export interface ChartPort {
  /** Version or semver range ('' = the latest stable) → the exact version. Contacts the repository unless asked lately. */
  resolve(repository: ChartRepository, chart: string, range: string): Promise<ChartResult<string>>;
  /** The package of an exact version; one that the index names a digest for has that digest. */
  fetch(repository: ChartRepository, chart: string, version: string): Promise<ChartResult<ChartPackage>>;
}
