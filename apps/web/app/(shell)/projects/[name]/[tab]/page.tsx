import type { Metadata } from 'next';
import { ProjectPage } from '../../../../../features/projects/project-page.tsx';
import { getTranslator } from '../../../../../lib/i18n/server.ts';

type Props = { params: Promise<{ name: string; tab: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const name = decodeURIComponent((await params).name);
  return { title: `${name} · ${(await getTranslator())('registry.project.title')}` };
}

export default async function Page({ params }: Props) {
  const { name, tab } = await params;
  return <ProjectPage name={decodeURIComponent(name)} tab={tab} />;
}
