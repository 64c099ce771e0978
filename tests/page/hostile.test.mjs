// Names that want to be more than text: markup, quotes, other directions, ten thousand letters, spreadsheet formulas. Prints TAP.
// node hostile.test.mjs RESULTS_JSON SHELL FILL_PROGRAM [--screenshots FOLDER]
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, drawn, finish, isEqual, launch, needBrowser, open, option } from './quiet.mjs';

const [, , sample, shell, fill] = process.argv;
if (fill === undefined) {
  process.stderr.write('usage: node hostile.test.mjs RESULTS_JSON SHELL FILL_PROGRAM [--screenshots FOLDER]\n');
  process.exit(2);
}
needBrowser();
const scratch = mkdtempSync(join(tmpdir(), 'selat-hostile-'));
const pictures = option('--screenshots') ?? scratch;
mkdirSync(pictures, { recursive: true });
const browser = await launch();

const names = {
  script: '<script>alert(1)</script>',
  markup: '</title></script><img src=x onerror=alert(2)><svg onload=alert(3)>&amp;<!--',
  quotes: '"\'`><a href="javascript:alert(4)" onclick=\'alert(5)\'>',
  direction: '\u202eاتفاقية \u2067ماليزيا\u2069 הסכם \u202d\u2066',
  long: 'Ă'.repeat(10000),
  words: 'agreement '.repeat(1000).trim(),
  formula: '=HYPERLINK("http://example.invalid","open")',
};

/** The sample with a name everywhere where an accord or a table may bring one, and with the lists of the views. */
function named(name) {
  const results = JSON.parse(readFileSync(sample, 'utf8'));
  results.accord.name = name;
  results.accord.source = name;
  results.accord.file = name;
  for (const measure of results.measures) Object.assign(measure, { label: name, text: name, source: name, assumed: name });
  results.commitments.pending.push({ commitment: name, needs: name, source: name });
  results.regions.forEach((region, k) => { if (k % 9 === 0 || results.accord.parties.includes(region.code)) region.name = name; });
  results.sectors.forEach((sector, k) => { if (k % 7 === 0) Object.assign(sector, { code: k === 0 ? sector.code : sector.code, name }); });
  const { parties } = results.accord, codes = results.regions.map((region) => region.code);
  results.volume_percent = codes.map((_, n) => results.sectors.map((__, s) => ((7 * n + 3 * s) % 19 - 9) / 10 ** (1 + n % 4)));
  results.value_added = parties.flatMap((party) => codes.filter((code) => code !== party).flatMap((code, k) => [
    { source: code, consumer: party, before_musd: 1000 + 13 * k, after_musd: 1001 + 13 * k }, { source: party, consumer: code, before_musd: 900 + 7 * k, after_musd: 899 + 7 * k }]));
  results.stops = parties.flatMap((loses) => codes.filter((code) => code !== loses).map((stops, k) => ({ stops, loses, before_musd: 365 * (1 + k), after_musd: 365 * (1.5 + k) })));
  return results;
}

for (const [kind, name] of Object.entries(names)) {
  const json = join(scratch, `${kind}.json`), html = join(scratch, `${kind}.html`);
  writeFileSync(json, JSON.stringify(named(name)));
  execFileSync(fill, [shell, json, name, html]);
  const begun = Date.now(), { page, noise, requests } = await open(browser, html);
  await drawn(page);
  const seconds = (Date.now() - begun) / 1000;
  check(`${kind}: drawn in bearable time`, seconds < 30, seconds);
  isEqual(`${kind}: the name is the heading and the title, letter by letter`, [await page.$eval('h1', (one) => one.textContent), await page.title()],
    [name, name.trim()]);
  isEqual(`${kind}: no element came from it`, await page.$$eval('img, iframe, object, #page script, #page a:not([href^="#"]), [onerror], [onload], [onclick]', (found) => found.length), 0);
  isEqual(`${kind}: nothing on the console, no request`, [noise, requests], [[], []]);
  check(`${kind}: no sideways scrolling at 1280`, await page.evaluate(() => document.documentElement.scrollWidth <= 1280),
    await page.evaluate(() => document.documentElement.scrollWidth));
  if (kind !== 'long' && kind !== 'words') {
    const [svg] = await Promise.all([page.waitForEvent('download'), page.locator('#value-added .export button', { hasText: 'SVG' }).first().click({ force: true })]);
    await svg.saveAs(join(scratch, `${kind}.svg`));
    const text = readFileSync(join(scratch, `${kind}.svg`), 'utf8');
    const parsed = await page.evaluate((source) => {
      const read = new DOMParser().parseFromString(source, 'image/svg+xml');
      return { broken: read.querySelector('parsererror') !== null, active: read.querySelectorAll('script, image, a, foreignObject, [onload], [onclick]').length, words: read.documentElement.textContent };
    }, text);
    check(`${kind}: a saved picture is well formed and holds it as text`, !parsed.broken && parsed.active === 0, { broken: parsed.broken, active: parsed.active });
    const [csv] = await Promise.all([page.waitForEvent('download'), page.locator('#stops .export button', { hasText: 'CSV' }).first().click({ force: true })]);
    await csv.saveAs(join(scratch, `${kind}.csv`));
    const cells = readFileSync(join(scratch, `${kind}.csv`), 'utf8');
    check(`${kind}: a table holds it as one cell, and never as a formula`, !/(^|,)"?[=+@]/m.test(cells) && cells.includes(name.replaceAll('"', '""').slice(0, 40)), cells.slice(0, 200));
  }
  await page.screenshot({ path: join(pictures, `hostile-${kind}.png`) });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.waitForTimeout(500);
  check(`${kind}: no sideways scrolling at 390`, await page.evaluate(() => document.documentElement.scrollWidth <= 390),
    await page.evaluate(() => [document.documentElement.scrollWidth, [...document.querySelectorAll('#page *')].filter((one) => one.getBoundingClientRect().right > 391 && one.closest('.scroll') === null)
      .slice(0, 4).map((one) => `${one.tagName}.${one.getAttribute('class')}`)]));
  await page.close();
}

await browser.close();
rmSync(scratch, { recursive: true });
finish();
