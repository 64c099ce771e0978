// The engine of the page: selat.wasm without a browser, against `selat run --draws 0` of the same accord.
//   node engine.test.mjs ENGINE PACKER SELAT ACCORD
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [engineFile, packer, selat, accord] = process.argv.slice(2);
const TEXT = { message: 0, kinds: 1, parts: 2, columns: 3, regions: 4, sectors: 5, measures: 6, notes: 7, accord: 8, file: 9, reason: 10, warning: 11 };
// Relative to the larger of 1 and the number. An equivalent variation is a small difference of two incomes, which solve
// their equations to 1e-13: amounts of money may also be off by that part of the region's spending.
const CLOSE = 1e-9, DIGITS = 1e-13;
const folder = mkdtempSync(join(tmpdir(), 'selat-engine-'));

function run(program, ...words) {
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`${program} ${words.join(' ')}: ${stderr}`);
  return stdout;
}

let count = 0, failures = 0;
function check(name, test) {
  const begun = performance.now();
  let why = '';
  try {
    why = test() ?? '';
    console.log(`ok ${++count} - ${name} (${(performance.now() - begun).toFixed(0)} ms)${why === '' ? '' : ` # ${why}`}`);
  } catch (error) {
    failures++;
    console.log(`not ok ${++count} - ${name}\n# ${error.message.replaceAll('\n', '\n# ')}`);
  }
}
function assert(holds, message) {
  if (!holds) throw new Error(message);
}

const module = new WebAssembly.Module(readFileSync(engineFile));
let code;
const bytesFrom = (at, length) => new Uint8Array(code.memory.buffer, at, length);
function words(at) {
  const bytes = new Uint8Array(code.memory.buffer);
  return new TextDecoder().decode(bytes.subarray(at, bytes.indexOf(0, at)));
}
const text = (which, kind = 0) => words(code.selat_page_text(which, kind));
const lines = (which, kind = 0) => text(which, kind).split('\n').slice(0, -1);
function put(bytes) {
  const at = code.selat_page_room(bytes.length);
  assert(at !== 0, 'no room');
  bytesFrom(at, bytes.length).set(bytes);
  return [at, bytes.length];
}
function ok(status) {
  assert(status === 0, text(TEXT.message));
}
function open(pack) {
  code = new WebAssembly.Instance(module, {}).exports;
  code._initialize?.();
  return code.selat_page_open(...put(pack));
}
const setAccord = (tree) => code.selat_page_accord(...put(new TextEncoder().encode(tree)));
function table(kind) {
  const number = lines(TEXT.kinds).indexOf(kind), at = code.selat_page_numbers(number);
  assert(at !== 0, `no numbers ${kind}`);
  const columns = code.selat_page_columns(), values = new Float64Array(code.memory.buffer, at, code.selat_page_rows() * columns).slice();
  return { values, columns, names: lines(TEXT.columns, number) };
}
function edit(tree, key, from, to) {
  const edited = tree.replace(`\t${key}\t${from}\t`, `\t${key}\t${to}\t`);
  assert(edited !== tree, `no ${key}: ${from} in the accord`);
  return edited;
}

const expected = JSON.parse(run(selat, 'run', accord, '--draws', '0', '--json', '--quiet', '-o', join(folder, 'out')));
run(packer, accord, join(folder, 'pack'));
const pack = readFileSync(join(folder, 'pack'));
let tree, worst = 0;

check('imports nothing', () => {
  assert(WebAssembly.Module.imports(module).length === 0, JSON.stringify(WebAssembly.Module.imports(module)));
});
check('refuses a damaged pack in words', () => {
  assert(open(pack.subarray(0, 5000)) !== 0 && text(TEXT.message).startsWith('pack'), text(TEXT.message));
});
check('opens the pack', () => {
  ok(open(pack));
  assert(lines(TEXT.regions).join() === expected.regions.map((one) => one.code ?? one).join(), 'other regions');
  tree = text(TEXT.accord);
});
check('reads the accord', () => ok(setAccord(tree)));

function compareYear(year) {
  ok(code.selat_page_solve(year.year));
  const { values, columns, names } = table('regions');
  for (const [r, row] of year.regions.entries()) {
    for (const [c, name] of names.entries()) {
      const found = values[r * columns + c], wanted = row[name];
      if (name.startsWith('ghg_consumption') || wanted === null || wanted === undefined) continue;
      const spent = name === 'ev_per_head_usd' ? row.spending_musd * row.ev_per_head_usd / row.ev_musd : row.spending_musd;
      const money = /_musd$|_usd$/.test(name) ? DIGITS / CLOSE * spent : 0;
      const off = Math.abs(found - wanted) / Math.max(1, Math.abs(wanted), money);
      worst = Math.max(worst, off);
      assert(off <= CLOSE, `${year.year} ${row.region} ${name}: found ${found}, expected ${wanted}`);
    }
  }
}
for (const year of expected.years.filter((one, k, all) => one.same_as === undefined || one.same_as === one.year || k === all.length - 1)) {
  check(`solves ${year.year}`, () => compareYear(year));
}
check('the numbers are those of the command line', () => `largest difference ${worst.toExponential(1)}`);
check('says what is wrong as the file does', () => {
  const broken = tree.replace(/\tparties\t\t/, '\tpartys\t\t');
  assert(setAccord(broken) !== 0, 'taken');
  const message = text(TEXT.message);
  assert(/\.yaml:\d+:\d+: accord.*partys/.test(message), message);
  ok(code.selat_page_solve(expected.years[0].year)); // the one before stays
});
check('writes YAML that the command line takes', () => {
  const at = code.selat_page_yaml(...put(new TextEncoder().encode(tree)));
  assert(at !== 0, text(TEXT.message));
  assert(/^accord:\n {2}name: /.test(words(at)), words(at).slice(0, 200));
});
check('time of a solve', () => {
  const last = expected.years.at(-1).year, times = [];
  for (let k = 0; k < 10; k++) {
    const begun = performance.now();
    ok(setAccord(tree));
    ok(code.selat_page_solve(last));
    times.push(performance.now() - begun);
  }
  return `accord and solve again: ${times.map((one) => one.toFixed(1)).join(' ')} ms`;
});
rmSync(folder, { recursive: true });
console.log(`1..${count}`);
process.exit(failures === 0 ? 0 : 1);
