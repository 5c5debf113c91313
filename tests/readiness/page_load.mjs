// node page_load.mjs NPM_FOLDER CHROMIUM PAGE: the seconds until a page stands and answers, the quickest of three visits in
// one browser. scripts/bench judges by it; the tests do not.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';

const [npm, executablePath, file] = process.argv.slice(2);
const {chromium} = createRequire(path.join(path.resolve(npm), 'index.js'))('playwright-core');
const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'shareready-chromium-'));
const browser = await chromium.launch({executablePath, headless: true, env: {...process.env, HOME: profile},
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']});
let quickest = Infinity;
for (let visit = 0; visit < 3; ++visit) {
  const page = await browser.newPage();
  const begin = performance.now();
  await page.goto(pathToFileURL(path.resolve(file)).href);
  await page.locator('h1').isVisible();
  quickest = Math.min(quickest, (performance.now() - begin) / 1000);
  await page.close();
}
await browser.close();
fs.rmSync(profile, {recursive: true, force: true});
console.log(quickest.toFixed(3));
