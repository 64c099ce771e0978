// A report of a machine that cannot build the engine: everything is there to read, nothing can be moved, and it says so. Prints TAP.
// node static.test.mjs BUILD_MJS RESULTS_JSON FILL_PROGRAM
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blobOf } from './blob.mjs';
import { check, drawn, finish, isEqual, launch, open } from './browser.mjs';

const [, , build, sample, fill] = process.argv;
const scratch = mkdtempSync(join(tmpdir(), 'selat-static-')), shell = join(scratch, 'shell.html'), report = join(scratch, 'report.html');
execFileSync(process.execPath, [build, shell]);
execFileSync(fill, [shell, sample, 'Static', report]);
isEqual('no engine and no data in it', [blobOf(report, 'engine'), blobOf(report, 'pack')], [null, null]);
check('the results are in it', JSON.parse(blobOf(report, 'results')).headline.sentence === JSON.parse(readFileSync(sample, 'utf8')).headline.sentence);
check('small', statSync(report).size < 3e6, statSync(report).size);
const browser = await launch(), { page, noise, requests } = await open(browser, report);
await drawn(page);
isEqual('nothing on the console, no request', [noise, requests], [[], []]);
check('says that it is static, and why', /static report.*clang/.test(await page.evaluate(() => document.querySelector('#live-note')?.textContent ?? '')));
isEqual('no controls', await page.$$eval('input[type="range"]', (found) => found.length), 0);
await browser.close();
rmSync(scratch, { recursive: true });
finish();
