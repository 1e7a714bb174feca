import type { ReactNode } from 'react';

/** Tags that messages may use: `t.rich('key', { ...rich, name })`. */
export const rich = {
  b: (words: ReactNode) => <b>{words}</b>,
  code: (words: ReactNode) => <span className="mono">{words}</span>,
};
