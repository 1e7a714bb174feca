export type Can = Record<string, { ok: boolean; reason: string }>;

/**
 * Why the signed-in user may not do this to an object, or null when they may. The API says it per object; an action it does
 * not mention is refused by the API itself when tried.
 */
export function cannot(can: Can, action: string): string | null {
  const answer = can[action];
  return answer && !answer.ok ? answer.reason : null;
}
