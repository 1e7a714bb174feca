import { describe, expect, it } from 'vitest';
import { parseRemoteUrl } from './remote-url.ts';

describe('parseRemoteUrl', () => {
  it.each([
    ['https://git.example.com/a/b.git', 'https://git.example.com/a/b.git', 443],
    ['https://user:secret@git.example.com/a', 'https://git.example.com/a', 443],
    ['http://127.0.0.1:8080/a', 'http://127.0.0.1:8080/a', 8080],
    ['https://[::1]:8443/a', 'https://[::1]:8443/a', 8443],
    ['git@github.com:org/repo.git', 'git@github.com:org/repo.git', 22],
    ['github.com:org/repo.git', 'git@github.com:org/repo.git', 22],
    ['ssh://deploy:pw@host:2222/x/y', 'ssh://deploy@host:2222/x/y', 2222],
    ['git@host:/srv/x.git', 'ssh://git@host/srv/x.git', 22],
  ])('%s becomes %s (X78)', (text, url, port) => expect(parseRemoteUrl(text)).toMatchObject({ url, port }));

  it.each([
    '',
    '--upload-pack=touch /tmp/x',
    'ext::sh -c id',
    'fd::17',
    'file:///etc/passwd',
    '/etc/passwd',
    '../other',
    'git://host/x',
    'gopher://host/x',
    'ssh://-oProxyCommand=id/x',
    'git@-oProxyCommand=id:x',
    '-x@host:y',
    'https://exa mple.com/x',
    'https://host/\nx',
    'https:///x',
  ])('%j is refused (X7, X25, X27)', (text) =>
    expect(parseRemoteUrl(text)).toMatchObject({ code: 'git_url_invalid' }),
  );
});
