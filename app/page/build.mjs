// Bundles the page into one shell file: node build.mjs OUTPUT [COPY] [--engine WASM]
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { workerScript } from './worker_script.mjs';
import { worldMap } from './world_map.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const words = process.argv.slice(2), flag = words.indexOf('--engine');
const engineFile = flag < 0 ? null : words.splice(flag, 2)[1];
const outputs = words;
if (outputs.length === 0 || engineFile === undefined) {
  process.stderr.write('usage: node build.mjs OUTPUT [COPY] [--engine WASM]\n');
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
// The bundler leaves regular expressions as they are; \u means the same in them.
const script = part('.js').replace(/[^\0-\x7f]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
const style = part('.css');
const atlas = createRequire(import.meta.url).resolve('world-atlas/countries-50m.json');
const hash = createHash('sha256').update(script, 'utf8').digest('base64');

// Bytes as characters of windows-1252, see src/report/html.h; NUL, carriage return, < and = are escaped.
const blob = (bytes) => gzipSync(bytes, { level: 9 }).toString('latin1')
  .replace(/[\0\r<=]/g, (one) => `=${String.fromCharCode(one.charCodeAt(0) + 64)}`);
const world = blob(JSON.stringify(worldMap(atlas)));
const engine = engineFile === null ? '' : `<script type="text/plain" id="blob-engine">${blob(readFileSync(engineFile))}</script>\n`
  + '<script type="text/plain" id="blob-pack">@SELAT_PACK@</script>\n';

for (const text of [script, style]) {
  if (/<\/(script|style)/i.test(text) || text.includes('\r') || text.includes('@SELAT_') || /[^\0-\x7f]/.test(text)) {
    const where = /<\/(script|style)|\r|@SELAT_|[^\0-\x7f]/i.exec(text);
    throw new Error(`${text.slice(where.index - 60, where.index + 60)}: the bundle holds an end tag, a carriage return, a mark of the shell or a character beyond ASCII`);
  }
}
const policy = `default-src 'none'; script-src 'sha256-${hash}' 'wasm-unsafe-eval'; worker-src blob:; style-src 'unsafe-inline'; ` +
  "img-src data: blob:; base-uri 'none'; form-action 'none'";
let shell = readFileSync(join(here, 'shell.html'), 'utf8');
for (const [mark, text] of [['@SELAT_POLICY@', policy], ['@SELAT_STYLE@', style], ['@SELAT_WORLD@', world],
  ['@SELAT_ENGINE@', engine], ['@SELAT_SCRIPT@', script]]) {
  const [before, after, ...more] = shell.split(mark);
  if (after === undefined || more.length > 0) throw new Error(`shell.html: expected ${mark} once`);
  shell = before + text + after;
}
const page = Buffer.from(shell, 'latin1');
for (const output of outputs) {
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(`${output}.part`, page);
  renameSync(`${output}.part`, output);
}
