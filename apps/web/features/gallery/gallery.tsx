'use client';
import { Breadcrumb } from '@bowline/ui/breadcrumb';
import { Columns, Page, PageHeader } from '@bowline/ui/page-header';
import { useState } from 'react';
import { ChangesSection } from './changes-section.tsx';
import { ControlsSection } from './controls-section.tsx';
import { DrawerSection } from './drawer-section.tsx';
import { StatesSection } from './states-section.tsx';
import { TreeSection } from './tree-section.tsx';

/** All components of the design system on one page. */
export function Gallery() {
  const [openId, setOpenId] = useState<string | null>('pod-1');
  return (
    <div className="flex items-start">
      <main className="min-w-0 flex-1">
        <Page>
          <PageHeader
            breadcrumb={
              <Breadcrumb
                label="Breadcrumb"
                items={[{ label: 'payments', href: '#' }, { label: 'checkout-api' }]}
              />
            }
            title="checkout-api"
            meta="1 of 9 Degraded"
          />
          <TreeSection openId={openId} onOpen={setOpenId} />
          <Columns side={<StatesSection />}>
            <ChangesSection />
            <ControlsSection />
          </Columns>
        </Page>
      </main>
      {openId && <DrawerSection onClose={() => setOpenId(null)} />}
    </div>
  );
}
