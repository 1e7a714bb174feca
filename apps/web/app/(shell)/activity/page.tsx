import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ActivityPage } from '../../../features/activity/activity-page.tsx';
import { getTranslator } from '../../../lib/i18n/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator())('activity.title') };
}

export default function Page() {
  return (
    <Suspense>
      <ActivityPage />
    </Suspense>
  );
}
