// The worker of the living page as one script: what the page starts from a blob address.
import { join } from 'node:path';
import { build } from 'esbuild';

export async function workerScript(folder) {
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'engine', 'worker.ts')],
    write: false,
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['es2022'],
    charset: 'ascii',
    legalComments: 'none',
  });
  return outputFiles[0].text.trim();
}
