import type { GitFailure, GitResult } from '../../ports/git.ts';
import type { SpawnOutcome } from '../spawn.ts';

/** A failure as the port returns it. */
export function failure<T = never>(code: string, message: string, hint: string): GitResult<T> {
  return { ok: false, code, message, hint };
}

type Rule = { code: string; when: RegExp; message: (display: string) => string; hint: string };

// Order matters: git wraps one cause in several lines, and the most exact line wins.
const rules: Rule[] = [
  {
    code: 'git_host_key_unknown',
    when: /Host key verification failed|No \S+ host key is known|REMOTE HOST IDENTIFICATION HAS CHANGED/i,
    message: (display) => `The SSH host key of ${display} is not among the known hosts given for it.`,
    hint: 'Add the host key to the known hosts of the repository, after checking it with the provider.',
  },
  {
    code: 'git_auth_failed',
    when: /Authentication failed|could not read (Username|Password)|terminal prompts disabled|returned error: 40[13]|Permission denied|HTTP Basic: Access denied|invalid credentials/i,
    message: (display) => `${display} refused the credentials.`,
    hint: 'Check the user name, token or key and that it may read this repository. Some providers answer so for a repository that does not exist.',
  },
  {
    code: 'git_not_found',
    when: /returned error: 404|[Rr]epository .*not found|does not appear to be a git repository|not valid: is this a git repository|does not exist/,
    message: (display) => `There is no git repository at ${display}.`,
    hint: 'Check the URL of the repository.',
  },
  {
    code: 'git_not_found',
    when: /returned error: 30\d|unable to update url base from redirection/i,
    message: (display) => `${display} answers with a redirect, which is not followed.`,
    hint: 'Register the URL it redirects to; often the same URL with .git at its end.',
  },
  {
    code: 'git_unreachable',
    when: /SSL certificate|certificate (verify|verification) failed|certificate problem|SSL_ERROR|TLS|gnutls/i,
    message: (display) => `The TLS certificate of ${display} could not be verified.`,
    hint: 'Give the certificate authority of the server with the repository.',
  },
  {
    code: 'git_unreachable',
    when: /Could not resolve (host|proxy|hostname)|Failed to connect|Couldn't connect|Connection (refused|timed out|reset|closed)|Operation timed out|No route to host|Network is unreachable|Empty reply|Operation too slow|returned error: 5\d\d|early EOF|hung up unexpectedly|Could not read from remote repository/i,
    message: (display) => `${display} could not be reached.`,
    hint: 'Check that the server is up and that this machine may connect to it.',
  },
];

/** The public account of a git command that failed on a remote; what git printed is scrubbed of `secrets` (X78). */
export function classifyRemoteFailure(run: SpawnOutcome, display: string, secrets: string[]): GitFailure {
  if (run.end === 'timeout') {
    return {
      code: 'git_timeout',
      message: `${display} did not answer in time.`,
      hint: 'Check the network between this server and the git server, and the size of the repository.',
    };
  }
  if (run.end === 'overflow') {
    return {
      code: 'git_failed',
      message: `${display} sent more than is accepted.`,
      hint: 'Check that the URL is that of a git repository.',
    };
  }
  if (run.end === 'not-started') {
    return {
      code: 'tool_missing',
      message: 'git could not be started on this server.',
      hint: 'Install git 2.37 or newer.',
    };
  }
  const rule = rules.find((candidate) => candidate.when.test(run.stderr));
  if (rule !== undefined) return { code: rule.code, message: rule.message(display), hint: rule.hint };
  return {
    code: 'git_failed',
    message: `git failed on ${display}: ${scrub(lastFatal(run.stderr), secrets)}`,
    hint: 'See the log of the server for the whole output.',
  };
}

function lastFatal(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const fatal = lines.filter((line) => /^(fatal|error):/.test(line)).at(-1) ?? lines.at(-1) ?? 'no message';
  return fatal.slice(0, 300);
}

/** Removes userinfo in URLs and every given secret from text that will be shown. */
export function scrub(text: string, secrets: string[]): string {
  let clean = text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^/@\s]+@/gi, '$1');
  for (const secret of secrets) {
    if (secret.length >= 4) clean = clean.replaceAll(secret, '***');
  }
  return clean;
}
