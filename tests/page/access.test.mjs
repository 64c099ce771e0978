// A report for everybody: axe-core in light, dark and on a phone; paper; keyboard; pictures and tables saved from the page.
// Prints TAP. node access.test.mjs REPORT|ACCORD [--run SELAT] [--screenshots FOLDER]
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resultsOf } from './blob.mjs';
import { check, drawn, finish, isEqual, launch, needBrowser, open, option } from './quiet.mjs';

const subject = process.argv[2];
if (subject === undefined) {
  process.stderr.write('usage: node access.test.mjs REPORT|ACCORD [--run SELAT] [--screenshots FOLDER]\n');
  process.exit(2);
}
needBrowser();

const scratch = mkdtempSync(join(tmpdir(), 'selat-access-'));
let report = subject;
if (option('--run') !== null) {
  report = join(scratch, 'run', 'report.html');
  execFileSync(option('--run'), ['run', subject, '-o', join(scratch, 'run'), '--quiet', '--draws', '100'], { stdio: ['ignore', 'ignore', 'inherit'] });
}
const pictures = option('--screenshots') ?? scratch;
mkdirSync(pictures, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browser = await launch();

/** What axe finds serious or critical, with where. */
async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return found.violations.filter((one) => ['serious', 'critical'].includes(one.impact))
    .map((one) => ({ rule: one.id, impact: one.impact, count: one.nodes.length, where: one.nodes.slice(0, 3).map((node) => `${node.target.join(' ')}: ${node.failureSummary.split('\n')[1] ?? ''}`) }));
}

/** Drawings whose letters or shapes reach beyond their frame, and figures wider than the page. */
const clipped = (page) => page.evaluate(() => [...document.querySelectorAll('figure .drawing svg')].flatMap((svg) => {
  const frame = svg.getBoundingClientRect(), name = svg.getAttribute('aria-label')?.slice(0, 60);
  const wide = frame.left < -1 || frame.right > document.documentElement.clientWidth + 1;
  const out = [...svg.querySelectorAll('text')].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width > 0 && (box.left < frame.left - 2 || box.right > frame.right + 2);
  }).map((one) => one.textContent);
  return wide || out.length > 0 ? [{ name, wide, out: out.slice(0, 3) }] : [];
}));

for (const [name, settings] of [['light', {}], ['dark', { colorScheme: 'dark' }], ['phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }]]) {
  const { page, noise, requests } = await open(browser, report, settings);
  await drawn(page);
  isEqual(`${name}: axe-core finds nothing serious`, await violations(page), []);
  isEqual(`${name}: nothing is cut off`, await clipped(page), []);
  const width = settings.viewport?.width ?? 1280;
  check(`${name}: no sideways scrolling`, await page.evaluate((most) => document.documentElement.scrollWidth <= most, width),
    await page.evaluate(() => document.documentElement.scrollWidth));
  isEqual(`${name}: nothing on the console, no request`, [noise, requests], [[], []]);
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  await page.close();
}

const { page, noise, requests } = await open(browser, report);
await drawn(page);

// Headings go down one step at a time, and there is one of the first order.
const levels = await page.$$eval('h1, h2, h3, h4, h5', (found) => found.filter((one) => one.getClientRects().length > 0).map((one) => Number(one.tagName.slice(1))));
check('headings: one title, no step left out', levels.filter((level) => level === 1).length === 1 && levels.every((level, k) => k === 0 || level <= levels[k - 1] + 1), levels);

// Keyboard: the first stop leads past the navigation, focus is visible.
await page.keyboard.press('Tab');
const first = await page.evaluate(() => ({ text: document.activeElement.textContent, href: document.activeElement.getAttribute('href'),
  shown: document.activeElement.getBoundingClientRect().width > 20 }));
check('keyboard: the first stop skips to the answer, and is visible', first.href !== null && first.href.startsWith('#') && first.shown, first);
await page.keyboard.press('Enter');
check('keyboard: the answer is in view', await page.evaluate((id) => {
  const box = document.querySelector(id).getBoundingClientRect();
  return box.top < window.innerHeight && box.bottom > 0;
}, first.href));
const outline = await page.evaluate(() => {
  const button = document.querySelector('.export button');
  button.focus({ focusVisible: true });
  const style = getComputedStyle(button);
  return { width: style.outlineWidth, style: style.outlineStyle, opacity: getComputedStyle(button.closest('.export')).opacity };
});
check('keyboard: focus is outlined and shows the buttons of a figure', parseFloat(outline.width) >= 2 && outline.style === 'solid' && outline.opacity === '1', outline);
check('the updated answer is announced', await page.$eval('#sentence', (one) => one.closest('[aria-live="polite"]') !== null));

// Every drawn figure can be saved: SVG that stands alone, PNG with something on it, CSV with the numbers.
const savable = await page.$$eval('figure', (figures) => figures.filter((one) => one.querySelector('.drawing svg, table') !== null && one.querySelector('.export') === null
  && !one.matches('.map-legend'))
  .map((one) => one.querySelector('figcaption')?.textContent ?? one.className));
isEqual('every figure has its buttons', savable, []);
const withoutData = await page.$$eval('.export', (bars) => bars.filter((one) => one.querySelectorAll('button:not([hidden])').length < 3)
  .map((one) => one.getAttribute('aria-label')));
isEqual('every picture has its numbers', withoutData, []);
async function saved(selector, label) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator(`${selector} .export button`, { hasText: label }).first().click({ force: true })]);
  const path = join(scratch, download.suggestedFilename());
  await download.saveAs(path);
  return { path, name: download.suggestedFilename() };
}
const svg = readFileSync((await saved('#value-added', 'SVG')).path, 'utf8');
check('SVG: stands alone, without variables, classes or links', svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg"') && !/var\(|class=|href|<script|url\(/.test(svg), svg.slice(0, 300));
check('SVG: well formed', await page.evaluate((text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror') === null, svg));
for (const id of ['#value-added', '#heatmap']) {
  const png = readFileSync((await saved(id, 'PNG')).path);
  const used = await page.evaluate(async (bytes) => {
    const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/png' }));
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
    const brush = canvas.getContext('2d');
    brush.drawImage(bitmap, 0, 0);
    const data = brush.getImageData(0, 0, bitmap.width, bitmap.height).data, seen = new Set();
    for (let k = 0; k < data.length; k += 4 * 37) seen.add(`${data[k]},${data[k + 1]},${data[k + 2]}`);
    return { width: bitmap.width, height: bitmap.height, colours: seen.size };
  }, [...png]);
  check(`PNG of ${id}: painted in its colours`, used.width > 800 && used.height > 300 && used.colours > 8, used);
}
const results = resultsOf(report);
const csv = readFileSync((await saved('#stops', 'CSV')).path, 'utf8');
const lines = csv.replace(/^\ufeff/, '').trim().split('\r\n');
check('CSV: a heading with units and a line for every supplier and party', lines[0].includes('million USD') && (results === null || lines.length === 1 + results.stops.length), lines.slice(0, 3));
if (results !== null) {
  const [one] = results.stops, names = new Map(results.regions.map((region) => [region.code, region.name]));
  const line = lines.find((text) => text.includes(names.get(one.stops)) && text.includes(names.get(one.loses)));
  check('CSV: numbers in full', line?.split(',').some((cell) => Math.abs(Number(cell) - one.after_musd / 365) < 1e-12 * Math.abs(one.after_musd)), line);
  // The same number in the cell of the table.
  const shown = await page.$$eval('#stops tbody tr', (rows) => rows.map((row) => row.textContent));
  const top = results.stops.filter((row) => row.loses === results.accord.parties[0] && row.stops !== 'ROW').sort((a, b) => b.after_musd - a.after_musd)[0];
  const daily = top.after_musd / 365, size = Math.abs(Number(daily.toPrecision(3)));
  const text = daily.toLocaleString('en-US', { minimumFractionDigits: size < 10 ? 2 : size < 100 ? 1 : 0, maximumFractionDigits: size < 10 ? 2 : size < 100 ? 1 : 0 });
  check('stops: the largest supplier with its amount a day', shown.some((row) => row.includes(names.get(top.stops)) && row.includes(text)), { text, shown: shown.slice(0, 4) });
  // Heatmap: every industry; numbers of a party.
  const heat = await page.$$eval('#heatmap tbody tr:not(.heat-group)', (rows) => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => [cell.className, cell.textContent])));
  isEqual('heatmap: a row for every industry', heat.length, results.sectors.length);
  const party = results.regions.findIndex((region) => region.code === results.accord.parties[0]);
  const shownParties = await page.$$eval('#heatmap thead th.party abbr', (found) => found.map((one) => one.textContent));
  const at = shownParties.indexOf(results.accord.parties[0]);
  const order = [...results.sectors.filter((one) => one.kind === 'goods'), ...results.sectors.filter((one) => one.kind === 'services')];
  const wrong = order.flatMap((sector, k) => {
    const value = results.volume_percent[party][results.sectors.indexOf(sector)], [kind, words] = heat[k][at];
    if (value === null) return words === '–' ? [] : [[sector.code, words]];
    if (words.startsWith('≈')) return /neutral/.test(kind) ? [] : [[sector.code, value, words, kind]]; // deep inside the class around zero
    const signed = Number(words.replace('\u2212', '-').replace('≈ 0', '0'));
    const sign = /gain/.test(kind) ? value > 0 : /loss/.test(kind) ? value < 0 : true;
    return Math.abs(signed - value) <= 0.06 * Math.abs(value) + 1e-9 && sign ? [] : [[sector.code, value, words, kind]];
  });
  isEqual('heatmap: numbers and colours of the first party', wrong.slice(0, 3), []);
}

// Value added: without, with, change.
const widths = () => page.$$eval('#value-added figure:first-of-type .bands path', (paths) => paths.map((path) => Number(path.getAttribute('stroke-width'))));
const before = await widths();
await page.locator('#value-added input[value="change"]').first().check();
const redrawn = await page.waitForFunction((old) => JSON.stringify([...document.querySelectorAll('#value-added figure:first-of-type .bands path')]
  .map((path) => Number(path.getAttribute('stroke-width')))) !== old, JSON.stringify(before), { timeout: 10000 }).then(() => true, () => false);
check('value added: the choice redraws the bands', redrawn, before.slice(0, 4));
await page.locator('#value-added input[value="after"]').first().check();

// Everything as CSV.
const [all] = await Promise.all([page.waitForEvent('download'), page.click('#save-all')]);
await all.saveAs(join(scratch, 'all.csv'));
const everything = readFileSync(join(scratch, 'all.csv'), 'utf8');
check('all numbers: one table', everything.split('\r\n').length > 5000, everything.slice(0, 200));
isEqual('saving: nothing on the console, no request', [noise, requests], [[], []]);

// Paper.
const pdf = await page.pdf({ path: join(pictures, 'report.pdf'), preferCSSPageSize: true, printBackground: true });
const sheets = (pdf.toString('latin1').match(/\/Type \/Page\b/g) ?? []).length;
check('paper: a sensible number of A4 pages', sheets >= 8 && sheets <= 45 && /\/MediaBox \[0 0 59[45][\d.]* 84[12]/.test(pdf.toString('latin1')), sheets);
await page.emulateMedia({ media: 'print' });
await page.setViewportSize({ width: 680, height: 1000 });
await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
isEqual('paper: no controls', await page.$$eval('button, input, select, .export, nav', (found) => found.filter((one) => one.getClientRects().length > 0)
  .map((one) => one.outerHTML.slice(0, 80))), []);
const tooTall = await page.$$eval('figure', (figures) => figures.filter((one) => one.getBoundingClientRect().height > 1010)
  .map((one) => `${one.querySelector('figcaption')?.textContent ?? one.querySelector('caption')?.textContent}: ${one.getBoundingClientRect().height}`));
isEqual('paper: no figure is taller than a page', tooTall, []);
isEqual('paper: nothing is cut off', await clipped(page), []);
check('paper: folded parts are open', await page.$$eval('details', (found) => found.every((one) => one.open || one.getBoundingClientRect().height > 30)));
await page.close();

const still = await open(browser, report, { reducedMotion: 'reduce' });
isEqual('reduced motion: nothing moves', await still.page.evaluate(() => [...document.querySelectorAll('*')].filter((one) => {
  const style = getComputedStyle(one);
  return [...style.transitionDuration.split(','), ...style.animationDuration.split(',')].some((word) => parseFloat(word) > 0.001) || style.scrollBehavior === 'smooth';
}).length), 0);
await still.page.close();

const projector = await open(browser, report, { viewport: { width: 1920, height: 1080 } });
await drawn(projector.page);
check('projector: letters grow with the screen', await projector.page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize) >= 17.5));
isEqual('projector: nothing is cut off', await clipped(projector.page), []);
await projector.page.screenshot({ path: join(pictures, 'projector.png') });

await browser.close();
rmSync(scratch, { recursive: true });
finish();
