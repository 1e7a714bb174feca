import { execFile } from 'node:child_process';
import { existsSync, lstatSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

export type UnpackedChromium = { executablePath: string; env: Record<string, string> };

/** Unpacks the optional package @sparticuz/chromium once per version; undefined where it is not installed. */
export async function unpackChromium(): Promise<UnpackedChromium | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const manifest = findManifest();
  if (!manifest) return undefined;
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const folder = join(tmpdir(), `bowline-chromium-${version}-${process.getuid?.() ?? 0}`);
  if (existsSync(folder)) assertOwn(folder);
  else await unpackInto(folder);
  return {
    executablePath: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_PATH: join(folder, 'fonts') },
  };
}

function findManifest(): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
    return join(dirname(entry), '..', '..', 'package.json');
  } catch {
    return undefined;
  }
}

// The package unpacks to fixed names in the temp folder and trusts whatever lies there. A process of its own with a
// fresh temp folder, renamed when complete, is safe against other users and against a second run at the same time.
// It brings its libraries only when it believes to run in a Lambda function.
async function unpackInto(folder: string): Promise<void> {
  const scratch = mkdtempSync(`${folder}-`);
  const script = `import chromium from '@sparticuz/chromium'; await chromium.executablePath();`;
  const env = { PATH: process.env.PATH, TMPDIR: scratch, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' };
  try {
    const args = ['--input-type=module', '-e', script];
    await promisify(execFile)(process.execPath, args, { env, cwd: dirname(import.meta.dirname) });
    writeFileSync(join(scratch, 'fonts', 'fonts.conf'), fontConfiguration(folder));
    renameSync(scratch, folder);
  } catch (error) {
    rmSync(scratch, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // else another run was faster
  }
}

// The package's own file names only folders of a Lambda function; without any font a page has no text at all.
function fontConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;
}

function assertOwn(folder: string): void {
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) {
    throw new Error(`${folder} belongs to somebody else: remove it, or point TMPDIR at another folder.`);
  }
}
