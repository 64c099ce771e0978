// The heatmap, value added and suppliers that may stop follow the engine in the page: the file's settings give the file's numbers,
// other settings those of `selat run`. Prints TAP. node views_live.test.mjs ACCORD SELAT
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { act, close, launch, openLive, settled } from './browser.mjs';
import { check, finish, isEqual, needBrowser } from './quiet.mjs';

const [, , accord, selat] = process.argv;
needBrowser();
const scratch = mkdtempSync(join(tmpdir(), 'selat-views-')), run = (file, folder) => execFileSync(selat, ['run', file, '-o', join(scratch, folder), '--quiet', '--draws', '0'],
  { stdio: ['ignore', 'ignore', 'inherit'] });
run(accord, 'file');
const browser = await launch(), { page, noise, requests } = await openLive(browser, join(scratch, 'file', 'report.html'));
if (await page.evaluate(() => document.body.dataset.live) !== 'ready') {
  process.stdout.write('1..0 # SKIP the report has no engine\n');
  process.exit(0);
}
const lists = () => page.evaluate(() => {
  const { volume_percent, value_added, stops, value_added_year } = window.shownResults;
  return { volume_percent, value_added, stops, year: value_added_year };
});

/** The largest differences between lists of the page and of results.json. */
function apart(shown, expected) {
  const key = (row, names) => names.map((name) => row[name]).join(' ');
  const off = (found, wanted, names) => {
    const rows = new Map(found.map((row) => [key(row, names), row]));
    return wanted.filter((row) => {
      const one = rows.get(key(row, names));
      return one === undefined || !close(one.before_musd, row.before_musd) || !close(one.after_musd, row.after_musd);
    }).slice(0, 2);
  };
  const volumes = expected.volume_percent.flatMap((row, n) => row.filter((value, s) => !close(shown.volume_percent[n][s], value)));
  return [volumes.slice(0, 2), off(shown.value_added, expected.value_added, ['source', 'consumer']), off(shown.stops, expected.stops, ['stops', 'loses'])];
}
const results = (folder) => JSON.parse(readFileSync(join(scratch, folder, 'results.json'), 'utf8'));
const cells = () => page.$$eval('#heatmap td.heat', (found) => found.map((one) => `${one.className} ${one.textContent}`));

const before = await cells(), toggle = '.controls input[role="switch"]:enabled';
await act(page, () => page.locator(toggle).first().click());
await settled(page);
const [download] = await Promise.all([page.waitForEvent('download'), page.click('#do-save')]).catch(() => [null]);
check('the changed accord is saved', download !== null);
if (download !== null) {
  const edited = join(scratch, download.suggestedFilename());
  await download.saveAs(edited);
  run(edited, 'edited');
  isEqual('other settings: volumes, value added and stops are those of a run of the saved accord', apart(await lists(), results('edited')), [[], [], []]);
}
await page.locator('#heatmap').scrollIntoViewIfNeeded();
await page.waitForFunction(() => document.documentElement.dataset.shown === 'all');
check('the heatmap shows them', JSON.stringify(await cells()) !== JSON.stringify(before));
await act(page, () => page.locator(toggle).first().click());
await settled(page);
isEqual('back at the file: its numbers', apart(await lists(), results('file')), [[], [], []]);
isEqual('nothing on the console, no request', [noise, requests], [[], []]);
await browser.close();
rmSync(scratch, { recursive: true });
finish();
