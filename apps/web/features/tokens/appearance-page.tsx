'use client';
import { Fieldset, Radio, Switch } from '@bowline/ui/field';
import { Page, PageHeader } from '@bowline/ui/page-header';
import { Panel } from '@bowline/ui/panel';
import { useTranslations } from 'use-intl';
import { AccountTabs } from '../../lib/account-tabs.tsx';
import { usePreferences } from '../../lib/preferences/client.tsx';
import { densities, locales, themes } from '../../lib/preferences/preferences.ts';

const languages = { en: 'English', ko: '한국어' } as const;

/** How this browser shows Bowline; saved at once, in cookies of this browser. */
export function AppearancePage() {
  const t = useTranslations('shell');
  const tHere = useTranslations('account.appearance');
  const { preferences, set } = usePreferences();
  return (
    <Page>
      <PageHeader title={t('appearance')} summary={tHere('summary')} />
      <AccountTabs current="appearance" />
      <Panel className="max-w-[640px]">
        <div className="flex flex-col gap-5">
          <Fieldset legend={t('theme.label')} isBordered>
            {themes.map((theme) => (
              <Radio
                key={theme}
                name="theme"
                label={t(`theme.${theme}`)}
                checked={preferences.theme === theme}
                onChange={() => set('theme', theme)}
              />
            ))}
          </Fieldset>
          <Fieldset legend={t('density.label')} isBordered>
            {densities.map((density) => (
              <Radio
                key={density}
                name="density"
                label={t(`density.${density}`)}
                checked={preferences.density === density}
                onChange={() => set('density', density)}
              />
            ))}
          </Fieldset>
          <Fieldset legend={t('language')} isBordered>
            {locales.map((locale) => (
              <Radio
                key={locale}
                name="locale"
                label={<span lang={locale}>{languages[locale]}</span>}
                checked={preferences.locale === locale}
                onChange={() => set('locale', locale)}
              />
            ))}
          </Fieldset>
          <Switch
            label={t('letterKeys')}
            hint={tHere('letterKeysHint')}
            checked={preferences.letterKeys === 'on'}
            onChange={(event) => set('letterKeys', event.target.checked ? 'on' : 'off')}
          />
        </div>
      </Panel>
    </Page>
  );
}
