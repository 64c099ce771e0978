// Bundles the page into one shell file: node build.mjs OUTPUT [COPY]
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { workerScript } from './worker_script.mjs';
import { worldMap } from './world_map.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const outputs = process.argv.slice(2);
if (outputs.length === 0) {
  process.stderr.write('usage: node build.mjs OUTPUT [COPY]\n');
  process.exit(2);
}

const bundle = await build({
  entryPoints: [join(here, 'main.ts'), join(here, 'style.css')],
  outdir: join(here, 'out'),
  write: false,
  bundle: true,
  minify: true,
  format: 'iife',
  target: ['es2022'],
  charset: 'ascii',
  legalComments: 'none',
  define: { SELAT_WORKER: JSON.stringify(await workerScript(here)) },
});
const part = (ending) => bundle.outputFiles.find((file) => file.path.endsWith(ending)).text.trim();
const script = part('.js'), style = part('.css');
const atlas = createRequire(import.meta.url).resolve('world-atlas/countries-50m.json');
const world = JSON.stringify(worldMap(atlas)).replaceAll('<', '\\u003c');
const hash = createHash('sha256').update(script, 'utf8').digest('base64');

const marks = ['@SELAT_TITLE@', '@SELAT_RESULTS@', '@SELAT_POLICY@', '@SELAT_STYLE@', '@SELAT_WORLD@', '@SELAT_SCRIPT@'];
for (const text of [script, style, world]) {
  if (/<\/(script|style)/i.test(text) || text.includes('\r') || marks.some((mark) => text.includes(mark))) {
    throw new Error('the bundle holds an end tag, a carriage return or a mark of the shell');
  }
}
const policy = `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; img-src data:; ` +
  "base-uri 'none'; form-action 'none'";
let shell = readFileSync(join(here, 'shell.html'), 'utf8');
for (const [mark, text] of [['@SELAT_POLICY@', policy], ['@SELAT_STYLE@', style], ['@SELAT_WORLD@', world],
  ['@SELAT_SCRIPT@', script]]) {
  const [before, after, ...more] = shell.split(mark);
  if (after === undefined || more.length > 0) throw new Error(`shell.html: expected ${mark} once`);
  shell = before + text + after;
}
for (const output of outputs) {
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(`${output}.part`, shell);
  renameSync(`${output}.part`, output);
}
