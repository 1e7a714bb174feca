/**
 * Text of a server or a cluster as it may be written to a terminal: control characters (escape sequences among them) would
 * let it move the cursor or rewrite what was shown before. Line breaks stay only where `lines` says so.
 */
export function printable(text: string, options: { lines?: boolean } = {}): string {
  const pattern = options.lines
    ? /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g
    : /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
  return text.replace(pattern, ' ');
}
