// Opens a report in Debian's Chromium and checks what it shows. Prints TAP. With --run it makes the report first: the
// first word is then an accord.
// node page.test.mjs REPORT|ACCORD [--run SELAT] [--shell SHELL --fill FILL_PROGRAM] [--screenshots FOLDER]
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { blobOf, resultsOf } from './blob.mjs';
import { act, settled as solved } from './browser.mjs';

const BROWSER = process.env.SELAT_CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const option = (name) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? null : process.argv[at + 1];
};
const subject = process.argv[2];
if (subject === undefined) {
  process.stderr.write('usage: node page.test.mjs REPORT|ACCORD [--run SELAT] [--shell SHELL --fill FILL_PROGRAM] [--screenshots FOLDER]\n');
  process.exit(2);
}
if (!existsSync(BROWSER)) {
  process.stdout.write(`1..0 # SKIP ${BROWSER} is not installed\n`);
  process.exit(0);
}

let count = 0, failures = 0;
function check(name, holds, found) {
  count += 1;
  if (!holds) failures += 1;
  process.stdout.write(`${holds ? 'ok' : 'not ok'} ${count} - ${name}\n`);
  if (!holds && found !== undefined) process.stdout.write(`# found ${JSON.stringify(found)}\n`);
}
const isEqual = (name, found, expected) => check(name, JSON.stringify(found) === JSON.stringify(expected), { found, expected });

const scratch = mkdtempSync(join(tmpdir(), 'selat-page-'));
let report = subject;
if (option('--run') !== null) {
  report = join(scratch, 'run', 'report.html');
  execFileSync(option('--run'), ['run', subject, '-o', join(scratch, 'run'), '--quiet', '--draws', '200'], { stdio: ['ignore', 'ignore', 'inherit'] });
}
const screenshots = option('--screenshots') ?? scratch;
mkdirSync(screenshots, { recursive: true });
const browser = await chromium.launch({ executablePath: BROWSER, args: FLAGS });

/** Opens a file and collects what a quiet page has none of. */
async function open(path, settings = {}) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...settings });
  const url = pathToFileURL(resolve(path)).href, noise = [], requests = [];
  page.on('console', (message) => noise.push(message.text()));
  page.on('pageerror', (error) => noise.push(error.message));
  page.on('dialog', (dialog) => { noise.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => { if (request.url() !== url && !/^(data|blob):/.test(request.url())) requests.push(request.url()); });
  await page.goto(url);
  await page.waitForFunction(() => ['ready', 'failed', 'static'].includes(document.body.dataset.live), null, { timeout: 60000 });
  await settled(page);
  return { page, noise, requests };
}

/** Everything on the page is drawn and up to date, and an engine that stands in it is ready. */
async function settled(page) {
  await page.waitForFunction(() => document.documentElement.dataset.shown === 'all' && document.body.dataset.live !== 'opening'
    && !['waiting', 'running'].includes(document.body.dataset.slow), null, { timeout: 120000 });
}

async function unfold(page) {
  await page.$$eval('details', (found) => found.forEach((one) => { one.open = true; }));
  await page.waitForFunction(() => [...document.querySelectorAll('.drawing')].every((one) => one.firstElementChild !== null));
  await settled(page);
}

const texts = (page, selector) => page.$$eval(selector, (found) => found.map((one) => one.textContent));
/** Words and numbers of two or three digits that rounding leaves unchanged. */
const figure = (value) => {
  const size = Math.abs(Number(value.toPrecision(3)));
  return Math.abs(value).toLocaleString('en-US', { minimumFractionDigits: size < 10 ? 2 : size < 100 ? 1 : 0,
    maximumFractionDigits: size < 10 ? 2 : size < 100 ? 1 : 0 });
};

const results = resultsOf(report);
const names = new Map(results.regions.map((region) => [region.code, region.name]));
const last = results.years.find((year) => year.year === results.headline.year);
const { page, noise, requests } = await open(report);

isEqual('nothing on the console', noise, []);
isEqual('no request but the page', requests, []);
const sizes = ['world', 'results', 'engine', 'pack'].map((name) => `${name} ${blobOf(report, name)?.length ?? 0}`).join(', ');
check(`the report is at most 6 MB: ${statSync(report).size} bytes (unpacked: ${sizes})`, statSync(report).size <= 6e6);
isEqual('the accord is the heading', await texts(page, 'h1'), [results.accord.name]);
isEqual('the headline sentence', await texts(page, '#sentence'), [results.headline.sentence.replace(/(^|[\s(])-(?=\d)/g, '$1\u2212')]);

// Headline numbers of every party, each beside its unit.
for (const party of results.headline.parties) {
  const shown = (await page.$$eval(results.headline.parties.length > 4 ? '#headline tbody tr' : '.card', (found) => found.map((one) => one.textContent)))
    .find((text) => text.startsWith(names.get(party.region))) ?? '';
  const plain = shown.replaceAll('\u00a0', ' ');
  const expected = [party.ev_musd, party.customs_revenue_change_musd, party.top_product?.without_ev_musd, party.capped?.ev_musd]
    .filter((value) => value !== null && value !== undefined && Math.abs(value) >= 0.1)
    .map((value) => `${value > 0 ? '+' : '\u2212'}${figure(value)} million USD`);
  const missing = expected.filter((text) => !plain.includes(text));
  check(`${party.region}: headline amounts with sign and unit`, expected.length > 0 && missing.length === 0, { missing, plain });
  check(`${party.region}: share of national spending and per head`, plain.includes('% of national spending') && plain.includes('per head')
    || results.headline.parties.length > 4, plain);
}

// Who gains, who loses: the bars in the order of the JSON, both charts equally large, units on the axes.
const rankings = await page.$$eval('#ranking figure', (figures) => figures.map((one) => ({
  labels: [...one.querySelectorAll('.bar-label text')].map((text) => [...text.childNodes].map((part) => part.textContent).join(' ')),
  widths: [...one.querySelectorAll('g[data-mark="bar"] rect')].map((bar) => Number(bar.getAttribute('width'))),
  size: [one.querySelector('svg').getAttribute('width'), one.querySelector('svg').getAttribute('height')],
  words: one.querySelector('svg').textContent,
})));
for (const [k, rows] of [results.headline.gainers, results.headline.losers].entries()) {
  const side = k === 0 ? 'gainers' : 'losers', shown = rankings[k];
  check(`${side}: bars in the order of the results`, shown.labels.length === rows.length && rows.every((row, at) => {
    const cut = shown.labels[at].replace('…', '');
    return names.get(row.region).startsWith(cut) || cut.startsWith(names.get(row.region).slice(0, 12));
  }), shown.labels);
  check(`${side}: bars from longest to shortest`, shown.widths.every((width, at) => at === 0 || width <= shown.widths[at - 1] + 1e-6), shown.widths);
  check(`${side}: million USD on the axis and per cent in the heading`, shown.words.includes('million USD') && shown.words.includes('%'));
}
isEqual('gainers and losers in the same size', rankings[0].size, rankings[1].size);

await unfold(page);

// Error bands: beside every party's number, as whiskers on the bars, and the parameters behind them.
const drawn = results.uncertainty;
if (drawn !== null && results.headline.parties.length <= 4) {
  const cards = await texts(page, '.card .band');
  check('a band on every card', cards.length === results.headline.parties.length && results.headline.parties.every((party, at) =>
    Math.abs(party.bands.ev_musd.low) < 0.005 || cards[at].includes(figure(party.bands.ev_musd.low))), cards);
  const whiskers = await page.$$eval('#ranking .whisker path', (lines) => lines.length);
  isEqual('a whisker on every bar', whiskers, results.headline.gainers.length + results.headline.losers.length);
  const charts = await page.$$eval('#uncertainty figure', (found) => found.map((one) => one.querySelectorAll('g[data-mark="bar"] rect').length));
  check('a tornado for every party', charts.length === results.headline.parties.length && charts.every((bars) => bars >= 2), charts);
  check('how many draws', (await texts(page, '#uncertainty'))[0].includes(`solved ${drawn.draws} more times`));
}

// Every chart: a title, words for those who do not see it, letters that can be read, whole and apart.
const inspect = (page) => page.$$eval('figure:not(.empty):has(.drawing)', (figures) => figures.map((one) => {
  const svg = one.querySelector('svg'), box = svg.getBoundingClientRect();
  const room = one.closest('.scroll, figure').getBoundingClientRect();
  const letters = [...svg.querySelectorAll('text')].filter((text) => text.textContent !== '');
  const cut = letters.filter((text) => {
    const place = text.getBoundingClientRect();
    return place.left < -1 || place.right > document.documentElement.clientWidth + 1 || place.right > room.right + 3
      || place.left < room.left - 3 || place.bottom > box.bottom + 3 || place.top < box.top - 3;
  }).map((text) => text.textContent);
  const small = letters.filter((text) => parseFloat(getComputedStyle(text).fontSize) < 9).map((text) => text.textContent);
  const boxes = letters.map((text) => [text.textContent, text.getBoundingClientRect()]);
  const over = [];
  for (let a = 0; a < boxes.length; a++) {
    for (let b = a + 1; b < boxes.length; b++) {
      const [p, q] = [boxes[a][1], boxes[b][1]];
      const wide = Math.min(p.right, q.right) - Math.max(p.left, q.left), high = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
      if (wide > 1 && high > 3) over.push([boxes[a][0], boxes[b][0]]);
    }
  }
  return { title: one.querySelector('figcaption').textContent, label: svg.getAttribute('aria-label') ?? '', role: svg.getAttribute('role'), cut, small, over };
}));
async function checkLetters(page, where) {
  await unfold(page);
  const charts = await inspect(page);
  check(`${where}: at least ten charts`, charts.length >= 10, charts.length);
  isEqual(`${where}: charts have titles and descriptions`, charts.filter((one) => one.title === '' || one.role !== 'img' || one.label.length < 10), []);
  for (const [fault, kind] of [['cut', 'are cut off'], ['over', 'lie over others'], ['small', 'are below 9 px']]) {
    isEqual(`${where}: no letters ${kind}`, charts.filter((one) => one[fault].length > 0).map((one) => [one.title, one[fault]]), []);
  }
}
await checkLetters(page, '1280 px');
for (const [title, unit] of [['#years', 'million USD'], ['#sectors', 'change in volume of output, %'], ['#sectors', 'change in output, million USD'],
  ['#trade', 'million USD (logarithmic scale)'], ['#customs', 'revenue forgone, million USD'], ['#emissions', 'CO₂e']]) {
  const words = await page.$$eval(`${title} svg`, (found) => found.map((one) => one.textContent).join(' '));
  check(`${title}: axis says "${unit}"`, words.includes(unit), words.slice(0, 200));
}

// The map: the parties are coloured by the sign of their change, and every region with a place on it is drawn.
const gains = await page.evaluate(() => ['--gain-1', '--gain-2', '--gain-3'].map((name) => `var(${name})`));
const losses = await page.evaluate(() => ['--loss-1', '--loss-2', '--loss-3'].map((name) => `var(${name})`));
const parties = await page.$$eval('#map figure:first-child .map-parties path', (paths) => paths.map((path) =>
  ({ title: path.textContent, fill: path.getAttribute('fill'), length: path.getAttribute('d').length })));
isEqual('the map shows every party', parties.map((one) => one.title.split(':')[0]).sort(), results.accord.parties.map((code) => names.get(code)).sort());
const largest = Math.max(...last.regions.map((row) => Math.abs(row.ev_percent ?? 0)));
for (const code of results.accord.parties) {
  const row = last.regions.find((one) => one.region === code), shown = parties.find((one) => one.title.startsWith(names.get(code)));
  const visible = Math.abs(row.ev_percent) >= largest / 100;
  const allowed = !visible ? [...gains, ...losses, 'var(--neutral)'] : row.ev_percent > 0 ? gains : losses;
  check(`map: ${code} has the colour of its sign`, shown !== undefined && shown.length > 10 && allowed.includes(shown.fill), shown);
}
const drawnRegions = await page.$$eval('#map figure:first-child :is(.map-parties, .map-regions) path', (paths) => paths.length);
isEqual('map: every region with an ISO number is drawn', drawnRegions, results.regions.filter((region) => region.iso_numeric > 0).length);
check('map: the legend has its unit', (await page.$$eval('.map-legend svg', (found) => found[0].textContent)).includes('% of national spending'));

// Sea lanes: every way and gate of the results on the map, the gates' numbers in the table.
if ((results.lanes ?? null) !== null) {
  const drawnRoutes = await page.$$eval('#lane-map figure:first-child .lane-routes path', (paths) => paths.map((path) => path.getAttribute('d').length));
  check('lanes: every way is drawn', drawnRoutes.length === results.lanes.routes.filter((route) => route.lon.length > 1).length
    && drawnRoutes.every((length) => length > 10), drawnRoutes);
  const rows = await page.$$eval('#lanes tbody tr', (found) => found.map((row) => [...row.children].map((cell) => cell.textContent)));
  const dots = await page.$$eval('#lane-map figure:first-child .lane-gates circle', (found) => found.length);
  check('lanes: a dot for every gate in the table', rows.length > 5 && dots === rows.length, { rows: rows.length, dots });
  const wrong = results.accord.parties.length > 4 ? [] : rows.filter((row) => {
    const gate = results.lanes.gates.find((one) => one.name === row[1]);
    return gate.parties.some((one, k) => {
      const musd = one.imports_musd + one.exports_musd;
      return musd > 1 && row[2 + 2 * k] !== figure(musd);
    });
  });
  isEqual('lanes: the trade of every party through every gate', wrong, []);
  const numbers = await texts(page, '#lane-map figure:first-child svg > text');
  check('lanes: the largest gates carry their numbers', ['1', '2', '3'].every((number) => numbers.includes(number)), numbers);
}

// Tables.
const rowCodes = await page.$$eval('#regions-table tbody tr', (rows) => rows.map((row) => row.dataset.region));
isEqual('every region is in the table', [...rowCodes].sort(), results.regions.map((region) => region.code).sort());
const byGain = [...last.regions].sort((a, b) => b.ev_musd - a.ev_musd).map((row) => row.region);
isEqual('the table starts sorted by gain', rowCodes.slice(0, 3), byGain.slice(0, 3));
await page.click('#regions-table thead th:nth-child(2) button');
isEqual('a click turns the order round', (await page.$$eval('#regions-table tbody tr', (rows) => rows.map((row) => row.dataset.region))).slice(0, 3),
  byGain.slice(-3).reverse());
await page.click('#regions-table thead th:nth-child(1) button');
const alphabet = await texts(page, '#regions-table tbody th');
isEqual('a click on Region sorts by name', alphabet, [...alphabet].sort((a, b) => a.localeCompare(b, 'en')));
const { modelled, total, pending } = results.commitments;
check('how many commitments are modelled', (await texts(page, '#commitments h3'))[0] === `${modelled} of ${total} commitments are modelled`);
const box = (await texts(page, '#commitments li')).join('\n'), listed = pending.length === 0 ? '' : (await texts(page, '#pending tr')).join('\n');
isEqual('every pending commitment is on the first screen and in the list', pending.filter((one) =>
  !box.includes(one.commitment) || !listed.includes(one.commitment)), []);
const basis = (await texts(page, '#basis'))[0];
isEqual('every measure, assumption and source is listed', [...results.measures.map((one) => one.text),
  ...results.measures.map((one) => one.assumed).filter((one) => one !== null), ...results.assumptions.map((one) => one.what),
  ...results.sources.map((one) => one.what), ...results.baseline.overlays.flatMap((one) => one.measures.map((measure) => measure.text))]
  .filter((words) => !basis.includes(words)), []);
check('solver residuals of every year', results.diagnostics.years.every((one) => basis.includes(String(one.year))) && /e\u2212/.test(basis));
check('idle capacity is kept apart', results.idle_capacity === null || (await texts(page, '.apart'))[0].includes('not part of any other number'));
for (const code of results.accord.parties) {
  const share = last.regions.find((row) => row.region === code).duty_percent_of_gdp;
  check(`${code}: implied duty as a share of GDP`, (await texts(page, '#customs .fact')).some((text) =>
    text.startsWith(names.get(code)) && text.includes(share.toFixed(1))), share);
}

// What the gain is made of: every party with its exact total; the parts of the JSON add up to it.
if ((results.welfare_split ?? null) !== null && results.accord.parties.length <= 6) { // more are a table only
  const shown = (await texts(page, '#welfare'))[0].replaceAll('\u00a0', ' ');
  for (const row of results.welfare_split.regions.filter((one) => results.accord.parties.includes(one.region))) {
    const parts = ['terms_of_trade', 'volume_of_trade', 'technical', 'technology', 'scale', 'labour', 'rents', 'deficit', 'purchases', 'base_gap', 'remainder']
      .map((part) => row[`${part}_musd`]);
    const gap = row.ev_musd - parts.reduce((sum, part) => sum + part, 0);
    check(`${row.region}: the parts of the gain add up`, Math.abs(gap) <= 1e-9 * Math.max(1, ...parts.map(Math.abs)), gap);
    check(`${row.region}: terms of trade and exact gain are shown`, shown.includes(names.get(row.region)) && [row.ev_musd, row.terms_of_trade_musd]
      .every((value) => Math.abs(value) < 0.1 || shown.includes(figure(value))), row);
  }
}

// Another region and year: the numbers of the results everywhere, shapes of the map kept, and the way back leads to the same page.
const words = () => page.$$eval('#answer, .part', (found) => found.map((one) => one.textContent).join('\n'));
/** Does something that changes what is in view; where the engine stands in the page it solves first. */
const look = async (doing) => {
  if (await page.evaluate(() => document.body.dataset.live === 'ready')) {
    await act(page, doing);
    await solved(page);
  } else {
    await doing();
  }
  await settled(page);
};
const choose = async (id, value) => {
  if (await page.$eval(id, (one) => one.value) !== value) await look(() => page.selectOption(id, value));
};
const atFirst = await words(), firstYear = results.years[0], lastParty = results.accord.parties.at(-1);
await page.$$eval('#map path', (paths) => paths.forEach((path, k) => { path.mark = k; }));
await choose('#view-year', String(firstYear.year));
for (const code of results.accord.parties) {
  const row = firstYear.regions.find((one) => one.region === code);
  const shown = (await page.$$eval(results.accord.parties.length > 4 ? '#headline tbody tr' : '.card', (found) => found.map((one) => one.textContent)))
    .find((text) => text.startsWith(names.get(code))) ?? '';
  check(`${code}: its number of ${firstYear.year}`, Math.abs(row.ev_musd) < 0.1 || shown.includes(figure(row.ev_musd)), [row.ev_musd, shown]);
}
const bestYear = [...firstYear.regions].sort((a, b) => b.ev_musd - a.ev_musd)[0];
if (Math.abs(bestYear.ev_musd) > 0.1) {
  const bar = await page.$eval('#ranking figure:first-child svg', (one) => [one.querySelector('.bar-label text').textContent, one.querySelector('.bar-value text').textContent]);
  check(`ranked bars of ${firstYear.year}`, names.get(bestYear.region).startsWith(bar[0].slice(0, 6)) && bar[1].includes(figure(bestYear.ev_musd)), bar);
}
const titles = await page.$$eval('#map figure:first-child .map-parties title', (found) => found.map((one) => one.textContent.replaceAll('\u00a0', ' ')));
check(`map of ${firstYear.year}`, results.accord.parties.every((code) => {
  const { ev_musd } = firstYear.regions.find((one) => one.region === code);
  return Math.abs(ev_musd) < 0.01 || titles.some((title) => title.startsWith(names.get(code)) && title.includes(figure(ev_musd)));
}), titles);
check('the map is not drawn again', await page.$$eval('#map path', (paths) => paths.every((path, k) => path.mark === k)));
check('the sentence names the year', firstYear.year === results.headline.year || (await texts(page, '#sentence'))[0].startsWith(`In ${firstYear.year},`));
await choose('#view-region', lastParty);
check('three numbers of the region in view', (await texts(page, '#numbers h3'))[0] === `${names.get(lastParty)} in ${firstYear.year}`);
const firstSector = (await texts(page, '#sectors figcaption'))[0];
check('sectors of the region in view come first', firstSector === undefined || firstSector.startsWith(names.get(lastParty)), firstSector);
const outsider = results.regions.find((region) => !results.accord.parties.includes(region.code)).code;
await choose('#view-region', outsider);
const told = (await texts(page, '#numbers'))[0], outside = firstYear.regions.find((one) => one.region === outsider);
check(`${outsider}: a region that is no party`, told.includes(names.get(outsider)) && (Math.abs(outside.ev_musd) < 0.1 || told.includes(figure(outside.ev_musd))), told);
check('another region: no invented numbers', !/NaN|Infinity|undefined|null/.test(await words()));
await look(() => page.$eval('#map figure:first-child .map-parties path', (path) => path.dispatchEvent(new MouseEvent('click', { bubbles: true }))));
const clicked = await page.$eval('#view-region', (one) => one.value);
check('a click on the map chooses the region', results.accord.parties.includes(clicked), clicked);
await choose('#view-region', results.accord.parties[0]);
await choose('#view-year', String(results.headline.year));
const atLast = await words(), differs = [...atFirst].findIndex((letter, k) => letter !== atLast[k]);
check('the way back leads to the same page', atLast === atFirst, [atFirst, atLast].map((one) => one.slice(Math.max(0, differs - 80), differs + 80)));

// Contrast of what is read: ink and soft ink on paper at least 4.5, in both modes.
function contrast(page) {
  return page.evaluate(() => {
    const style = getComputedStyle(document.documentElement);
    const light = (name) => {
      const digits = style.getPropertyValue(name).trim().slice(1);
      const [r, g, b] = [0, 2, 4].map((k) => parseInt(digits.slice(k, k + 2), 16) / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
    const letters = ['--ink', '--soft', '--link', '--alarm', '--series-1', '--series-2', '--series-3', '--series-4', '--series-5', '--series-6'];
    const shapes = ['--gain', '--loss', '--rest', '--before'];
    return [...letters.filter((name) => ratio(name, '--paper') < 4.5), ...['--ink', '--soft'].filter((name) => ratio(name, '--wash') < 4.5),
      ...shapes.filter((name) => ratio(name, '--paper') < 3)];
  });
}
isEqual('contrast in light mode', await contrast(page), []);
await page.screenshot({ path: join(screenshots, 'desktop.png'), fullPage: true });

// Paper.
const pdf = await page.pdf({ path: join(screenshots, 'report.pdf'), preferCSSPageSize: true, printBackground: true });
const pages = (pdf.toString('latin1').match(/\/Type \/Page\b/g) ?? []).length;
check('prints on A4 pages', pages >= 4 && pages <= 40 && /\/MediaBox \[0 0 59[45][\d.]* 84[12]/.test(pdf.toString('latin1')), pages);
isEqual('still nothing on the console', noise, []);
await page.close();

const dark = await open(report, { colorScheme: 'dark' });
isEqual('contrast in dark mode', await contrast(dark.page), []);
check('dark mode is dark', await dark.page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).every((part) => Number(part) < 60)));
await dark.page.screenshot({ path: join(screenshots, 'dark.png'), fullPage: true });
await dark.page.close();

const phone = await open(report, { viewport: { width: 390, height: 844 } });
check('no sideways scrolling at 390 px', await phone.page.evaluate(() => document.documentElement.scrollWidth <= 390),
  await phone.page.evaluate(() => document.documentElement.scrollWidth));
await checkLetters(phone.page, '390 px');
await phone.page.screenshot({ path: join(screenshots, 'phone.png'), fullPage: true });
await phone.page.close();

// Results that are not like the sample's, through the same C code that fills a report.
if (option('--shell') !== null && option('--fill') !== null) {
  const fill = (name, changed, title) => {
    const json = join(scratch, `${name}.json`), html = join(screenshots, `${name}.html`);
    writeFileSync(json, JSON.stringify(changed));
    execFileSync(option('--fill'), [option('--shell'), json, title, html]);
    return html;
  };

  // Text of the accord that looks like markup stays text.
  const evil = '</script><script>alert(1)</script><img src=x onerror=alert(2)> & <!-- \u2028 Türkiye';
  const hostile = structuredClone(results);
  hostile.accord.name = evil;
  hostile.headline.sentence = evil;
  hostile.measures[0].text = evil;
  hostile.commitments.pending.push({ commitment: evil, needs: evil, source: evil });
  for (const region of hostile.regions) region.name = `${region.code} ${evil}`;
  const bad = await open(fill('hostile', hostile, evil));
  isEqual('hostile names: nothing on the console, no request', [bad.noise, bad.requests], [[], []]);
  isEqual('hostile names stay text', [...await texts(bad.page, 'h1'), ...await texts(bad.page, '#sentence'), await bad.page.title()],
    [evil, evil, evil]);
  isEqual('hostile names add no element', await bad.page.$$eval('img, #page script', (found) => found.length), 0);
  isEqual('hostile names: no sideways scrolling', await bad.page.evaluate(() => document.documentElement.scrollWidth <= 1280), true);
  await bad.page.close();

  // An accord that changes nothing, with one year and nothing else to tell.
  const nothing = structuredClone(results);
  const still = (object) => {
    for (const [key, value] of Object.entries(object)) {
      if (value !== null && typeof value === 'object') still(value);
      else if (typeof value === 'number' && /_hat$/.test(key)) object[key] = 1;
      else if (typeof value === 'number' && /^(ev_|real_|terms_|volume_|output_percent|contribution|without_ev|forgone|world_ev|.*_change_)/.test(key)) object[key] = 0;
      else if (key.includes('_new_') && object[key.replace('_new_', '_base_')] !== undefined) object[key] = object[key.replace('_new_', '_base_')];
      else if (key === 'new_musd') object[key] = object.base_musd;
    }
  };
  still(nothing);
  nothing.years = [{ ...nothing.years.at(-1), same_as: nothing.headline.year, customs: [] }];
  Object.assign(nothing.headline, { gainers: [], losers: [] });
  for (const party of nothing.headline.parties) Object.assign(party, { top_product: null, capped: null, ev_per_head_usd: null });
  Object.assign(nothing, { welfare_split: null, measures: [], idle_capacity: null, party_products: [], pair_results: [], assumptions: [], sources: [] });
  Object.assign(nothing.commitments, { modelled: 0, total: 0, pending: [] });
  Object.assign(nothing.baseline, { overlays: [], first_year: nothing.headline.year });
  const quiet = await open(fill('nothing', nothing, 'nothing'));
  isEqual('an accord without effect: nothing on the console', quiet.noise, []);
  check('an accord without effect: "no change"', (await texts(quiet.page, '.card .big')).every((words) => words.trim() === 'no change'));
  check('an accord without effect: no invented numbers', !/NaN|Infinity|undefined|null/.test((await texts(quiet.page, '#page'))[0]));
  await quiet.page.screenshot({ path: join(screenshots, 'nothing.png'), fullPage: true });
  await quiet.page.close();

  // Many parties and many years.
  const many = structuredClone(results);
  many.accord.parties = ['AUS', 'BRN', 'CHN', 'IDN', 'JPN', 'KHM', 'KOR', 'LAO', 'MMR', 'MYS', 'NZL', 'PHL', 'SGP', 'THA', 'VNM'];
  many.headline.parties = many.accord.parties.map((code) => ({ ...many.headline.parties[1],
    ...many.years.at(-1).regions.find((row) => row.region === code), region: code }));
  many.sector_results = many.accord.parties.flatMap((code) => results.sector_results.filter((row) => row.region === 'MYS')
    .map((row) => ({ ...row, region: code })));
  const start = many.years[0].year;
  many.years = Array.from({ length: 26 }, (_, k) => ({ ...many.years[Math.min(k, many.years.length - 1)], year: start + k }));
  many.headline.year = start + 25;
  const wide = await open(fill('many', many, 'many'));
  isEqual('15 parties, 26 years: nothing on the console', wide.noise, []);
  isEqual('15 parties: all in the table', (await texts(wide.page, '#headline tbody th')).length, 15);
  await checkLetters(wide.page, '15 parties');
  await wide.page.screenshot({ path: join(screenshots, 'many.png'), fullPage: true });
  await wide.page.setViewportSize({ width: 390, height: 844 });
  await wide.page.waitForTimeout(400);
  check('15 parties: no sideways scrolling at 390 px', await wide.page.evaluate(() => document.documentElement.scrollWidth <= 390));
  await checkLetters(wide.page, '15 parties redrawn for 390 px');
  await wide.page.close();
}

await browser.close();
rmSync(scratch, { recursive: true });
process.stdout.write(`1..${count}\n`);
process.exit(failures === 0 ? 0 : 1);
