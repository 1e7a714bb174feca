/** First seven characters of a commit; chart versions and tags stay whole. */
export function shortRevision(revision: string): string {
  return /^[0-9a-f]{40,64}$/.test(revision) ? revision.slice(0, 7) : revision;
}

/** The eight characters of a digest that people compare: `4be1-09c7`. */
export function shortDigest(digest: string): string {
  const hex = digest.replace(/^sha256:/, '');
  return hex.length > 8 ? `${hex.slice(0, 4)}-${hex.slice(4, 8)}` : hex;
}

/** The last two parts of a repository address: `https://git.example/shop/checkout.git` → `shop/checkout`. */
export function repositoryName(url: string): string {
  const path = url
    .replace(/^\w+:\/\/[^/]+\//, '')
    .replace(/^[^@/]+@[^:]+:/, '')
    .replace(/\.git\/?$/, '')
    .replace(/\/$/, '');
  return path.split('/').slice(-2).join('/') || url;
}
