import type { Metadata } from 'next';
import { Suspense } from 'react';
import { PlansPage } from '../../../features/plan/plans-page.tsx';
import { getTranslator } from '../../../lib/i18n/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator())('plan.list.title') };
}

export default function Page() {
  return (
    <Suspense>
      <PlansPage />
    </Suspense>
  );
}
