// How long a report takes from the hand to the picture: a slider is dragged through its range, each step waited for.
// node bench/page.mjs SELAT [ACCORD...]     prints medians in milliseconds, and the tenth and ninetieth percentile of the whole
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, openLive, settled } from '../tests/page/browser.mjs';

const STEPS = 80;
const [selat, ...given] = process.argv.slice(2), accords = given.length > 0 ? given : ['korea-malaysia', 'japan-malaysia'];
if (selat === undefined) {
  process.stderr.write('usage: node bench/page.mjs SELAT [ACCORD...]\n');
  process.exit(2);
}
const quantile = (values, part) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(part * values.length))];

/** One slider from end to end; each step as soon as the one before is shown and painted. */
const drag = (page, id) => page.evaluate(async ([slider, steps]) => {
  const one = document.getElementById(slider), found = [], painted = () => new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve)); });
  for (let k = 0; k < steps; k++) {
    const before = document.body.dataset.shown, begun = performance.now();
    one.value = String(Number(one.min) + (k + 1) * (one.max - one.min) / (steps + 1));
    one.dispatchEvent(new Event('input', { bubbles: true }));
    while (document.body.dataset.shown === before) await new Promise((resolve) => { setTimeout(resolve); });
    const { solve, numbers, drawing, total } = document.body.dataset;
    await painted();
    found.push([solve, numbers, drawing, total].map(Number).concat(performance.now() - begun));
  }
  return found;
}, [id, STEPS]);

const browser = await launch();
process.stdout.write('living report, milliseconds (median of a drag)   ready   solve  numbers  drawing  to charts  10 %..90 %  to paint\n');
for (const accord of accords) {
  const scratch = mkdtempSync(join(tmpdir(), 'selat-bench-'));
  execFileSync(selat, ['run', accord, '-o', scratch, '--draws', '0', '--quiet'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const begun = performance.now(), { page } = await openLive(browser, join(scratch, 'report.html'));
  const ready = performance.now() - begun;
  await page.waitForFunction(() => document.body.dataset.warm === 'yes', null, { timeout: 60000 });
  for (const id of await page.$$eval('.measure[data-kind="tariff"] input[type="range"], .measure[data-kind="barrier"] input[type="range"]', (list) => list.map((one) => one.id).slice(0, 1))) {
    const rows = await drag(page, id), at = (column, part = 0.5) => quantile(rows.map((row) => row[column]), part).toFixed(1).padStart(8);
    process.stdout.write(`  ${accord.padEnd(46)}${ready.toFixed(0).padStart(6)}${at(0)}${at(1)}${at(2)}  ${at(3)}  ${at(3, 0.1).trim()}..${at(3, 0.9).trim()}  ${at(4)}\n`);
  }
  await settled(page);
  await page.close();
  rmSync(scratch, { recursive: true });
}
await browser.close();
