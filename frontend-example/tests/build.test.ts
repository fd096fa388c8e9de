/** What a browser fetches before it shows something. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const dist = fileURLToPath(new URL('../dist', import.meta.url));

/** As the server sends it to a browser that takes Brotli. */
function sent(path: string): number {
  const compressed = `${dist}${path}.br`;
  return statSync(existsSync(compressed) ? compressed : `${dist}${path}`).size;
}

/** A script with all that it imports before it runs. */
function withImports(path: string, known = new Set<string>()): Set<string> {
  if (known.has(path)) return known;
  known.add(path);
  const text = readFileSync(`${dist}${path}`, 'utf8');
  for (const [, imported] of text.matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g)) {
    withImports(`/assets/${imported}`, known);
  }
  return known;
}

describe('the build', () => {
  it('shows its first view with less than 200 KiB of compressed script', () => {
    const page = readFileSync(`${dist}/index.html`, 'utf8');
    const entry = /<script[^>]* src="([^"]+)"/.exec(page)?.[1] ?? '';
    const view = /assets\/(page-[\w-]+\.js)/g;
    const scripts = withImports(entry);
    // The first view is loaded by the entry: the chunk that has the board's own words.
    const lazily = [...readFileSync(`${dist}${entry}`, 'utf8').matchAll(view)].map(
      ([, name]) => `/assets/${name}`,
    );
    const board = lazily.find((path) => readFileSync(`${dist}${path}`, 'utf8').includes('queueMemberPause'));
    if (board === undefined) throw new Error('No chunk of the build has the wallboard.');
    withImports(board, scripts);

    const bytes = [...scripts].reduce((sum, path) => sum + sent(path), 0);

    process.stdout.write(
      `First view: ${(bytes / 1024).toFixed(1)} KiB of compressed script in ${scripts.size} files\n`,
    );
    expect(bytes).toBeLessThan(200 * 1024);
  });
});
