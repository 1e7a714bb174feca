import type { CommitInfo } from '../../ports/git.ts';

const messageMax = 8_192;

/** Reads a raw commit object: author, committer date (RFC 3339, UTC) and message. */
export function parseCommit(revision: string, text: string): CommitInfo {
  const split = text.indexOf('\n\n');
  const head = split < 0 ? text : text.slice(0, split);
  const message = split < 0 ? '' : text.slice(split + 2).trim();
  const author = /^author (.*?) ?<([^>]*)> \d+ [+-]\d{4}$/m.exec(head);
  const seconds = Number(/^committer .* (\d+) [+-]\d{4}$/m.exec(head)?.[1] ?? 0);
  return {
    revision,
    author: author?.[1] ?? '',
    email: author?.[2] ?? '',
    date: new Date(Math.min(seconds, 8.64e12) * 1000).toISOString(),
    message: message.slice(0, messageMax),
  };
}
