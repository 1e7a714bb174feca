import type { AppRef } from './urls.ts';

export type AppParams = { params: Promise<{ project: string; app: string }> };

/** The Application that a route names. */
export async function appRefOf(params: AppParams['params']): Promise<AppRef> {
  const { project, app } = await params;
  return { project: decodeURIComponent(project), name: decodeURIComponent(app) };
}
