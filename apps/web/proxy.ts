import { NextResponse, type NextRequest } from 'next/server';
import { contentSecurityPolicy, securityHeaders } from './lib/security-headers.ts';

/**
 * Forwards API paths to the API server named at run time (rewrites of the configuration would be frozen at build time)
 * and gives every page its own script nonce. Authorisation is the API's alone.
 */
export function proxy(request: NextRequest) {
  const { pathname, search } = request.nextUrl;
  if (isApiPath(pathname)) {
    const target = process.env.BOWLINE_API_URL ?? 'http://127.0.0.1:8080';
    const headers = new Headers(request.headers);
    headers.set('x-forwarded-host', request.headers.get('host') ?? request.nextUrl.host);
    headers.set('x-forwarded-proto', request.nextUrl.protocol.replace(':', ''));
    return NextResponse.rewrite(new URL(pathname + search, target), { request: { headers } });
  }
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy({ nonce, isDevelopment: process.env.NODE_ENV === 'development' });
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('x-path', pathname + search);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  for (const [name, value] of securityHeaders) response.headers.set(name, value);
  return response;
}

function isApiPath(pathname: string) {
  return (
    pathname.startsWith('/api/v1/') ||
    pathname === '/api/v1' ||
    pathname === '/openapi.json' ||
    pathname.startsWith('/webhooks/')
  );
}

export const config = {
  matcher: [
    {
      source: '/((?!_next/static|_next/image|favicon.ico|icon.svg).*)',
      missing: [{ type: 'header', key: 'next-router-prefetch' }],
    },
    '/api/v1/:path*',
  ],
};
