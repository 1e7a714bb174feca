import type { Metadata } from 'next';
import { HomePage } from '../../features/home/home-page.tsx';
import { MessagesOf } from '../../lib/i18n/messages-of.tsx';
import { getTranslator } from '../../lib/i18n/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator())('home.title') };
}

export default function Page() {
  return (
    <MessagesOf features={['home']}>
      <HomePage />
    </MessagesOf>
  );
}
