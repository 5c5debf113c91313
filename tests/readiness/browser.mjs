// node browser.mjs NPM_FOLDER CHROMIUM EXAMPLES SCREENSHOTS: opens the report pages as a reader would, light and dark,
// wide and narrow, with and without JavaScript, and as a print. Exit code 1 with a list of what was wrong.
// A fifth argument names the one example to look at, for a quick run by hand.
import fs from 'node:fs';
import path from 'node:path';
import os from 'node:os';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';

const [npm, executablePath, examples, screenshots, only] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(npm), 'index.js'));
const {chromium} = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
// A narrow window changes no more than sizes, dark colours no more than contrast, and Dutch no more than texts.
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const sizes = ['target-size'], contrast = ['color-contrast'];
const texts = ['html-has-lang', 'html-lang-valid', 'valid-lang', 'document-title', 'link-name', 'image-alt', 'svg-img-alt', 'label', 'select-name', 'summary-name'];

const faults = [];
const expect = (good, what) => { if (!good) faults.push(what); };
const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'shareready-chromium-'));
const browser = await chromium.launch({executablePath, headless: true, env: {...process.env, HOME: profile},
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
         '--disable-component-update', '--disable-sync']});

// A page with every request refused and noted but its own file, and pictures beside it where it shows some.
async function open(name, options, document = 'index.html') {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const file = pathToFileURL(path.join(examples, name, document)).href;
  page.on('console', (message) => faults.push(`${name}: console says ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`${name}: script error ${error}`));
  await page.route('**/*', (route) => {
    const picture = name === 'review' && /\/review\/(before|after)\.svg$/.test(route.request().url());
    if (route.request().url() === file || picture) return route.continue();
    faults.push(`${name}: asks for ${route.request().url()}`);
    return route.abort();
  });
  await page.goto(file);
  return {page, context};
}

// The rules take most of the time: of participants, and of checks of one owner, status and severity, whose markup is the
// same, the first are enough.
async function checkAccess(page, what, rules) {
  await page.evaluate(() => {
    document.querySelectorAll('.person').forEach((part, at) => { if (at >= 30) part.remove(); });
    const seen = new Set();
    for (const check of document.querySelectorAll('.check')) {
      const {owner, status, severity} = check.dataset, look = [owner, status, severity].join(' ');
      if (seen.has(look)) check.remove();
      seen.add(look);
    }
  });
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
  const opened = await page.evaluate(() => {
    document.querySelectorAll('details').forEach((part) => { part.open = true; });
    return document.documentElement.scrollWidth - innerWidth;
  });
  expect(opened <= 0, `${what}: with every part open the page is ${opened} pixels wider than the window`);
  await checkAccess(page, what, rules);
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

// The pictures of the private edition: beside each other without JavaScript; with it a slider that keys and the
// pointer move, in each language.
async function checkSlider(name, document, said) {
  const what = `${name}, ${document}`;
  const plain = await open(name, {javaScriptEnabled: false, viewport: {width: 1280, height: 900}}, document);
  const boxes = await Promise.all(['.was', '.is'].map((side) => plain.page.locator(`.compare ${side} img`).first().boundingBox()));
  expect(boxes[0] && boxes[1] && boxes[0].x + boxes[0].width <= boxes[1].x, `${what}: not side by side without JavaScript`);
  expect(!await plain.page.locator('.compare input').first().isVisible(), `${what}: a slider that cannot work is shown`);
  await plain.context.close();

  const {page, context} = await open(name, {viewport: {width: 1280, height: 900}}, document);
  const pair = page.locator('.compare').first(), slider = pair.locator('input');
  await pair.scrollIntoViewIfNeeded();  // pictures load lazily
  const loaded = await pair.locator('img').evaluateAll((list) => Promise.all(list.map((img) => img.decode())).then(() => true, () => false));
  expect(loaded, `${what}: a picture does not load`);
  const cut = () => pair.locator('.was').evaluate((part) => getComputedStyle(part).clipPath);
  const half = await cut();
  await slider.focus();
  expect(await pair.evaluate((part) => getComputedStyle(part).outlineStyle) === 'solid', `${what}: focus is not to be seen`);
  await page.keyboard.press('End');
  const whole = await cut();
  await page.keyboard.press('Home');
  expect(new Set([half, whole, await cut()]).size === 3, `${what}: keys do not move the border`);
  expect(await slider.getAttribute('aria-valuetext') === said, `${what}: the slider says '${await slider.getAttribute('aria-valuetext')}'`);
  const box = await pair.boundingBox();
  await pair.click({position: {x: box.width * 0.75, y: box.height / 2}});  // waits until the page scrolls no more
  const share = Number(await slider.inputValue());
  expect(Math.abs(share - 75) <= 3, `${what}: a click at 75 % sets the border to ${share} %`);
  await page.locator('.compare').first().screenshot({path: path.join(screenshots, 'review-slider.png')});
  const sliders = await page.locator('.slide').count(), pairs = await page.locator('.compare').count();
  expect(sliders === pairs - 1, `${what}: ${sliders} sliders for ${pairs} pairs, of which one lacks a picture`);
  await page.locator('#beside').check();
  expect(await page.locator('.slide').count() === 0 && !await slider.isVisible(), `${what}: no way back to side by side`);
  await context.close();
}

// 10,000 participants: no file beyond 5 MB, each opens. How long that takes is judged by scripts/bench.
async function checkLarge(name) {
  const most = 5_000_000;
  for (const file of fs.readdirSync(path.join(examples, name)).filter((f) => f.endsWith('.html'))) {
    const size = fs.statSync(path.join(examples, name, file)).size;
    expect(size <= most, `${name}: ${file} has ${size} bytes`);
  }
  const {page, context} = await open(name, {viewport: {width: 1280, height: 900}});
  expect(await page.locator('h1').isVisible(), `${name}: the page does not open`);
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

// What a privacy officer prints: less than 25 pages, with what is to be looked at open.
async function checkPrint(name) {
  const {page, context} = await open(name, {viewport: {width: 1280, height: 900}});
  const file = path.join(screenshots, `${name}.pdf`);
  await page.pdf({path: file, format: 'A4'});
  const pages = fs.readFileSync(file, 'latin1').match(/\/Type \/Page\b/g).length;
  expect(pages > 10 && pages < 25, `${name}: the print has ${pages} pages`);
  await page.emulateMedia({media: 'print'});
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  for (const part of ['.check[data-status=WARN]:not(.repository) dl', '.ways', '.deposit ol']) {
    expect(await page.locator(part).first().isVisible(), `${name}: the print lacks ${part}`);
  }
  await context.close();
}

const among = (...names) => names.filter((name) => !only || name === only);
for (const name of among('published', 'answered', 'empty', 'many', 'private', 'review')) {
  await checkLook(name, 'light', 1280, 'light', wcag);
  await checkKeyboard(name);
}
for (const name of among('published', 'answered', 'private', 'review')) {
  await checkLook(name, 'dark', 1280, 'dark', contrast);
  await checkLook(name, 'narrow', 360, 'light', sizes);
  await checkLook(name, 'dutch', 1280, 'light', texts, 'index.nl.html');
}
for (const name of among('published', 'answered')) await checkDutch(name);
for (const name of among('published', 'empty', 'many')) await checkFilters(name);
for (const name of among('many')) await checkOtherFilters(name);
for (const name of among('large')) {
  await checkLook(name, 'participants', 1280, 'light', contrast, 'participants-1.html');
  await checkLarge(name);
}
for (const name of among('review')) {
  await checkSlider(name, 'index.html', '0 percent before, the rest after');
  await checkSlider(name, 'index.nl.html', '0 procent ervoor, de rest erna');
}
for (const name of among('published')) await checkWithoutScript(name);
for (const name of among('published', 'many')) await checkPrint(name);
await browser.close();
fs.rmSync(profile, {recursive: true, force: true});
for (const fault of faults) console.log(`FAULT ${fault}`);
console.log(faults.length === 0 ? 'the pages are as they should be' : `${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
