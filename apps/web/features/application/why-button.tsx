'use client';
import { Popover } from '@bowline/ui/popover';
import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import type { Application } from '../../lib/use-app.ts';
import { WhyContent, type WhyActions } from './why-content.tsx';

type WhyButtonProps = WhyActions & {
  app: Application;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  trigger: ReactElement;
};

/** The explanation as a layer at its button; `w` opens it, Escape closes it. */
export function WhyButton({ app, isOpen, onOpenChange, trigger, ...actions }: WhyButtonProps) {
  const t = useTranslations('application');
  return (
    <Popover isOpen={isOpen} onOpenChange={onOpenChange} trigger={trigger} align="end" label={t('why')}>
      <div className="w-[440px] max-w-full">
        <WhyContent app={app} onLeave={() => onOpenChange(false)} {...actions} />
      </div>
    </Popover>
  );
}
