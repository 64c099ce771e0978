// What tests of the page share: TAP lines, Debian's Chromium, and a page that is listened to.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

export const BROWSER = process.env.SELAT_CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const option = (name) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? null : process.argv[at + 1];
};

/** Ends the test as skipped where there is no browser. */
export function needBrowser() {
  if (existsSync(BROWSER)) return;
  process.stdout.write(`1..0 # SKIP ${BROWSER} is not installed\n`);
  process.exit(0);
}

export function launch() {
  needBrowser();
  return chromium.launch({ executablePath: BROWSER, args: FLAGS });
}

let count = 0, failures = 0;
export function check(name, holds, found) {
  count += 1;
  if (!holds) failures += 1;
  process.stdout.write(`${holds ? 'ok' : 'not ok'} ${count} - ${name}\n`);
  if (!holds && found !== undefined) process.stdout.write(`# found ${JSON.stringify(found)}\n`);
}
export const isEqual = (name, found, expected) => check(name, JSON.stringify(found) === JSON.stringify(expected), { found, expected });

export function finish() {
  process.stdout.write(`1..${count}\n`);
  process.exit(failures === 0 ? 0 : 1);
}

/** Opens a file and collects what a quiet page has none of: console messages, dialogs, requests but its own blobs and data. */
export async function open(browser, path, settings = {}) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...settings });
  const url = pathToFileURL(resolve(path)).href, noise = [], requests = [];
  page.on('console', (message) => noise.push(message.text()));
  page.on('pageerror', (error) => noise.push(error.message));
  page.on('dialog', (dialog) => { noise.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => { if (request.url() !== url && !/^(data|blob):/.test(request.url())) requests.push(request.url()); });
  await page.goto(url);
  await page.waitForFunction(() => document.querySelectorAll('.drawing svg').length > 0);
  return { page, noise, requests };
}

/** Waits until every drawing of the page is up to date, also those far below. */
export async function drawn(page) {
  await page.waitForFunction(() => document.documentElement.dataset.shown === 'all' || [...document.querySelectorAll('.drawing')]
    .every((one) => one.firstElementChild !== null), null, { timeout: 60000 });
}

/** Opens a report whose engine runs, and collects what a quiet page has none of. */
export async function openLive(browser, path, fragment = '', settings = {}) {
  const page = await browser.newPage({ viewport: { width: 1366, height: 900 }, acceptDownloads: true, ...settings });
  const url = pathToFileURL(resolve(path)).href, noise = [], requests = [];
  page.on('console', (message) => noise.push(message.text()));
  page.on('pageerror', (error) => noise.push(error.message));
  page.on('request', (request) => { if (request.url().split('#')[0] !== url && !/^(data|blob):/.test(request.url())) requests.push(request.url()); });
  await page.addInitScript(() => {
    document.addEventListener('selat-shown', (event) => { window.shownResults = event.detail; });
  });
  await page.goto(url + fragment);
  await page.waitForFunction(() => ['ready', 'failed', 'static'].includes(document.body.dataset.live), null, { timeout: 60000 });
  return { page, noise, requests };
}

/** Does something that changes the settings; waits until the page shows it or says why it cannot. */
export async function act(page, doing) {
  const count = () => page.evaluate(() => `${document.body.dataset.shown} ${document.body.dataset.failed}`);
  const before = await count();
  await doing();
  await page.waitForFunction((old) => `${document.body.dataset.shown} ${document.body.dataset.failed}` !== old, before, { timeout: 60000, polling: 5 });
  return count();
}

/** Waits until years, emissions by consumption and all the rest are solved. */
export async function settled(page) {
  await page.waitForFunction(() => document.body.dataset.slow === 'done', null, { timeout: 120000, polling: 20 });
}

/** The numbers in view, with all their digits: those of every region in the year in view, and the headline. */
export const numbers = (page) => page.evaluate(() => {
  const { headline, years } = window.shownResults;
  return { headline, years };
});

/** Is |a - b| <= 1e-9 max(1, |b|)? Numbers that do not exist are equal to each other. */
export const close = (a, b, most = 1e-9) => a === b || ((a ?? null) === null && (b ?? null) === null) || Math.abs(a - b) <= most * Math.max(1, Math.abs(b));
