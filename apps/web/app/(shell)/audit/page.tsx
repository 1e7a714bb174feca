import type { Metadata } from 'next';
import { Suspense } from 'react';
import { AuditPage } from '../../../features/activity/audit-page.tsx';
import { getTranslator } from '../../../lib/i18n/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator())('activity.tab.audit') };
}

export default function Page() {
  return (
    <Suspense>
      <AuditPage />
    </Suspense>
  );
}
