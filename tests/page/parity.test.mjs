// Page against command line: random settings, made with the page's own controls, saved as accord files and run. The numbers
// of the headline agree to 1e-9 max(1, |b|), small differences of large amounts within their rounding. Prints TAP. node parity.test.mjs REPORT|ACCORD --selat SELAT [--settings 50] [--seed 1]
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { close, launch, numbers, openLive, settled } from './browser.mjs';
import { check, done, isEqual } from './tap.mjs';

const option = (name, otherwise) => { const at = process.argv.indexOf(name); return at < 0 ? otherwise : process.argv[at + 1]; };
const selat = option('--selat', 'selat'), count = Number(option('--settings', '50')), seed = Number(option('--seed', '1'));
const browser = await launch(), scratch = mkdtempSync(join(tmpdir(), 'selat-parity-'));
let report = process.argv[2];
if (/\.ya?ml$/.test(report)) {
  execFileSync(selat, ['run', report, '-o', join(scratch, 'run'), '--quiet', '--draws', '0'], { stdio: ['ignore', 'ignore', 'inherit'] });
  report = join(scratch, 'run', 'report.html');
}
const { page, noise } = await openLive(browser, report);
if (await page.evaluate(() => document.body.dataset.live) === 'static') {
  process.stdout.write('1..0 # SKIP the report has no engine\n');
  await browser.close();
  process.exit(0);
}

/** One to six random moves: sliders on their grid, switches, first years. */
const move = (random) => page.evaluate((start) => {
  let state = start;
  const next = () => { // mulberry32
    state = (state + 0x6D2B79F5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const pick = (list) => list[Math.floor(next() * list.length)];
  document.getElementById('do-reset').click();
  for (let k = 1 + Math.floor(6 * next()); k > 0; k--) {
    const kind = next();
    if (kind < 0.7) {
      const one = pick([...document.querySelectorAll('.controls input[type="range"]:enabled')]), steps = Math.round((one.max - one.min) / one.step);
      one.value = String(Number(one.min) + Math.floor(next() * (steps + 1)) * Number(one.step));
      one.dispatchEvent(new Event('input', { bubbles: true }));
      one.dispatchEvent(new Event('change', { bubbles: true }));
    } else if (kind < 0.85) {
      pick([...document.querySelectorAll('.controls input[role="switch"]:enabled')]).click();
    } else {
      const one = pick([...document.querySelectorAll('.controls select:enabled')]);
      one.value = pick([...one.options]).value;
      one.dispatchEvent(new Event('change', { bubbles: true }));
    }
  }
  return document.getElementById('changed').textContent;
}, random);

async function save(name) {
  const waiting = page.waitForEvent('download'), path = join(scratch, `${name}.yaml`);
  await page.click('#do-save');
  await (await waiting).saveAs(path);
  return path;
}

/** Numbers of a party: also what its largest product carries, and the rate that is capped. */
const flat = (party) => Object.entries(party).flatMap(([key, value]) => (value !== null && typeof value === 'object'
  ? (key === 'bands' ? [] : flat(value).map(([inner, number]) => [`${key}.${inner}`, number])) : [[key, value]]));

// Changes are differences of levels, and rounding of a level leaves something whatever the size of the change: a change of 2 million
// in imports of 200,000 million is known to 1e-14 of the imports. Such an amount may also differ by this part of its level.
// The world's sum is one of differences that cancel: it is known to the last digit of what the world spends.
const ROUNDING = 5e-14, LAST_DIGIT = 2e-16, LEAST_MUSD = 1e-6;
const levelOf = (key, row) => ({ customs_revenue_change_musd: row.tariff_revenue_base_musd, exports_change_musd: row.exports_base_musd,
  imports_change_musd: row.imports_base_musd }[key] ?? (/musd$/.test(key) ? row.spending_musd : 0));

const tally = { numbers: 0, rounded: 0, largest: 0 };
function differences(page, native) {
  const found = [], { year } = native.headline, rows = new Map(native.years.find((one) => one.year === year).regions.map((row) => [row.region, row]));
  const mine = new Map(page.years.find((one) => one.year === year).regions.map((row) => [row.region, row]));
  const compare = (what, a, b, level = 0) => {
    tally.numbers += 1;
    if (typeof b !== 'number' && b !== null ? a === b : close(a, b)) return;
    const apart = Math.abs(a - b);
    if (!(apart <= ROUNDING * level)) {
      found.push([what, a, b]);
      return;
    }
    tally.rounded += 1;
    tally.largest = Math.max(tally.largest, apart);
  };
  compare('year', page.headline.year, year);
  const spending = [...rows.values()].reduce((sum, row) => sum + row.spending_musd, 0);
  compare('world_ev_musd', page.headline.world_ev_musd, native.headline.world_ev_musd, spending * LAST_DIGIT / ROUNDING);
  for (const party of native.headline.parties) {
    const own = new Map(flat(page.headline.parties.find((one) => one.region === party.region)));
    for (const [key, value] of flat(party)) compare(`${party.region}.${key}`, own.get(key), value, levelOf(key, rows.get(party.region)));
  }
  for (const list of ['gainers', 'losers']) {
    const large = (of) => of.filter((one) => Math.abs(one.ev_musd) > LEAST_MUSD).map((one) => one.region).sort().join(' ');
    compare(list, large(page.headline[list]), large(native.headline[list]));
    for (const one of native.headline[list]) {
      compare(`${list}.${one.region}.ev_musd`, mine.get(one.region).ev_musd, one.ev_musd, rows.get(one.region).spending_musd);
      compare(`${list}.${one.region}.ev_percent`, mine.get(one.region).ev_percent, one.ev_percent);
    }
  }
  return found;
}

const run = promisify(execFile);
async function native(path, name) {
  const folder = join(scratch, name);
  await run(selat, ['run', path, '-o', folder, '--draws', '0', '--quiet'], { maxBuffer: 1e8 });
  const found = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'));
  rmSync(folder, { recursive: true });
  return found;
}

// The command line runs one setting while the page solves the next.
let before = Promise.resolve();
for (let k = 0; k < count; k++) {
  const said = await move(1000003 * seed + k);
  await settled(page);
  const name = `setting-${k + 1}`, shown = await numbers(page), failure = await page.evaluate(() => (document.querySelector('.live-bar .status.alarm')?.textContent ?? null));
  const path = await save(name);
  await before;
  before = failure === null ? native(path, name).then((other) => {
    const wrong = differences(shown, other);
    check(`${name}: ${said}`, wrong.length === 0, wrong.slice(0, 8));
  }) : native(path, name).then(() => check(`${name}: ${said}`, false, failure), (error) =>
    check(`${name}: refused by both, ${said}`, failure.includes(/: measures.*/.exec(error.stderr)?.[0] ?? error.stderr), [failure, error.stderr]));
}
await before;
process.stdout.write(`# ${tally.numbers} numbers: ${tally.rounded} differ by more than 1e-9 max(1, |b|), by rounding of their levels, at most ${tally.largest.toExponential(1)} million USD\n`);
check('nearly all numbers agree to 1e-9 max(1, |b|), and all within rounding', tally.numbers > 30 * count && tally.rounded < 0.05 * tally.numbers && tally.largest < 1e-7, tally);
isEqual('nothing on the console', noise, []);
await browser.close();
rmSync(scratch, { recursive: true });
done();
