/** Looks again every `everyMs` until `look` answers with something; throws after `deadlineMs`, saying what was waited for. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false | null>,
  { deadlineMs = 120_000, everyMs = 50 }: { deadlineMs?: number; everyMs?: number } = {},
): Promise<T> {
  const end = performance.now() + deadlineMs;
  let lastError: unknown;
  for (;;) {
    const found = await look().catch((error: unknown) => {
      lastError = error;
      return undefined;
    });
    if (found) return found;
    if (performance.now() > end) throw new Error(`waited ${deadlineMs} ms for ${what}`, { cause: lastError });
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
