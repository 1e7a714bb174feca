/** Most that a page may load before it works, in kB (1024 bytes) after gzip. The first pattern that fits a route counts. */
const firstLoad: readonly (readonly [route: RegExp, kB: number])[] = [
  [/^\/(login|logout|_not-found)/, 150],
  [/^\/$/, 230],
  [/^\/apps\/\[project\]\/\[app\]\/changes/, 290],
  [/^\/apps\/\[project\]\/\[app\]/, 280],
  [/^\/plans\/\[id\]/, 290],
  [/^\/apps$/, 270],
  [/^\/(me|admin|projects|repositories|clusters)/, 265],
  [/./, 270],
];

/** Parts that load when they are used, each found by a text only its file holds. */
export const lazyParts = [
  { name: 'palette', marker: 'cmdk-input', kB: 35 },
  { name: 'graph', marker: 'data-graph-canvas', kB: 80 },
] as const;

/** All style sheets together, apart from `lazyStyles`. */
export const cssKb = 40;

/** Style sheets that load after the first paint, each found by a text only it holds. */
export const lazyStyles = [{ name: 'Korean font faces', marker: 'noto-sans-kr-', kB: 30 }] as const;

/** The budget of a route of the web app (`/apps/[project]/[app]/overview`), in kB. */
export function firstLoadBudget(route: string): number {
  return firstLoad.find(([pattern]) => pattern.test(route))?.[1] ?? 0;
}
