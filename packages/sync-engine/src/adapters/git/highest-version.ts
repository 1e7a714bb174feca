import semver from 'semver';

/**
 * The highest version that a constraint allows, as Helm reads it: '' or `*` is the latest stable, a comma means and, and
 * pre-releases count only where the constraint names one (SRC-2, SRC-14).
 */
export function highestVersion(versions: string[], range: string): string | undefined {
  const wanted = range.trim();
  if (wanted !== '' && versions.includes(wanted)) return wanted;
  const constraint =
    wanted === ''
      ? '*'
      : wanted
          .replaceAll(/\s*,\s*/g, ' ')
          .replaceAll('=>', '>=')
          .replaceAll('=<', '<=');
  if (constraint.length > 256 || semver.validRange(constraint) === null) return undefined;
  const includePrerelease = /\d-/.test(constraint) && !/\s-\s/.test(constraint);
  let best: { text: string; version: semver.SemVer } | undefined;
  for (const text of versions) {
    const version = semver.parse(text);
    if (version === null || !semver.satisfies(version, constraint, { includePrerelease })) continue;
    if (best === undefined || semver.compareBuild(version, best.version) > 0) best = { text, version };
  }
  return best?.text;
}

/** Highest first; what is no version comes last, in the order of text. */
export function sortVersions(versions: string[]): string[] {
  return versions
    .map((text) => ({ text, version: semver.parse(text) }))
    .sort((a, b) => {
      if (a.version !== null && b.version !== null) return semver.compareBuild(b.version, a.version);
      if (a.version !== null || b.version !== null) return a.version === null ? 1 : -1;
      return a.text < b.text ? -1 : 1;
    })
    .map(({ text }) => text);
}
