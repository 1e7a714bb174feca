import { Suspense, type ReactNode } from 'react';
import { AppFrame } from '../../../../../features/application/app-frame.tsx';
import { appRefOf, type AppParams } from '../../../../../lib/app-params.ts';

export default async function AppLayout({ params, children }: AppParams & { children: ReactNode }) {
  const ref = await appRefOf(params);
  return (
    <Suspense>
      <AppFrame key={`${ref.project}/${ref.name}`} app={ref}>
        {children}
      </AppFrame>
    </Suspense>
  );
}
