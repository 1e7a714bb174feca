import type { Metadata } from 'next';
import { Suspense } from 'react';
import { SettingsPage } from '../../../../../../features/application/settings-page.tsx';
import { appRefOf, type AppParams } from '../../../../../../lib/app-params.ts';
import { getTranslator } from '../../../../../../lib/i18n/server.ts';

export async function generateMetadata({ params }: AppParams): Promise<Metadata> {
  const { name } = await appRefOf(params);
  return { title: `${(await getTranslator())('application.tabs.settings')} · ${name}` };
}

export default async function Page({ params }: AppParams) {
  return (
    <Suspense>
      <SettingsPage app={await appRefOf(params)} />
    </Suspense>
  );
}
