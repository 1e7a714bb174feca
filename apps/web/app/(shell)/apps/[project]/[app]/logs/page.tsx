import type { Metadata } from 'next';
import { Suspense } from 'react';
import { LogsPage } from '../../../../../../features/resources/logs-page.tsx';
import { appRefOf, type AppParams } from '../../../../../../lib/app-params.ts';
import { getTranslator } from '../../../../../../lib/i18n/server.ts';

export async function generateMetadata({ params }: AppParams): Promise<Metadata> {
  const { name } = await appRefOf(params);
  return { title: `${(await getTranslator())('application.tabs.logs')} · ${name}` };
}

export default async function Page({ params }: AppParams) {
  return (
    <Suspense>
      <LogsPage app={await appRefOf(params)} />
    </Suspense>
  );
}
