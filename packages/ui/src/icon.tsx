import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import styles from './icon.module.css';

const diamond = <path d="M8 1.3 14.7 8 8 14.7 1.3 8z" strokeWidth="1.3" />;

/* Every shape is drawn on a 16 px grid with a 1.5 px line. Filled shapes cut their sign out in --knockout (default: the page). */
const shapes = {
  activity: <path d="M1.75 8h2.9l2-4.75 2.9 9.5 2-4.75h2.7" />,
  alert: <path d="M8 2.25 14.25 13H1.75zM8 6.5v3M8 11.25v.05" />,
  apps: (
    <>
      <rect x="2.25" y="2.25" width="4.75" height="4.75" rx="1" />
      <rect x="9" y="2.25" width="4.75" height="4.75" rx="1" />
      <rect x="2.25" y="9" width="4.75" height="4.75" rx="1" />
      <rect x="9" y="9" width="4.75" height="4.75" rx="1" />
    </>
  ),
  'arrow-down': <path d="M8 3.25v9.5M4.25 9 8 12.75 11.75 9" />,
  'arrow-up': <path d="M8 12.75v-9.5M4.25 7 8 3.25 11.75 7" />,
  bell: (
    <path d="M3.5 11.25h9c-1-1-1.25-2-1.25-4.25 0-2-1.25-3.75-3.25-3.75S4.75 5 4.75 7c0 2.25-.25 3.25-1.25 4.25zM6.75 13.5h2.5" />
  ),
  bolt: <path d="M8.75 1.9 3.5 9.25H8l-.75 4.85L12.5 6.75H8z" />,
  brand: (
    <path
      transform="scale(.8)"
      strokeWidth="2.1"
      d="M6.5 2.5v15M6.5 2.5h4.25a3.6 3.6 0 0 1 0 7.2H9M9 9.7h3a3.9 3.9 0 0 1 0 7.8H3"
    />
  ),
  calendar: (
    <>
      <rect x="2.5" y="3.25" width="11" height="10" rx="1.25" />
      <path d="M2.5 6.5h11M5.5 1.9v2.6M10.5 1.9v2.6" />
    </>
  ),
  check: <path d="m3.5 8.4 3 3 6-6.6" />,
  clock: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M8 4.75V8l2.25 1.5" />
    </>
  ),
  contrast: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M8 2.25v11.5a5.75 5.75 0 0 0 0-11.5z" fill="currentColor" />
    </>
  ),
  copy: (
    <>
      <rect x="5.75" y="5.75" width="7.5" height="7.5" rx="1.25" />
      <path d="M3.25 10.25h-.5v-7.5h7.5v.5" />
    </>
  ),
  down: <path d="m4.5 6.25 3.5 3.5 3.5-3.5" />,
  download: <path d="M8 2.75v7.5M4.75 7.25 8 10.5l3.25-3.25M2.75 13.25h10.5" />,
  edit: <path d="M3 13v-2.75L10.25 3 13 5.75 5.75 13zM8.75 4.5l2.75 2.75" />,
  external: <path d="M6.5 3.25H3.25v9.5h9.5V9.5M9.25 2.75h4v4M13 3 7.5 8.5" />,
  eye: (
    <>
      <path d="M1.75 8c1.5-2.9 3.6-4.35 6.25-4.35S12.75 5.1 14.25 8c-1.5 2.9-3.6 4.35-6.25 4.35S3.25 10.9 1.75 8z" />
      <circle cx="8" cy="8" r="1.9" />
    </>
  ),
  file: <path d="M4 1.9h5l3 3v9.2H4zM9 1.9v3h3" />,
  filter: <path d="M2.5 4.25h11M4.5 8h7M6.5 11.75h3" />,
  fit: <path d="M2.75 6V2.75H6M10 2.75h3.25V6M13.25 10v3.25H10M6 13.25H2.75V10" />,
  folder: <path d="M2.25 4v8.5h11.5v-7H8L6.5 3.5H2.25z" />,
  git: (
    <>
      <circle cx="4.5" cy="3.9" r="1.65" />
      <circle cx="4.5" cy="12.1" r="1.65" />
      <circle cx="11.5" cy="5.4" r="1.65" />
      <path d="M4.5 5.55v4.9M11.5 7.05c0 2.6-4 2-6.2 3.6" />
    </>
  ),
  globe: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M2.25 8h11.5M8 2.25c1.6 1.6 2.4 3.5 2.4 5.75S9.6 12.15 8 13.75C6.4 12.15 5.6 10.25 5.6 8S6.4 3.85 8 2.25z" />
    </>
  ),
  graph: (
    <>
      <rect x="1.75" y="6" width="4" height="4" rx="1" />
      <rect x="10.25" y="2.25" width="4" height="4" rx="1" />
      <rect x="10.25" y="9.75" width="4" height="4" rx="1" />
      <path d="M5.75 8H8M8 8V4.25h2.25M8 8v3.75h2.25" />
    </>
  ),
  help: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M6.3 6.3c.2-1 .9-1.5 1.8-1.5 1 0 1.8.6 1.8 1.6 0 1.3-1.8 1.3-1.8 2.6M8.1 11.3v.05" />
    </>
  ),
  hexagon: (
    <>
      <path d="M8 1.9 13.3 5v6L8 14.1 2.7 11V5z" />
      <circle cx="8" cy="8" r="1.6" />
    </>
  ),
  home: <path d="M2.5 7 8 2.5 13.5 7v6.5h-3.75V9.5h-3.5v4H2.5z" />,
  inbox: <path d="M2.25 9.25 4 3.25h8l1.75 6v3.5H2.25zM2.25 9.25H6l.75 1.5h2.5l.75-1.5h3.75" />,
  info: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 7.5v3.25M8 5.2v.05" />
    </>
  ),
  key: (
    <>
      <circle cx="5.25" cy="10.75" r="2.75" />
      <path d="m7.25 8.75 6-6M11 5l1.75 1.75" />
    </>
  ),
  left: <path d="M9.75 4.5 6.25 8l3.5 3.5" />,
  link: (
    <path d="M6.75 9.25a2.5 2.5 0 0 0 3.6 0l2-2a2.55 2.55 0 0 0-3.6-3.6l-.9.9M9.25 6.75a2.5 2.5 0 0 0-3.6 0l-2 2a2.55 2.55 0 0 0 3.6 3.6l.9-.9" />
  ),
  list: <path d="M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.01M2.5 8h.01M2.5 12h.01" />,
  lock: (
    <>
      <rect x="3.25" y="7.25" width="9.5" height="6.25" rx="1.25" />
      <path d="M5.25 7.25V5.25a2.75 2.75 0 0 1 5.5 0v2" />
    </>
  ),
  'log-out': <path d="M9.5 2.75H3.25v10.5H9.5M6.75 8h7M11.25 5.25 14 8l-2.75 2.75" />,
  minus: <path d="M3.25 8h9.5" />,
  more: <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2.25" />,
  pause: <path d="M6 4v8M10 4v8" />,
  pin: <path d="M8 10v4M4.5 10h7l-1.25-2.25V3.25h-4.5v4.5z" />,
  play: <path d="M5 3.25v9.5L12.5 8z" />,
  plus: <path d="M8 3.25v9.5M3.25 8h9.5" />,
  refresh: <path d="M13 8a5 5 0 1 1-1.5-3.6L13 5.9M13 2.75v3.15H9.85" />,
  right: <path d="m6.25 4.5 3.5 3.5-3.5 3.5" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4.5" />
      <path d="m10.4 10.4 3.1 3.1" />
    </>
  ),
  sets: <path d="M8 2.25 14 5.1 8 8 2 5.1zM2 8.1l6 2.9 6-2.9M2 11l6 2.9 6-2.9" />,
  shield: <path d="M8 1.9 13 3.6v4c0 3.1-2 5.3-5 6.5-3-1.2-5-3.4-5-6.5v-4z" />,
  sidebar: (
    <>
      <rect x="2.25" y="2.75" width="11.5" height="10.5" rx="1.25" />
      <path d="M6.25 2.75v10.5" />
    </>
  ),
  sliders: (
    <>
      <path d="M2.25 5H8.4M12.1 5h1.65M2.25 11H3.9M7.6 11h6.15" />
      <circle cx="10.25" cy="5" r="1.75" />
      <circle cx="5.75" cy="11" r="1.75" />
    </>
  ),
  stop: <rect x="4" y="4" width="8" height="8" rx="1" />,
  swap: <path d="M3 5.25h9.5M10 2.75l2.5 2.5L10 7.75M13 10.75H3.5M6 8.25l-2.5 2.5L6 13.25" />,
  terminal: <path d="m3 4.5 3.5 3.5L3 11.5M8 12h5" />,
  trash: <path d="M2.75 4.25h10.5M6.25 4.25v-1.5h3.5v1.5M4.25 4.25l.6 9h6.3l.6-9M6.75 6.75v4M9.25 6.75v4" />,
  undo: <path d="M3 6.25h6.5a3.5 3.5 0 0 1 0 7H6M5.75 3.25 2.75 6.25l3 3" />,
  up: <path d="m4.5 9.75 3.5-3.5 3.5 3.5" />,
  user: (
    <>
      <circle cx="8" cy="5.5" r="2.75" />
      <path d="M2.75 13.5c.75-2.5 2.6-3.75 5.25-3.75s4.5 1.25 5.25 3.75" />
    </>
  ),
  x: <path d="m4.5 4.5 7 7M11.5 4.5l-7 7" />,

  /* Health: circle, octagon, square. Filled when final, open or dashed otherwise. */
  healthy: (
    <>
      <circle cx="8" cy="8" r="6.75" fill="currentColor" stroke="none" />
      <path d="m5 8.2 2.1 2.1L11 6" stroke="var(--knockout, var(--bg))" strokeWidth="1.7" />
    </>
  ),
  progressing: (
    <path className={styles.spin} d="M8 2.4A5.6 5.6 0 1 1 2.4 8" strokeWidth="2.2" strokeLinecap="butt" />
  ),
  degraded: (
    <>
      <path d="M5.2 1.2h5.6l4 4v5.6l-4 4H5.2l-4-4V5.2z" fill="currentColor" stroke="none" />
      <path d="m5.6 5.6 4.8 4.8M10.4 5.6l-4.8 4.8" stroke="var(--knockout, var(--bg))" strokeWidth="1.7" />
    </>
  ),
  missing: (
    <rect
      x="2.25"
      y="2.25"
      width="11.5"
      height="11.5"
      rx="1"
      strokeWidth="1.7"
      strokeDasharray="3 2.75"
      strokeDashoffset="1.5"
      strokeLinecap="butt"
    />
  ),
  suspended: (
    <>
      <rect x="2" y="2" width="12" height="12" rx="2" />
      <path d="M6.4 5.5v5M9.6 5.5v5" strokeWidth="1.7" />
    </>
  ),
  unknown: (
    <>
      <circle cx="8" cy="8" r="6" strokeDasharray="2.6 2.1" strokeLinecap="butt" />
      <path d="M6.6 6.7c.1-.8.7-1.2 1.4-1.2.8 0 1.4.5 1.4 1.2 0 1-1.4 1-1.4 2M8 10.6v.05" strokeWidth="1.4" />
    </>
  ),

  /* Sync: a diamond, so the two families never mix; Synced alone is a bare equals sign. */
  synced: <path d="M4 6.25h8M4 9.75h8" strokeWidth="1.6" />,
  pending: (
    <>
      {diamond}
      <path d="M8 5v5.7M5.7 8.5 8 10.8l2.3-2.3" />
    </>
  ),
  drift: (
    <>
      {diamond}
      <path d="M5.5 6.9h5M5.5 9.2h5M9.3 4.9l-2.6 6.3" strokeWidth="1.3" />
    </>
  ),
  both: (
    <>
      <path d="M8 .6 15.4 8 8 15.4.6 8z" fill="currentColor" stroke="none" />
      <path
        d="M5.3 6.8h5.4M5.3 9.3h5.4M9.5 4.6l-3 6.9"
        stroke="var(--knockout, var(--bg))"
        strokeWidth="1.4"
      />
    </>
  ),
  prune: (
    <>
      {diamond}
      <path d="M5.4 8h5.2" strokeWidth="1.7" />
    </>
  ),
  'out-of-sync': (
    <>
      {diamond}
      <circle cx="8" cy="8" r="1.9" fill="currentColor" stroke="none" />
    </>
  ),
  'sync-unknown': (
    <>
      <path
        d="M8 1.3 14.7 8 8 14.7 1.3 8z"
        strokeWidth="1.3"
        strokeDasharray="2.6 2.1"
        strokeLinecap="butt"
      />
      <path d="M6.7 6.8c.1-.8.7-1.2 1.3-1.2.8 0 1.3.5 1.3 1.1 0 1-1.3 1-1.3 2M8 10.5v.05" strokeWidth="1.3" />
    </>
  ),
  ignored: (
    <>
      {diamond}
      <path d="m5.5 10.5 5-5" strokeWidth="1.4" />
    </>
  ),

  /* Gates and steps: dashed ring = unmet or waiting. */
  todo: <circle cx="8" cy="8" r="5.75" strokeDasharray="2.4 1.95" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof shapes;

export type IconProps = {
  name: IconName;
  /** Pixels; the line keeps its weight relative to the 16 px grid. */
  size?: 12 | 14 | 16 | 18 | 20 | 24;
  /** Accessible name. Without it the icon is decoration and hidden from assistive technology. */
  label?: string;
  className?: string;
};

/** One icon of the set, in the colour of the surrounding text. */
export function Icon({ name, size = 16, label, className }: IconProps) {
  return (
    <svg
      className={clsx(styles.icon, className)}
      viewBox="0 0 16 16"
      width={size}
      height={size}
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
      focusable="false"
    >
      {shapes[name]}
    </svg>
  );
}

/** Names of all icons, for the gallery and the tests. */
export const iconNames = Object.keys(shapes) as IconName[]; // the object is closed: its keys are the names
