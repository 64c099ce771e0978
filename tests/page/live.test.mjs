// Moves everything that can be moved in a report whose engine runs. Prints TAP.
// node live.test.mjs REPORT|ACCORD --selat SELAT
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { act, close, launch, numbers, openLive, settled } from './browser.mjs';
import { check, done, isEqual } from './tap.mjs';

const [, , subject, , selat] = process.argv;
const browser = await launch(), scratch = mkdtempSync(join(tmpdir(), 'selat-live-'));
let report = subject;
if (/\.ya?ml$/.test(subject)) {
  execFileSync(selat, ['run', subject, '-o', join(scratch, 'run'), '--quiet', '--draws', '20'], { stdio: ['ignore', 'ignore', 'inherit'] });
  report = join(scratch, 'run', 'report.html');
}
const { page, noise, requests } = await openLive(browser, report);
if (await page.evaluate(() => document.body.dataset.live) === 'static') {
  check('a page without the engine says so in words', (await page.textContent('#live-note')).includes('without the engine'));
  await browser.close();
  done();
}
isEqual('the engine starts', await page.evaluate(() => [document.body.dataset.live, document.querySelector('#live-note')?.textContent ?? null]), ['ready', null]);

const text = (selector) => page.textContent(selector);
const file = await numbers(page);
const row = (of, year, region) => of.years.find((one) => one.year === year).regions.find((one) => one.region === region);
const [party] = file.headline.parties.map((one) => one.region), last = file.headline.year;
/** Keys of a region's row that differ by more than 1e-9 max(1, |b|); rounding of income (hat - 1) leaves an amount up to 1e-14 of spending. */
const unlike = (now, old) => Object.keys(old).filter((key) => key !== 'region' && !close(now[key], old[key])
  && !(key === 'ev_musd' && Math.abs(now[key] - old[key]) <= 1e-14 * old.spending_musd))
  .map((key) => [old.region, key, now[key], old[key]]);
const everywhere = (of) => of.years.find((one) => one.year === last).regions.map((one) => one.ev_musd);
const moved = (a, b) => a.some((value, k) => Math.abs(value - b[k]) > 1e-9);
const undo = () => act(page, () => page.click('#do-undo'));
const atFile = async () => (await text('#changed')) === 'As in the file.' && (await numbers(page)).headline.parties[0].ev_musd === file.headline.parties[0].ev_musd;

// Every slider, from the keyboard; every number beside one; every first year; every switch.
const ranges = await page.$$eval('.controls input[type="range"]', (found) => found.map((one) => one.id));
const failed = [];
for (const id of ranges) {
  const found = `#${id}`;
  await page.focus(found);
  await act(page, async () => page.keyboard.press(Number(await page.inputValue(found)) < Number(await page.getAttribute(found, 'max')) ? 'ArrowRight' : 'ArrowLeft'));
  const said = await text('#changed');
  if (!said.startsWith('Changed: ') || !said.includes('→') || !(await page.isDisabled('#do-redo')) || await page.evaluate(() => document.body.dataset.failed !== undefined)) failed.push([id, said, await text('.live-bar .status')]);
  await undo();
  if (!await atFile()) failed.push([id, 'undo']);
}
isEqual(`every one of ${ranges.length} sliders moves by an arrow key, says what changed and is undone`, failed.splice(0), []);

const without = [];
for (const id of await page.$$eval('.controls input[role="switch"]:enabled', (list) => list.map((one) => one.id))) {
  await page.focus(`#${id}`);
  await act(page, () => page.keyboard.press('Space'));
  const said = await text('#changed');
  if (!said.includes('taken out') || await page.isChecked(`#${id}`)) failed.push([id, said]);
  if (!moved(everywhere(await numbers(page)), everywhere(file))) without.push(id);
  await act(page, () => page.keyboard.press('Control+z'));
  if (!await atFile()) failed.push([id, 'undo']);
}
isEqual('every switch takes its measure out; Ctrl+Z brings it back', failed.splice(0), []);
check('a measure that is taken out moves the result of some region', without.length <= 2, without);

for (const id of await page.$$eval('.controls select', (list) => list.map((one) => one.id))) {
  const before = await page.inputValue(`#${id}`), other = await page.$eval(`#${id}`, (one) => [...one.options].map((option) => option.value).find((value) => value !== one.value && Number(value) > 2027));
  await act(page, () => page.selectOption(`#${id}`, other));
  const said = await text('#changed');
  if (!said.includes(`from ${before} → ${other}`)) failed.push([id, said, await text('.live-bar .status')]);
  await undo();
}
isEqual('every first year', failed.splice(0), []);
isEqual('nothing that was moved could not be solved', await page.evaluate(() => document.body.dataset.failed ?? null), null);

// A number out of bounds: the engine's own words, and the numbers before stay.
const number = (await page.$$eval('.controls input[type="number"]', (list) => list.filter((one) => one.dataset.path.endsWith('.cut')).map((one) => one.id)))[0];
await act(page, () => page.fill(`#${number}`, '666'));
check('a number that cannot be is refused in the words of the engine', /cannot be solved: .*found 666%, expected a percentage/.test(await text('.live-bar .status')), await text('.live-bar .status'));
await undo();
check('and undone', await atFile());

// Year by year: what the page solves is what the run has solved.
for (const year of file.years.map((one) => one.year)) {
  if (year === last) continue;
  await act(page, () => page.selectOption('#view-year', String(year)));
  const now = await numbers(page), wrong = file.years.find((one) => one.year === year).regions.flatMap((old) => unlike(row(now, year, old.region), old));
  isEqual(`${year}: every number of every region as in the run`, wrong.slice(0, 5), []);
}
await act(page, () => page.click('#do-reset'));
check('reset goes back to the file', await atFile() && await page.inputValue('#view-year') === String(last));

// Region by region.
for (const code of ['KOR', 'MYS', 'SGP', 'USA', 'ROW']) {
  if (await page.$(`#view-region option[value="${code}"]`) === null) continue;
  if (await page.inputValue('#view-region') !== code) await act(page, () => page.selectOption('#view-region', code));
  const name = await page.$eval(`#view-region option[value="${code}"]`, (one) => one.textContent);
  if (!(await text('.live-bar .answer')).includes(name) || !(await text('#numbers h3')).includes(name)) failed.push([code, await text('.live-bar .answer')]);
}
isEqual('the region in view is in the answer', failed.splice(0), []);
if (await page.inputValue('#view-region') !== party) await act(page, () => page.selectOption('#view-region', party));

// Several settings; undo and redo, one by one; the link brings them back in another window.
const [first, second] = ranges;
const set = (id, value) => act(page, () => page.$eval(`#${id}`, (one, to) => {
  one.value = to;
  one.dispatchEvent(new Event('input', { bubbles: true }));
  one.dispatchEvent(new Event('change', { bubbles: true }));
}, value));
const half = (id) => page.$eval(`#${id}`, (one) => String((Number(one.min) + Number(one.value)) / 2));
await set(first, await half(first));
await set(second, await half(second));
const off = (await page.$$('.controls input[role="switch"]:enabled')).at(-1);
await act(page, () => off.click());
const three = await numbers(page), changed = await text('#changed');
for (let k = 0; k < 3; k++) await undo();
check('three undo lead to the file', await atFile());
for (let k = 0; k < 3; k++) await act(page, () => page.click('#do-redo'));
check('three redo lead back', close(row(await numbers(page), last, party).ev_musd, row(three, last, party).ev_musd) && await text('#changed') === changed, changed);
await settled(page);
await page.waitForFunction(() => window.location.hash.startsWith('#s1.'));
const fragment = await page.evaluate(() => window.location.hash);
await page.click('#do-link');
await page.waitForFunction(() => /copied|address/i.test(document.querySelector('.live-bar .status').textContent));
check('copying the link says that it did, or what to do', true);
const again = await openLive(browser, report, fragment);
await again.page.waitForFunction(() => document.body.dataset.solve !== '0.0', null, { timeout: 60000 });
const linked = await numbers(again.page), here = await numbers(page);
isEqual('a link reproduces the settings', [await again.page.textContent('#changed'), again.noise], [changed, []]);
isEqual('and the numbers', linked.years.find((one) => one.year === last).regions.flatMap((one) => unlike({ ...row(here, last, one.region),
  ghg_consumption_base_mt: one.ghg_consumption_base_mt, ghg_consumption_new_mt: one.ghg_consumption_new_mt }, one)), []); // they may come later
await again.page.close();
for (const bad of ['#s1.00000000&0.tariff.cut=1%25', '#<img src=x onerror=alert(1)>', `${fragment.split('&')[0]}&accord.name=x`, `#${'9'.repeat(9000)}`]) {
  const other = await openLive(browser, report, bad), said = await other.page.textContent('.live-bar .status');
  check(`a link that is none of this report's: ${bad.slice(0, 24)}`, /link/.test(said) && await other.page.textContent('#changed') === 'As in the file.' && other.noise.length === 0, [said, other.noise]);
  await other.page.close();
}

// Saved as an accord, and run.
const waiting = page.waitForEvent('download');
await page.click('#do-save');
const saved = join(scratch, 'saved.yaml');
await (await waiting).saveAs(saved);
const yaml = readFileSync(saved, 'utf8');
check('the accord file says what was changed', yaml.startsWith('# ') && yaml.includes('Changed against the file'), yaml.slice(0, 400));
const run = join(scratch, 'again');
execFileSync(selat, ['run', saved, '-o', run, '--draws', '0', '--quiet'], { stdio: ['ignore', 'ignore', 'inherit'] });
const native = JSON.parse(readFileSync(join(run, 'results.json'), 'utf8'));
const differ = native.years.find((one) => one.year === last).regions.flatMap((one) => unlike(row(here, last, one.region), one));
isEqual('selat run gives the same numbers for every region', differ.slice(0, 5), []);

// Keyboard only: from the top of the page to a slider, move it, open what stands behind it, reset.
await act(page, () => page.click('#do-reset'));
await page.evaluate(() => { document.activeElement?.blur(); window.scrollTo(0, 0); });
const reach = async (test, key = 'Tab') => {
  for (let k = 0; k < 80; k++) {
    await page.keyboard.press(key);
    if (await page.evaluate(test)) return true;
  }
  return false;
};
check('Tab reaches the first slider', await reach(() => document.activeElement?.matches('.controls input[type="range"]') ?? false));
check('what has the focus is seen', await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle !== 'none'));
await act(page, () => page.keyboard.press('Home'));
check('Home goes to the lowest value', await page.evaluate(() => document.activeElement.value === document.activeElement.min));
check('Tab reaches source and assumptions', await reach(() => document.activeElement?.matches('.measure summary') ?? false));
await page.keyboard.press('Enter');
check('Enter opens them', await page.evaluate(() => document.activeElement.parentElement.open));
check('Shift+Tab reaches Reset', await reach(() => document.activeElement?.id === 'do-reset', 'Shift+Tab'));
await act(page, () => page.keyboard.press('Enter'));
check('Enter resets', await atFile());
isEqual('every control has a name', await page.$$eval('.living :is(input, select, button)', (list) => list.filter((one) =>
  !(one.getAttribute('aria-label') ?? one.labels?.[0]?.textContent ?? one.textContent ?? '').trim()).map((one) => one.outerHTML.slice(0, 80))), []);

// On a telephone the measures stand in a drawer.
await page.setViewportSize({ width: 390, height: 844 });
isEqual('390 px: the drawer is closed', await page.isVisible('.controls'), false);
await page.click('#do-drawer');
check('390 px: and opens', await page.isVisible(`#${first}`));
await act(page, async () => { await page.focus(`#${first}`); await page.keyboard.press('Home'); });
check('390 px: no sideways scrolling', await page.evaluate(() => document.documentElement.scrollWidth <= 390));
await page.keyboard.press('Escape');
isEqual('390 px: Escape closes it', await page.isVisible('.controls'), false);

isEqual('nothing on the console', noise, []);
isEqual('no request but the page and its worker', requests, []);
await browser.close();
rmSync(scratch, { recursive: true });
done();
