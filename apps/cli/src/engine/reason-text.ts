import type { DecisionReason } from '@bowline/sync-engine/core/model';
import { printable } from '../output/printable.ts';

/** A reason as one line (B10): what holds it back, whose move it is, and until when. */
export function reasonText({ code, message, owner, nextAt }: DecisionReason): string {
  const whose = owner === undefined ? '' : ` – ${owner}`;
  return printable(`[${code}] ${message}${whose}${nextAt === undefined ? '' : `, until ${nextAt}`}`);
}
