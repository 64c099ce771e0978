// Building an accord from nothing, in Chromium: `selat new`, keyboard only, numbers, the saved file through `selat run`, errors
// beside the fields, every kind of measure, hostile names, undo, links, telephone. Prints TAP.
// node new.test.mjs SELAT [--page PAGE] [--screenshots FOLDER]
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { check, finish, isEqual, launch, needBrowser, option } from './quiet.mjs';

const selat = process.argv[2];
needBrowser();
const scratch = mkdtempSync(join(tmpdir(), 'selat-new-'));
const pictures = option('--screenshots') ?? scratch;
mkdirSync(pictures, { recursive: true });
const blank = option('--page') ?? join(scratch, 'new.html');
const made = option('--page') === null ? spawnSync(selat, ['new', '-o', blank], { encoding: 'utf8' }) : { status: 0, stdout: blank, stderr: '' };
if (made.status === 2 && /engine/.test(made.stderr)) {
  isEqual('a build without the engine says so in a line and writes nothing', [made.stderr.trim().split('\n').length, existsSync(blank)], [1, false]);
  finish();
}
isEqual('selat new: the page is written', [made.status, made.stdout.split('\n')[0]], [0, blank]);
check('the page is at most 6 MB', statSync(blank).size <= 6e6, statSync(blank).size);

const browser = await launch();
async function open(path, settings = {}, fragment = '') {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...settings });
  const url = pathToFileURL(path).href + fragment, noise = [], requests = [];
  page.on('console', (message) => noise.push(message.text()));
  page.on('pageerror', (error) => noise.push(error.message));
  page.on('dialog', (dialog) => { noise.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => { if (request.url().split('#')[0] !== url.split('#')[0] && !/^(data|blob):/.test(request.url())) requests.push(request.url()); });
  await page.goto(url);
  await page.waitForSelector('#parties');
  return { page, noise, requests };
}
const told = (page) => page.$eval('#told', (one) => one.textContent);
/** Presses Tab until the element that fits has the focus. */
async function tabTo(page, selector, most = 80) {
  for (let k = 0; k < most; k++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return true;
    await page.keyboard.press('Tab');
  }
  return false;
}
/** Numbers of a card, with every digit. */
const cards = (page) => page.$$eval('.card', (found) => Object.fromEntries(found.map((one) => [one.dataset.region, Number(one.dataset.evMusd)])));
const shown = (page, count = 0) => page.waitForFunction((least) => Number(document.body.dataset.solved ?? 0) > least, count, { timeout: 30000 });
const solves = (page) => page.evaluate(() => Number(document.body.dataset.solved ?? 0));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return found.violations.filter((one) => ['serious', 'critical'].includes(one.impact))
    .map((one) => ({ rule: one.id, where: one.nodes.slice(0, 4).map((node) => node.target.join(' ')) }));
}
async function save(page, use) {
  const [download] = await Promise.all([page.waitForEvent('download'), use()]);
  const path = join(scratch, `saved-${Math.random().toString(36).slice(2)}.yaml`);
  await download.saveAs(path);
  return { path, name: download.suggestedFilename(), text: readFileSync(path, 'utf8') };
}
function run(accord, folder = `${accord}-run`) {
  execFileSync(selat, ['run', accord, '-o', folder, '--draws', '0', '--quiet'], { stdio: ['ignore', 'ignore', 'inherit'] });
  return JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'));
}
/** All numbers of a party in the page that its run has otherwise: [region, name, page, run]. Emissions by consumption come with a run only. */
async function differing(page, results) {
  const rows = await page.$$eval('.card', (found) => found.map((one) => JSON.parse(one.dataset.numbers)));
  const last = results.years.find((one) => one.year === results.headline.year).regions;
  const compared = rows.flatMap((row) => Object.entries(row).filter(([name, value]) => typeof value === 'number' && !name.startsWith('ghg_consumption'))
    .map(([name, value]) => [row.region, name, value, last.find((one) => one.region === row.region)[name]]));
  return compared.length < 2 * 20 ? ['too few numbers', compared.length] : compared.filter(([, , found, expected]) => !near(found, expected));
}
const near = (found, expected) => Math.abs(found - expected) <= 1e-9 * Math.max(1, Math.abs(expected));

// From nothing, with the keyboard only.
const { page, noise, requests } = await open(blank);
check('nobody chosen: the page says what comes first', (await told(page)).includes('at least two'), await told(page));
check('keyboard: the parties have a box', await tabTo(page, '#parties'));
await page.keyboard.type('kor');
await page.keyboard.press('ArrowDown');
await page.keyboard.press('Enter');
await page.keyboard.type('mala');
await page.keyboard.press('Enter');
isEqual('keyboard: two parties', await page.$$eval('#who .chip', (found) => found.map((one) => one.firstChild.textContent)), ['Korea (KOR)', 'Malaysia (MYS)']);
isEqual('map: the parties are marked', await page.$$eval('.pick.party title', (found) => [...new Set(found.map((one) => one.textContent))].sort()), ['Korea', 'Malaysia']);
check('keyboard: the name', await tabTo(page, '#accord-name'));
await page.keyboard.type('Goods to zero');
isEqual('the name is the heading', await page.$eval('h1', (one) => one.textContent), 'Goods to zero');
check('keyboard: the kind of measure', await tabTo(page, '#add-measure'));
isEqual('tariff stands first', await page.$eval('#add-measure', (one) => one.value), 'tariff');
check('keyboard: add', await tabTo(page, '.adder button'));
await page.keyboard.press('Enter');
isEqual('a new tariff is between the parties, on goods', await page.$$eval('.item .chip', (found) => found.map((one) => one.firstChild.textContent)), ['Korea (KOR)', 'Malaysia (MYS)', 'goods']);
check('keyboard: the rate', await tabTo(page, '.item [data-key="to"] input'));
await page.keyboard.type('0');
await shown(page);
const numbers = await cards(page);
check('numbers appear', Object.keys(numbers).length === 2 && Object.values(numbers).every((value) => Number.isFinite(value) && value !== 0), numbers);
const sentence = await page.$eval('#sentence', (one) => one.textContent);
check('the answer in a sentence', sentence.includes('Korea') && sentence.includes('Malaysia') && sentence.includes('2035'), sentence);
check('the measure as the engine reads it', (await page.$eval('.item .state', (one) => one.textContent)).includes('tariff KOR <-> MYS'), await page.$eval('.item .state', (one) => one.textContent));
check('bars, map and trade are drawn', await page.evaluate(() => ['#ranking', '#map', '#trade'].every((id) => document.querySelector(id) !== null)));
await page.waitForTimeout(500);
await page.screenshot({ path: join(pictures, 'new-desktop.png'), fullPage: true });
isEqual('axe-core finds nothing serious', await violations(page), []);

// A file needs a name.
await page.locator('#accord-name').fill('');
await page.locator('#save').click();
check('no name: the field says so and has the focus', await page.evaluate(() => document.activeElement?.id === 'accord-name'
  && document.querySelector('#accord-name-error').textContent !== ''));
await page.locator('#accord-name').fill('Goods to zero');
await page.waitForFunction(() => document.querySelector('#accord-name-error').textContent === '');

// The saved file says the same through `selat run`.
check('keyboard: save', await tabTo(page, '#save', 200));
const saved = await save(page, () => page.keyboard.press('Enter'));
isEqual('the file has a name', saved.name, 'my-accord.yaml');
check('the file: parties, goods, 0 %', saved.text.includes('KOR') && saved.text.includes('0%') && saved.text.includes('Goods to zero'), saved.text);
const results = run(saved.path);
isEqual('page and command line agree to 1e-9 on every number of the parties', await differing(page, results), []);
isEqual('the file says what was entered', [results.accord.parties, results.measures.length, results.measures[0].kind], [['KOR', 'MYS'], 1, 'tariff']);

// Errors in the engine's words, beside the field; the numbers before stay and are marked.
const rate = page.locator('.item [data-key="to"] input');
await rate.fill('12 apples');
await page.waitForSelector('.item [data-key="to"].wrong');
const words = await page.$eval('.item [data-key="to"] .error', (one) => one.textContent);
check('error: beside the field, found and expected', words.includes('found') && words.includes('expected'), words);
isEqual('error: the field says it is wrong', await rate.getAttribute('aria-invalid'), 'true');
check('error: the old numbers stay, marked', await page.evaluate(() => document.querySelector('.result.old .card') !== null));
await page.screenshot({ path: join(pictures, 'new-error.png') });
isEqual('error: axe-core finds nothing serious', await violations(page), []);
let count = await solves(page);
await rate.fill('5');
await shown(page, count);
check('error: mended', await page.evaluate(() => document.querySelector('.wrong') === null && document.querySelector('.result.old') === null));
const five = await cards(page);
check('another rate, other numbers', five.KOR !== numbers.KOR, { five, numbers });

// Undo, reload, link.
count = await solves(page);
await page.waitForTimeout(800);
await page.locator('.item [data-key="from"] input').fill('2030');
await shown(page, count);
count = await solves(page);
await page.locator('#undo').click();
await shown(page, count);
const same = (found) => Object.keys(five).filter((region) => !near(found[region], five[region]));
isEqual('undo: the numbers before', [same(await cards(page)), await page.$eval('.item [data-key="from"] input', (one) => one.value)], [[], '']);
const link = await page.evaluate(() => window.location.hash);
const again = await open(blank, {}, link);
await shown(again.page);
isEqual('link: the same accord and the same numbers', [same(await cards(again.page)), await again.page.$eval('h1', (one) => one.textContent)], [[], 'Goods to zero']);
await again.page.close();

// Unknown words are the engine's to judge.
await page.locator('#parties').fill('ZZZ');
await page.keyboard.press('Enter');
await page.waitForFunction(() => document.querySelector('#parties-error').textContent !== '');
check('parties: a code that is none', (await page.$eval('#parties-error', (one) => one.textContent)).includes('ZZZ'));
await page.locator('.chip.unknown button').click();
await page.waitForFunction(() => document.querySelector('#parties-error').textContent === '');

// The map: a click adds, a click takes away.
const click = (name) => page.evaluate((wanted) => [...document.querySelectorAll('.pick')].find((one) => one.textContent === wanted)
  .dispatchEvent(new MouseEvent('click', { bubbles: true })), name);
await click('Japan');
check('map: Japan joins', (await page.$$eval('#who .chip', (found) => found.map((one) => one.textContent))).some((one) => one.startsWith('Japan')));
await click('Japan');
isEqual('map: Japan leaves', await page.$$eval('#who .chip', (found) => found.length), 2);
await page.locator('#parties').fill('ASEAN');
await page.keyboard.press('Enter');
await click('Thailand');
const members = await page.$$eval('#who .chip', (found) => found.map((one) => one.firstChild.textContent));
check('map: a member that leaves a group leaves the others', members.includes('Viet Nam (VNM)') && !members.some((one) => one.startsWith('Thailand') || one === 'ASEAN'), members);

// Hostile names stay text.
const evil = '<img src=x onerror=alert(1)><script>alert(2)</script>';
await page.locator('#accord-name').fill(evil);
await page.locator('.item .more > summary').first().click();
await page.locator('.item [data-key="label"] input').fill(`${evil}"'`);
isEqual('hostile name: stays text', [await page.$eval('h1', (one) => one.textContent), await page.title()], [evil, evil]);
check('hostile name: no element of it', await page.evaluate(() => document.querySelector('main img, main script') === null));
await page.locator('#show-yaml').click();
await page.waitForFunction(() => document.querySelector('#yaml').textContent !== '');
check('hostile name: text in the file too', (await page.$eval('#yaml', (one) => one.textContent)).includes('onerror') && await page.evaluate(() => document.querySelector('#yaml').childElementCount === 0));
await page.close();
isEqual('nothing on the console, no request', [noise, requests], [[], []]);

// Every kind of measure has its form, with every option of the schema.
const schema = JSON.parse(execFileSync(selat, ['schema'], { encoding: 'utf8' }));
const all = await open(blank);
const kinds = await all.page.$$eval('#add-measure option', (found) => found.map((one) => one.value));
isEqual('every modelled measure can be added', [...kinds].sort(), schema.sections.filter((one) => one.measure && one.modelled).map((one) => one.section).sort());
for (const kind of kinds) {
  await all.page.selectOption('#add-measure', kind);
  await all.page.locator('.adder button').first().click();
}
const forms = await all.page.$$eval('.item', (found) => found.map((one) => [...new Set([...one.querySelectorAll('[data-key]')].map((field) => field.dataset.key))]));
const lacking = kinds.flatMap((kind, k) => schema.sections.find((one) => one.section === kind).options.map((one) => one.key).filter((key) => !forms[k].includes(key)).map((key) => `${kind}.${key}`));
isEqual('no option without a field', lacking, []);
const defaults = await all.page.$$eval('.item [data-key="compliance"] input', (found) => found.map((one) => one.value));
check('defaults stand in the fields', defaults.length > 0 && defaults.every((one) => one === '0'), defaults);
isEqual('all forms: axe-core finds nothing serious', await violations(all.page), []);
await all.page.close();

// One of every kind, filled in by its form, in one accord: complete, solved, saved, and the same in a run. Capture networks are
// planned by the run alone, so that measure is not in the page's numbers.
const FILLED = {
  tariff: { to: '0' }, barrier: { products: 'J61', cut: '3' },
  purchase: { buyer: 'MYS', seller: 'KOR', product: 'C302T309', amount: '0.92 BUSD', years: ['2025', '2027'], offset: '30' },
  capacity: { region: 'MYS', product: 'B07', output: '10' }, export_tax: { exporter: 'MYS', products: 'C20', rate: '1' },
  labour: { region: 'MYS', change: '0.1' }, intensity: { region: 'KOR', cut: '1', products: 'D' },
  investment: { investor: 'KOR', region: 'MYS', product: 'C26', amount: '600', years: ['2025', '2030'] },
  hydrogen: { seller: 'MYS', buyer: 'KOR', capacity: '20' }, tourism: { visitor: 'KOR', host: 'MYS', amount: '40' },
  carbon_price: { region: 'KOR', price: '5', products: 'C24A' }, stockpile: { region: 'KOR', product: 'C24B', days: '30' },
  priority: { supplier: 'MYS', buyer: 'KOR' }, standby: { region: 'MYS', product: 'C26', capacity: '10' }, preparedness: { stress: 'outage', days: '10' },
};
async function fill(form, key, value) {
  const inputs = form.locator(`[data-key="${key}"] input`);
  for (const [k, word] of [value].flat().entries()) {
    await inputs.nth(k).fill(word);
    if (await inputs.nth(k).getAttribute('role') === 'combobox') await inputs.nth(k).press('Enter');
  }
}
const one = await open(blank);
for (const code of ['KOR', 'MYS']) {
  await one.page.locator('#parties').fill(code);
  await one.page.locator('#parties').press('Enter');
}
await one.page.locator('#accord-name').fill('One of every kind');
await one.page.selectOption('#add-other', 'stress');
await one.page.locator('.adder button').nth(1).click();
for (const [key, value] of Object.entries({ name: 'outage', region: 'CHN', product: 'C26', loss: '90', days: '60' })) await fill(one.page.locator('.item').last(), key, value);
isEqual('one of every kind: all but capture', Object.keys(FILLED).sort(), kinds.filter((kind) => kind !== 'capture').sort());
for (const [kind, values] of Object.entries(FILLED)) {
  await one.page.selectOption('#add-measure', kind);
  await one.page.locator('.adder button').first().click();
  for (const [key, value] of Object.entries(values)) await fill(one.page.locator('.item').last(), key, value);
}
await one.page.waitForTimeout(300);
let before = await solves(one.page);
await one.page.selectOption('#year', '2030');
await shown(one.page, before);
before = await solves(one.page);
await one.page.selectOption('#year', '2035');
await shown(one.page, before);
isEqual('one of every kind: nothing missing, nothing wrong', await one.page.$$eval('.item', (found) => found.filter((item) => item.classList.contains('wrong')
  || item.querySelector('.state').textContent.includes('needed')).map((item) => item.textContent.slice(0, 200))), []);
const everything = await save(one.page, () => one.page.locator('#save').click());
const theirs = run(everything.path);
isEqual('one of every kind: all of them in the file', [theirs.measures.length, theirs.stress.tests.length > 0], [11, true]);
isEqual('one of every kind: page and command line agree to 1e-9', await differing(one.page, theirs), []);
isEqual('one of every kind: nothing on the console, no request', [one.noise, one.requests], [[], []]);
await one.page.close();

// From an accord that exists: the numbers of its own report.
const variant = join(scratch, 'variant.html');
execFileSync(selat, ['new', '--from', 'korea-malaysia-upper-bound', '-o', variant, '--quiet']);
const from = await open(variant);
await shown(from.page);
const expected = run(join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'accords', 'korea-malaysia-upper-bound.yaml'), join(scratch, 'bound'));
isEqual('from an accord: the numbers of its run', await differing(from.page, expected), []);
await from.page.close();

// Telephone and dark.
const phone = await open(blank, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: 'dark' }, link);
await shown(phone.page);
await phone.page.waitForTimeout(500);
check('390 px: no sideways scrolling', await phone.page.evaluate(() => document.documentElement.scrollWidth <= 390), await phone.page.evaluate(() => document.documentElement.scrollWidth));
isEqual('390 px, dark: axe-core finds nothing serious', await violations(phone.page), []);
check('390 px: the answer stays in sight', (await phone.page.$eval('.answer-bar', (one) => one.textContent)).includes('KOR'));
await phone.page.screenshot({ path: join(pictures, 'new-phone.png'), fullPage: true });
isEqual('telephone: nothing on the console, no request', [phone.noise, phone.requests], [[], []]);

await browser.close();
rmSync(scratch, { recursive: true, force: true });
finish();
