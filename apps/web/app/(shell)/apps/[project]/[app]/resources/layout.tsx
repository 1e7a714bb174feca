import type { Metadata } from 'next';
import { Suspense, type ReactNode } from 'react';
import { ResourcesPage } from '../../../../../../features/resources/resources-page.tsx';
import { appRefOf, type AppParams } from '../../../../../../lib/app-params.ts';
import { getTranslator } from '../../../../../../lib/i18n/server.ts';

export async function generateMetadata({ params }: AppParams): Promise<Metadata> {
  const { name } = await appRefOf(params);
  return { title: `${(await getTranslator())('application.tabs.resources')} · ${name}` };
}

/** The outline stays while the drawer beside it changes. */
export default async function Layout({ params, children }: AppParams & { children: ReactNode }) {
  return (
    <Suspense>
      <ResourcesPage app={await appRefOf(params)} />
      {children}
    </Suspense>
  );
}
