/** A list kept under a name: the query of its address, without the question mark. */
export type SavedView = { name: string; search: string };

const storageKey = 'bowline-views';
const viewsMax = 50;

/** The views of this browser, oldest first; what cannot be read counts as none. */
export function parseViews(text: string | null): SavedView[] {
  try {
    const value = JSON.parse(text ?? '[]') as unknown;
    if (!Array.isArray(value)) return [];
    return value.filter(isView).map(({ name, search }) => ({ name, search }));
  } catch {
    return [];
  }
}

/** Adds a view; one of the same name is replaced in its place. */
export function addView(views: readonly SavedView[], view: SavedView): SavedView[] {
  const isThere = views.some(({ name }) => name === view.name);
  return isThere
    ? views.map((one) => (one.name === view.name ? view : one))
    : [...views, view].slice(-viewsMax);
}

export function loadViews(): SavedView[] {
  return parseViews(localStorage.getItem(storageKey));
}

export function saveViews(views: readonly SavedView[]): void {
  localStorage.setItem(storageKey, JSON.stringify(views));
}

function isView(value: unknown): value is SavedView {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'search' in value &&
    typeof value.search === 'string'
  );
}
