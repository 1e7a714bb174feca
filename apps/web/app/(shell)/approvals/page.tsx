import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ApprovalsPage } from '../../../features/approvals/approvals-page.tsx';
import { getTranslator } from '../../../lib/i18n/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator())('approvals.title') };
}

export default function Page() {
  return (
    <Suspense>
      <ApprovalsPage />
    </Suspense>
  );
}
