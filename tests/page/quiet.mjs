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

export const launch = () => chromium.launch({ executablePath: BROWSER, args: FLAGS });

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
