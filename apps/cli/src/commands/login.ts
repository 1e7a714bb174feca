import type { Session } from '@bowline/contract';
import type { Client } from '@bowline/contract/client';
import type { Command } from 'commander';
import type { z } from 'zod';
import { type Cli, run } from '../cli.ts';
import { CliFailure } from '../failure.ts';
import { readSecret } from '../input/secret.ts';
import { connect } from '../session/client.ts';
import { parseUrl } from '../session/connection.ts';
import { loadContexts, saveContexts, type StoredCredential } from '../session/contexts.ts';
import type { CommandIo } from './command.ts';

type SessionInfo = z.infer<typeof Session>;
type Options = {
  username?: string;
  passwordStdin?: boolean;
  token?: string;
  tokenStdin?: boolean;
  newPasswordFile?: string;
  name?: string;
  project?: string;
};

/** `bowline login`. */
export function loginCommand(parent: Command, io: CommandIo): void {
  const command = parent
    .command('login')
    .argument('[url]', 'address of the server, as in the browser (default: BOWLINE_URL)')
    .description('sign in with a user and password, or store an API token')
    .option('-u, --username <name>', 'user')
    .option('--password-stdin', 'read the password from standard input')
    .option('--token-stdin', 'read an API token from standard input')
    .option('--new-password-file <file>', 'new password, when the one-time password must be changed')
    .option('--name <context>', 'name to store it under (default: the host)')
    .option('-p, --project <name>', 'Project that bare names mean');
  run<Options>(command, io, async (cli, { args: [text], options }) => {
    const address = text ?? cli.options.url ?? cli.io.env.BOWLINE_URL;
    if (address === undefined)
      throw new CliFailure('The URL is missing.', {
        hint: 'For example: bowline login http://127.0.0.1:3000',
      });
    const url = parseUrl(address);
    warnOfPlainText(cli, url);
    const token = options.tokenStdin
      ? await readSecret(cli.io, { what: 'token', fromStdin: true, hint: '' })
      : (options.token ?? (options.username === undefined ? cli.io.env.BOWLINE_TOKEN : undefined));
    const { credential, session } = token
      ? await withToken(cli, url, token)
      : await withPassword(cli, url, options);
    const name = options.name ?? new URL(url).host;
    const file = loadContexts(cli.io.env);
    file.contexts[name] = {
      url,
      user: session.user,
      ...(options.project === undefined ? {} : { project: options.project }),
      credential,
    };
    const path = saveContexts(cli.io.env, { ...file, current: name });
    cli.output.one(
      { context: name, url, user: session.user, role: session.role, expiresAt: session.expiresAt },
      {
        name: () => `context/${name}`,
        describe: (value) =>
          `Signed in to ${value.url} as ${value.user} (${value.role}) until ${value.expiresAt}. Context "${name}" is stored in ${path}.\n`,
      },
    );
  });
}

function warnOfPlainText(cli: Cli, url: string): void {
  const { protocol, hostname } = new URL(url);
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
  if (protocol === 'http:' && !isLoopback)
    cli.io.err(
      `${cli.style('warning', 'warn')}: ${url} is not https: the network can read the password and the token.\n`,
    );
}

type SignedIn = { credential: StoredCredential; session: SessionInfo };

async function withToken(cli: Cli, url: string, token: string): Promise<SignedIn> {
  const credential = { kind: 'token', token } as const;
  const session = await connect(cli.io, { url, credential }).call('getSession', {});
  return { credential, session };
}

async function withPassword(cli: Cli, url: string, options: Options): Promise<SignedIn> {
  const username = options.username ?? (await askUser(cli));
  const password = await readSecret(cli.io, {
    what: 'password',
    ...(options.passwordStdin ? { fromStdin: true } : {}),
    hint: 'Pipe it in with --password-stdin.',
  });
  const { session, cookie, info } = await connect(cli.io, { url }).call('login', {
    body: { username, password },
  });
  const credential = { kind: 'session', cookie, id: session, expiresAt: info.expiresAt } as const;
  if (!info.mustChangePassword) return { credential, session: info };
  const client = connect(cli.io, { url, credential });
  return { credential, session: await changePassword(cli, client, password, options) };
}

async function askUser(cli: Cli): Promise<string> {
  if (!cli.io.isInteractive) throw new CliFailure('The user is missing.', { hint: 'Add --username.' });
  return cli.io.ask('User: ');
}

async function changePassword(
  cli: Cli,
  client: Client,
  current: string,
  options: Options,
): Promise<SessionInfo> {
  cli.io.err('The one-time password must be changed now.\n');
  const next = await readSecret(cli.io, {
    what: 'new password',
    ...(options.newPasswordFile === undefined ? {} : { file: options.newPasswordFile }),
    hint: 'Name a file that holds it with --new-password-file, or change it in the browser.',
  });
  if (options.newPasswordFile === undefined && (await cli.io.askSecret('Again: ')) !== next)
    throw new CliFailure('The two new passwords differ; nothing was changed.');
  return client.call('changePassword', { body: { current, next } });
}
