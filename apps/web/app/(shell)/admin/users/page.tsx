import type { Metadata } from 'next';
import { Suspense } from 'react';
import { UsersPage } from '../../../../features/users/users-page.tsx';
import { getTranslator } from '../../../../lib/i18n/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator())('account.users.title') };
}

export default function Page() {
  return (
    <Suspense>
      <UsersPage />
    </Suspense>
  );
}
