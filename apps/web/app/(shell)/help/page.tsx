import type { Metadata } from 'next';
import { HelpPage } from '../../../features/shell/help-page.tsx';
import { getTranslator } from '../../../lib/i18n/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator())('shell.nav.help') };
}

export default function Page() {
  return <HelpPage />;
}
