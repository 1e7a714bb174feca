import { render } from '@testing-library/react';
import { QueryClientProvider } from '@tanstack/react-query';
import { ToastProvider } from '@bowline/ui/toast';
import {
  AppRouterContext,
  type AppRouterInstance,
} from 'next/dist/shared/lib/app-router-context.shared-runtime';
import { NuqsTestingAdapter } from 'nuqs/adapters/testing';
import { startTransition, use, useState, type ReactNode } from 'react';
import { IntlProvider } from 'use-intl';
import { messages } from '../i18n/messages.ts';
import { KeysProvider } from '../keys/provider.tsx';
import { NowProvider } from '../now.tsx';
import { PreferencesProvider } from '../preferences/client.tsx';
import { makeQueryClient } from '../query/client.ts';
import { SessionProvider } from '../session/context.tsx';
import type { SessionInfo } from '../session/session-state.ts';

/** The session of `ada`, an admin. */
export const adaSession: SessionInfo = {
  user: 'ada',
  displayName: 'ada',
  role: 'admin',
  groups: [],
  actor: { kind: 'user', name: 'ada' },
  mustChangePassword: false,
  expiresAt: '2026-11-25T00:00:00Z',
  permissions: ['*:*'],
};

type Options = {
  search?: string;
  session?: SessionInfo;
  locale?: 'en' | 'ko';
  /** The next page is there when it resolves; without it at once. What was rendered stays. */
  opens?: Promise<unknown>;
};

/** Moves on as the router of the shell does: in a transition, which lasts until the next page is there. */
function TestRouter({
  opens,
  pushed,
  children,
}: Pick<Options, 'opens'> & { pushed: string[]; children: ReactNode }) {
  const [next, setNext] = useState<Promise<unknown> | null>(null);
  if (next) use(next);
  const go = (href: string) => {
    pushed.push(href);
    if (opens) startTransition(() => setNext(opens));
  };
  const [router] = useState({
    back: () => undefined,
    forward: () => undefined,
    refresh: () => undefined,
    hmrRefresh: () => undefined,
    prefetch: () => undefined,
    push: go,
    replace: go,
  } as unknown as AppRouterInstance); // the members that pages use
  return <AppRouterContext value={router}>{children}</AppRouterContext>;
}

/** Renders a component as the shell would, without a stream; `pushed` collects navigations, `client` is the cache. */
export function renderPage(page: ReactNode, options: Options = {}) {
  const pushed: string[] = [];
  // jsdom has no media queries: nothing matches, a wide window.
  window.matchMedia ??= (query) =>
    ({
      matches: false,
      media: query,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    }) as unknown as MediaQueryList;
  const client = makeQueryClient();
  const locale = options.locale ?? 'en';
  const preferences = {
    theme: 'light',
    density: 'normal',
    locale,
    rail: 'wide',
    letterKeys: 'on',
  } as const;
  const view = render(
    <TestRouter opens={options.opens} pushed={pushed}>
      <IntlProvider locale={locale} messages={messages[locale]} timeZone="UTC">
        <PreferencesProvider initial={preferences}>
          <QueryClientProvider client={client}>
            <NuqsTestingAdapter searchParams={options.search ?? ''} hasMemory>
              <NowProvider initial={Date.parse('2026-11-24T14:20:03Z')}>
                <ToastProvider closeLabel="Close">
                  <KeysProvider>
                    <SessionProvider session={options.session ?? adaSession}>{page}</SessionProvider>
                  </KeysProvider>
                </ToastProvider>
              </NowProvider>
            </NuqsTestingAdapter>
          </QueryClientProvider>
        </PreferencesProvider>
      </IntlProvider>
    </TestRouter>,
  );
  return { ...view, pushed, client };
}

export type Call = { method: string; path: string; search: string; body: unknown };

/** Answers the API by `METHOD /path` (query left out); unknown paths answer 404. Returns the calls made. */
export function fakeApi(answers: Record<string, unknown | ((call: Call) => unknown)>): {
  calls: Call[];
  fetch: typeof globalThis.fetch;
} {
  const calls: Call[] = [];
  const fetch = async (input: RequestInfo | URL, init?: RequestInit) => {
    const url = new URL(input instanceof Request ? input.url : String(input), 'http://test');
    const call = {
      method: init?.method ?? 'GET',
      path: url.pathname.replace('/api/v1', ''),
      search: url.search,
      body: typeof init?.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
    };
    calls.push(call);
    const answer = answers[`${call.method} ${call.path}`];
    if (answer instanceof Response) return answer.clone();
    const body = typeof answer === 'function' ? (answer(call) as unknown) : answer;
    if (body instanceof Response) return body;
    if (body === undefined) return problem(404, 'not_found', `no answer for ${call.method} ${call.path}`);
    return Response.json(body);
  };
  return { calls, fetch };
}

/** A refusal as the API sends it. */
export function problem(status: number, code: string, detail: string): Response {
  return Response.json(
    { type: '', title: code, status, code, detail, hint: '', requestId: 'req_1' },
    { status },
  );
}
