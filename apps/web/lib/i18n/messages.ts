import enApps from '../../messages/en/apps.json' with { type: 'json' };
import enAuth from '../../messages/en/auth.json' with { type: 'json' };
import enCommon from '../../messages/en/common.json' with { type: 'json' };
import enHome from '../../messages/en/home.json' with { type: 'json' };
import enShell from '../../messages/en/shell.json' with { type: 'json' };
import enStatus from '../../messages/en/status.json' with { type: 'json' };
import koApps from '../../messages/ko/apps.json' with { type: 'json' };
import koAuth from '../../messages/ko/auth.json' with { type: 'json' };
import koCommon from '../../messages/ko/common.json' with { type: 'json' };
import koHome from '../../messages/ko/home.json' with { type: 'json' };
import koShell from '../../messages/ko/shell.json' with { type: 'json' };
import koStatus from '../../messages/ko/status.json' with { type: 'json' };
import type { Locale } from '../preferences/preferences.ts';

/* One line per feature and language; the parity test compares keys and arguments. */
const en = {
  apps: enApps,
  auth: enAuth,
  common: enCommon,
  home: enHome,
  shell: enShell,
  status: enStatus,
};

export type Messages = typeof en;

const ko: Messages = {
  apps: koApps,
  auth: koAuth,
  common: koCommon,
  home: koHome,
  shell: koShell,
  status: koStatus,
};

/** All messages of one language, by feature. */
export const messages: Record<Locale, Messages> = { en, ko };
