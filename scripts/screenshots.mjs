// Takes the pictures of docs/pictures: runs both accords and photographs their reports. node scripts/screenshots.mjs SELAT [FOLDER]
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [, , selat, folder = join(root, 'docs', 'pictures')] = process.argv;
if (selat === undefined) {
  process.stderr.write('usage: node scripts/screenshots.mjs SELAT [FOLDER]\n');
  process.exit(2);
}
const DRAWS = process.env.SELAT_DRAWS ?? '1000', LARGEST = 400e3;
const DESKTOP = { viewport: { width: 1280, height: 1080 } };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
// Parts of the first report, each where a reader meets it.
const PARTS = { 'value-added': 'value-added', heatmap: 'heatmap', stops: 'stops', map: 'map-of-gains' };

const scratch = mkdtempSync(join(tmpdir(), 'selat-pictures-'));
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.SELAT_CHROMIUM ?? '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu'] });

async function openReport(report, settings) {
  const page = await browser.newPage(settings);
  await page.goto(pathToFileURL(resolve(report)).href);
  await page.waitForFunction(() => document.querySelectorAll('.drawing svg').length > 0 && document.documentElement.dataset.shown === 'all'
    && document.body.dataset.live !== 'opening');
  return page;
}

async function picture(name, take) {
  const path = join(folder, `${name}.png`);
  await take(path);
  const { size } = statSync(path);
  process.stdout.write(`${path} ${Math.round(size / 1000)} kB\n`);
  if (size > LARGEST) throw new Error(`${path} is larger than ${LARGEST / 1000} kB`);
}

for (const accord of ['korea-malaysia', 'japan-malaysia']) {
  execFileSync(selat, ['run', join(root, 'accords', `${accord}.yaml`), '-o', join(scratch, accord), '--quiet', '--draws', DRAWS], { stdio: ['ignore', 'ignore', 'inherit'] });
  const report = join(scratch, accord, 'report.html');
  for (const [size, settings] of [['desktop', DESKTOP], ['phone', PHONE]]) {
    const page = await openReport(report, settings);
    await picture(`${accord}-${size}`, (path) => page.screenshot({ path }));
    if (accord === 'korea-malaysia' && size === 'desktop') {
      // What stands still while the page moves would cover parts of tall pictures.
      await page.evaluate(() => { for (const one of document.querySelectorAll('.live-bar, .bar')) one.style.position = 'static'; });
      for (const [name, id] of Object.entries(PARTS)) {
        await page.mouse.move(0, 0);
        await picture(`${accord}-${name}`, (path) => page.locator(`#${id}`).screenshot({ path }));
      }
    }
    await page.close();
  }
}
await browser.close();
rmSync(scratch, { recursive: true });
