export const themes = ['system', 'light', 'dark'] as const;
export const densities = ['compact', 'normal', 'roomy'] as const;
export const locales = ['en', 'ko'] as const;
export const rails = ['wide', 'narrow'] as const;
export const letterKeys = ['on', 'off'] as const;

export type Theme = (typeof themes)[number];
export type Density = (typeof densities)[number];
export type Locale = (typeof locales)[number];
export type Rail = (typeof rails)[number];

export type Preferences = {
  theme: Theme;
  density: Density;
  locale: Locale;
  rail: Rail;
  letterKeys: (typeof letterKeys)[number];
};

export const preferenceCookies: Record<keyof Preferences, string> = {
  theme: 'bowline-theme',
  density: 'bowline-density',
  locale: 'bowline-locale',
  rail: 'bowline-rail',
  letterKeys: 'bowline-letter-keys',
};

function oneOf<T extends string>(values: readonly T[], value: string | undefined): T | undefined {
  return values.find((known) => known === value);
}

/** The preferences of a request; the language falls back to Accept-Language, then English. */
export function readPreferences(
  cookie: (name: string) => string | undefined,
  acceptLanguage: string | null,
): Preferences {
  return {
    theme: oneOf(themes, cookie(preferenceCookies.theme)) ?? 'system',
    density: oneOf(densities, cookie(preferenceCookies.density)) ?? 'normal',
    locale: oneOf(locales, cookie(preferenceCookies.locale)) ?? matchLocale(acceptLanguage),
    rail: oneOf(rails, cookie(preferenceCookies.rail)) ?? 'wide',
    letterKeys: oneOf(letterKeys, cookie(preferenceCookies.letterKeys)) ?? 'on',
  };
}

/** The best supported language of an Accept-Language header: `ko-KR,ko;q=0.9,en;q=0.8` → `ko`. */
export function matchLocale(header: string | null): Locale {
  const wanted = (header ?? '')
    .split(',')
    .map((item) => {
      const [tag = '', ...parameters] = item.trim().split(';');
      const quality = parameters.find((parameter) => parameter.trim().startsWith('q='));
      return {
        language: tag.split('-')[0]?.toLowerCase(),
        quality: quality ? Number(quality.trim().slice(2)) : 1,
      };
    })
    .filter((item) => item.quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { language } of wanted) {
    const found = oneOf(locales, language);
    if (found) return found;
  }
  return 'en';
}
