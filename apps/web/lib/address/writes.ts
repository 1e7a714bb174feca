/**
 * The query strings written to the address of a page that its router has not come to yet.
 *
 * Next takes over a written address in a transition, and on the way puts earlier ones back into `location`. Whoever starts the
 * next write from `location` then loses what was written in between: on a slow machine, a field somebody has just filled in.
 * Memory: one string for each write of the last moment.
 */
export class AddressWrites {
  #path = '';
  #searches: string[] = [];

  /** Notes that `search` (without `?`) was written at `path`. */
  wrote(path: string, search: string): void {
    if (path !== this.#path) this.forget();
    this.#path = path;
    this.#searches.push(search);
  }

  /** Notes where the router is: what it has come to, and all before, is no longer ahead; anywhere else is a navigation. */
  reached(path: string, search: string): void {
    const at = path === this.#path ? this.#searches.indexOf(search) : -1;
    this.#searches = at === -1 ? [] : this.#searches.slice(at + 1);
  }

  forget(): void {
    this.#searches = [];
  }

  /** What was written last at `path`, where the router is still behind. */
  latest(path: string): string | undefined {
    return path === this.#path ? this.#searches.at(-1) : undefined;
  }
}
