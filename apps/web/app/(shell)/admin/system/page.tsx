import type { Metadata } from 'next';
import { Suspense } from 'react';
import { SystemPage } from '../../../../features/users/system-page.tsx';
import { getTranslator } from '../../../../lib/i18n/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator())('account.system.title') };
}

export default function Page() {
  return (
    <Suspense>
      <SystemPage />
    </Suspense>
  );
}
