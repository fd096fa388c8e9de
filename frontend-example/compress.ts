/**
 * Writes compressed forms beside the files of a build that gain by them, so that the server need not compress while
 * somebody waits: `index.js.br` and `index.js.gz` beside `index.js`.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

/** A smaller file is one packet anyway, in bytes. */
const least = 1_400;

/** Brotli's 11 is a tenth smaller and takes ten times as long. */
const forms: { end: string; compress: (content: Buffer) => Promise<Buffer> }[] = [
  {
    end: '.br',
    compress: (content) =>
      promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  },
  { end: '.gz', compress: (content) => promisify(gzip)(content, { level: 9 }) },
];

export function compress(): Plugin {
  return {
    name: 'compress',
    apply: 'build',
    async writeBundle({ dir = 'dist' }) {
      const entries = await readdir(dir, { recursive: true, withFileTypes: true });
      const files = entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
      await Promise.all(files.filter((file) => !/\.(br|gz)$/.test(file)).map(writeForms));
    },
  };
}

async function writeForms(file: string): Promise<void> {
  const content = await readFile(file);
  if (content.length < least) return;
  for (const { end, compress } of forms) {
    const compressed = await compress(content);
    if (compressed.length < content.length * 0.9) await writeFile(file + end, compressed);
  }
}
