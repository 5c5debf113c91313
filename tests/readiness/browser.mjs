// node browser.mjs NPM_FOLDER CHROMIUM EXAMPLES SCREENSHOTS: opens the report pages as a reader would, light and dark,
// wide and narrow, with and without JavaScript, and as a print. Exit code 1 with a list of what was wrong.
import fs from 'node:fs';
import path from 'node:path';
import os from 'node:os';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';

const [npm, executablePath, examples, screenshots] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(npm), 'index.js'));
const {chromium} = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const faults = [];
const expect = (good, what) => { if (!good) faults.push(what); };
const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'shareready-chromium-'));
const browser = await chromium.launch({executablePath, headless: true, env: {...process.env, HOME: profile},
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
         '--disable-component-update', '--disable-sync']});

// A page with every request but its own file refused and noted.
async function open(name, options, document = 'index.html') {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const file = pathToFileURL(path.join(examples, name, document)).href;
  page.on('console', (message) => faults.push(`${name}: console says ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`${name}: script error ${error}`));
  await page.route('**/*', (route) => {
    if (route.request().url() === file) return route.continue();
    faults.push(`${name}: asks for ${route.request().url()}`);
    return route.abort();
  });
  await page.goto(file);
  return {page, context};
}

async function checkAccess(page, what, rules) {
  await page.evaluate(() => document.querySelectorAll('details').forEach((part) => { part.open = true; }));
  await page.evaluate(axe);
  const {violations} = await page.evaluate((wanted) => globalThis.axe.run(document, {runOnly: wanted, resultTypes: ['violations']}), rules);
  for (const violation of violations) {
    faults.push(`${what}: ${violation.id}: ${violation.help}: ${violation.nodes.slice(0, 3).map((n) => n.html.slice(0, 120)).join(' | ')}`);
  }
}

async function checkLook(name, look, width, colorScheme, rules, document) {
  const {page, context} = await open(name, {viewport: {width, height: 900}, colorScheme}, document);
  const what = `${name}, ${look}`;
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wider <= 0, `${what}: the page is ${wider} pixels wider than the window`);
  await page.screenshot({path: path.join(screenshots, `${name}-${look}.png`), clip: {x: 0, y: 0, width, height: 2400}, fullPage: true});
  await checkAccess(page, what, rules);
  const opened = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(opened <= 0, `${what}: with every part open the page is ${opened} pixels wider than the window`);
  await context.close();
}

async function checkWithoutScript(name) {
  const {page, context} = await open(name, {javaScriptEnabled: false, viewport: {width: 1280, height: 900}});
  expect(await page.locator('h1').isVisible(), `${name}: no heading without JavaScript`);
  expect(!await page.locator('#filters').isVisible(), `${name}: filters are shown though they cannot work`);
  const check = page.locator('.check').first();
  await check.locator('summary').click();
  expect(await check.locator('dl').isVisible(), `${name}: a check does not open without JavaScript`);
  await context.close();
}

async function checkFilters(name) {
  const {page, context} = await open(name, {viewport: {width: 1280, height: 900}});
  const all = await page.locator('.check').count();
  expect(all === 94, `${name}: ${all} checks on the page, expected 94`);
  await page.selectOption('#filter-owner', 'legal');
  await page.selectOption('#filter-state', 'NEEDS-ANSWER');
  const shown = page.locator('.check:not([hidden])');
  const owners = await shown.evaluateAll((list) => list.map((c) => c.dataset.owner + c.dataset.status));
  expect(owners.length > 0 && owners.every((o) => o === 'legalNEEDS-ANSWER'), `${name}: the filter shows ${owners}`);
  expect(await shown.first().isVisible(), `${name}: what the filter found is not visible`);
  const said = await page.locator('#filter-count').textContent();
  expect(said === `${owners.length} of 94 checks`, `${name}: the filter says '${said}'`);
  await page.goto(page.url() + '#R30');
  expect(await page.locator('#R30 summary').isVisible(), `${name}: a link to a folded check does not show it`);
  await context.close();
}

// The list of participants, by a part of a label; and checks by weight.
async function checkOtherFilters(name) {
  const {page, context} = await open(name, {viewport: {width: 1280, height: 900}});
  const all = await page.locator('.person').count();
  await page.fill('#filter-person', 'p1007');
  const shown = await page.locator('.person:not([hidden])').evaluateAll((list) => list.map((d) => d.dataset.label));
  expect(shown.length === 1 && shown[0] === 'sub-p1007', `${name}: the filter of participants shows ${shown}`);
  expect(await page.locator('.person:not([hidden])').first().isVisible(), `${name}: the participant found is not visible`);
  expect(await page.locator('#person-count').textContent() === `1 of ${all} participants`, `${name}: the filter of participants does not count`);
  await page.selectOption('#filter-weight', 'blocker');
  const weights = await page.locator('.check:not([hidden])').evaluateAll((list) => list.map((c) => c.dataset.severity));
  expect(weights.length > 0 && weights.every((w) => w === 'blocker'), `${name}: the filter of weights shows ${weights}`);
  await context.close();
}

// The Dutch page: its language, its words where the script writes, and the way back.
async function checkDutch(name) {
  const {page, context} = await open(name, {viewport: {width: 1280, height: 900}}, 'index.nl.html');
  expect(await page.evaluate(() => document.documentElement.lang) === 'nl', `${name}: the Dutch page does not say that it is Dutch`);
  expect((await page.locator('#filter-count').textContent()).includes('controles'), `${name}: the script writes English on the Dutch page`);
  expect(await page.locator('a[hreflang=en]').getAttribute('href') === 'index.html', `${name}: no way from Dutch to English`);
  const broken = await page.evaluate(() => [...document.querySelectorAll('a[href$=".html"]')].map((a) => a.getAttribute('href')));
  for (const file of broken) expect(fs.existsSync(path.join(examples, name, file)), `${name}: the Dutch page leads to ${file}, which is not there`);
  await context.close();
}

// 10,000 participants: one file of at most 5 MB, opened and answering within 2 s.
async function checkLarge(name) {
  const most = 5_000_000, seconds = 2;
  for (const file of fs.readdirSync(path.join(examples, name)).filter((f) => f.endsWith('.html'))) {
    const size = fs.statSync(path.join(examples, name, file)).size;
    expect(size <= most, `${name}: ${file} has ${size} bytes`);
  }
  const begin = performance.now();
  const {page, context} = await open(name, {viewport: {width: 1280, height: 900}});
  await page.locator('h1').isVisible();
  const loaded = await page.evaluate(() => performance.getEntriesByType('navigation')[0].loadEventEnd / 1000);
  console.log(`${name}: index.html loaded in ${loaded.toFixed(2)} s, seen after ${((performance.now() - begin) / 1000).toFixed(2)} s`);
  expect(loaded <= seconds, `${name}: the page needs ${loaded.toFixed(2)} s, at most ${seconds}`);
  await context.close();
}

async function checkKeyboard(name) {
  const {page, context} = await open(name, {viewport: {width: 1280, height: 900}});
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement.className) === 'skip', `${name}: the first stop is not the skip link`);
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement.id) === 'content', `${name}: the skip link does not lead to the content`);
  const broken = await page.evaluate(() => [...document.querySelectorAll('a[href^="#"]')]
      .map((a) => a.getAttribute('href').slice(1)).filter((id) => !document.getElementById(id)));
  expect(broken.length === 0, `${name}: links to nothing: ${broken}`);
  await context.close();
}

for (const name of ['published', 'answered', 'empty', 'many', 'private']) {
  await checkLook(name, 'light', 1280, 'light', wcag);
  await checkKeyboard(name);
}
for (const name of ['published', 'answered', 'private']) {
  await checkLook(name, 'dark', 1280, 'dark', ['color-contrast']);
  await checkLook(name, 'narrow', 360, 'light', wcag);
}
for (const name of ['published', 'answered']) {
  await checkLook(name, 'dutch', 1280, 'light', wcag, 'index.nl.html');
  await checkDutch(name);
}
await checkLook('large', 'participants', 1280, 'light', ['color-contrast'], 'participants-1.html');
for (const name of ['published', 'empty', 'many']) await checkFilters(name);
await checkOtherFilters('many');
await checkLarge('large');
await checkWithoutScript('published');
const {page, context} = await open('published', {viewport: {width: 1280, height: 900}});
await page.pdf({path: path.join(screenshots, 'published.pdf'), format: 'A4'});
await context.close();
await browser.close();
fs.rmSync(profile, {recursive: true, force: true});
for (const fault of faults) console.log(`FAULT ${fault}`);
console.log(faults.length === 0 ? 'the pages are as they should be' : `${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
