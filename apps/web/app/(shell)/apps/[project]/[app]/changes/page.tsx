import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ChangesPage } from '../../../../../../features/changes/changes-page.tsx';
import { appRefOf, type AppParams } from '../../../../../../lib/app-params.ts';
import { getTranslator } from '../../../../../../lib/i18n/server.ts';

export async function generateMetadata({ params }: AppParams): Promise<Metadata> {
  const { name } = await appRefOf(params);
  return { title: `${(await getTranslator())('application.tabs.changes')} · ${name}` };
}

export default async function Page({ params }: AppParams) {
  return (
    <Suspense>
      <ChangesPage app={await appRefOf(params)} />
    </Suspense>
  );
}
