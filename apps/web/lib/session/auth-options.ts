import { ApiError, createClient } from '@bowline/contract/client';
import { sessionCookieName } from '@bowline/contract/session-cookie';
import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { apiUrl } from './server.ts';

const externalUrl = () =>
  process.env.NEXTAUTH_URL ?? process.env.BOWLINE_EXTERNAL_URL ?? 'http://127.0.0.1:3000';
const sessionSeconds = 12 * 3600;

/**
 * next-auth runs the sign-in of the browser; the API decides and owns the session. The cookie is therefore the API's random
 * session id and nothing else: `encode` and `decode` are replaced, so the next-auth secret grants nobody anything.
 */
export function authOptions(context: { forwardedFor: string; userAgent: string }): NextAuthOptions {
  const isSecure = externalUrl().startsWith('https:');
  return {
    secret: process.env.NEXTAUTH_SECRET,
    session: { strategy: 'jwt', maxAge: sessionSeconds },
    pages: { signIn: '/login', error: '/login' },
    useSecureCookies: isSecure,
    cookies: {
      sessionToken: {
        name: sessionCookieName(externalUrl()),
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure },
      },
    },
    jwt: {
      maxAge: sessionSeconds,
      encode: async ({ token }) => (typeof token?.session === 'string' ? token.session : ''),
      decode: async ({ token }) => (token ? { session: token } : null),
    },
    providers: [
      CredentialsProvider({
        id: 'local',
        name: 'Bowline',
        credentials: { username: { type: 'text' }, password: { type: 'password' } },
        authorize: async (credentials) => {
          const client = createClient({
            baseUrl: apiUrl(),
            headers: () => ({ 'x-forwarded-for': context.forwardedFor, 'user-agent': context.userAgent }),
          });
          try {
            const body = { username: credentials?.username ?? '', password: credentials?.password ?? '' };
            const result = await client.call('login', { body, signal: AbortSignal.timeout(15_000) });
            return { id: result.session, name: result.info.displayName };
          } catch (error) {
            // next-auth carries one string to the page: code, request id and the API's own words.
            const problem =
              error instanceof ApiError ? error.problem : { code: 'unavailable', requestId: '', detail: '' };
            throw new Error([problem.code, problem.requestId, problem.detail].join('|'), { cause: error });
          }
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { session: user.id } : token),
      // Nothing of the session leaves through next-auth: pages ask the API.
      session: ({ session }) => ({ expires: session.expires }),
    },
  };
}
