import NextAuth from 'next-auth';
import type { NextRequest } from 'next/server';
import { authOptions } from '../../../../lib/session/auth-options.ts';

type Context = { params: Promise<{ nextauth: string[] }> };

async function handle(request: NextRequest, context: Context) {
  const options = authOptions({
    forwardedFor: request.headers.get('x-forwarded-for') ?? '',
    userAgent: request.headers.get('user-agent') ?? '',
  });
  return (await NextAuth(request, context, options)) as Response; // typed `any` by next-auth
}

export { handle as GET, handle as POST };
