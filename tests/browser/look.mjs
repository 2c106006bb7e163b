// Looks at pages as their readers do, and writes down what is wrong.
//
//     node look.mjs WISHES.json RESULT.json
//
// Wishes: {chromium: PATH, pages: [PATH], papers: DIR}. Result: {browser, pages: [{page, problems, facts}]}; a problem is
// {view, about, rule, element, said}, and facts are the counts that show that something was looked at. PDFs of A4 and Letter
// are put into `papers` as NAME-A4.pdf and NAME-Letter.pdf.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { started, VIEWS, windowOf } from './browser.mjs';
import * as inside from './inside.mjs';

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const AT_ONCE = 2;

/** One page in every view. The order of what is told does not depend on what was done first. */
async function looked(browser, path, papers) {
  const found = { page: path, problems: [], facts: {} };
  for (const [name, view] of Object.entries(VIEWS)) {
    const tell = (about, problems) => found.problems.push(...problems.map((problem) => ({ view: name, about, ...problem })));
    const page = await windowOf(browser, view);
    const noise = await opened(page, path);
    for (const about of ['network', 'console', 'policy']) tell(about, noise[about]);
    tell('fit', await page.evaluate(inside.unfitting, { paper: view.media === 'print', width: view.width }));
    found.facts[name] = { axe: await judged(page, tell) };
    tell('drawing', await page.evaluate(inside.drawn));
    if (name === 'light') tell('links', await linked(page));
    if (name === 'light' || name === 'narrow') found.facts[name].stops = await walked(page, tell);
    if (name === 'narrow') {
      await page.evaluate(inside.spaced);
      tell('spacing', await page.evaluate(inside.unfitting, { paper: false, width: view.width }));
    }
    if (name === 'print') {
      found.facts[name].words = await page.evaluate(inside.words);
      await printed(page, path, papers);
    }
    await page.context().close();
  }
  return found;
}

/** Opens the page and listens: what it asks for besides itself, what it says, what its own policy refuses. */
async function opened(page, path) {
  const address = pathToFileURL(path).href;
  const noise = { network: [], console: [], policy: [] };
  const note = (kind, rule, said, element = '') => noise[kind].push({ rule, element, said });
  page.on('request', (request) => {
    if (request.url() !== address && !request.url().startsWith('data:')) note('network', request.resourceType(), request.url());
  });
  page.on('console', (message) => note('console', message.type(), message.text()));
  page.on('pageerror', (error) => note('console', 'error', String(error)));
  await page.addInitScript(() => {
    globalThis.refused = [];
    document.addEventListener('securitypolicyviolation', (event) => globalThis.refused.push([event.effectiveDirective, event.blockedURI]));
  });
  await page.goto(address, { waitUntil: 'networkidle' });
  for (const [rule, said] of await page.evaluate(() => globalThis.refused)) note('policy', rule, said);
  page.removeAllListeners(); // what the checks below do is not the page's doing
  await page.evaluate(inside.helpers);
  return noise;
}

/** axe's verdict; it comes in through the devtools, which the page's policy does not stop. How many rules held. */
async function judged(page, tell) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Runtime.evaluate', { expression: AXE });
  const wishes = { runOnly: { type: 'tag', values: LEVELS }, preload: false, resultTypes: ['violations', 'incomplete'] };
  const { result, exceptionDetails } = await devtools.send('Runtime.evaluate', {
    expression: `axe.run(document, ${JSON.stringify(wishes)})`, awaitPromise: true, returnByValue: true,
  });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  tell('axe', result.value.violations.flatMap(nodes));
  tell('axe, cannot tell', result.value.incomplete.flatMap(nodes));
  return result.value.passes.length;
}

function nodes({ id, help, nodes: where }) {
  const why = (node) => [...node.any, ...node.all, ...node.none].map((check) => check.message).join('; ');
  return where.map((node) => ({ rule: id, element: node.target.flat().join(' '), said: `${help}: ${why(node)}` }));
}

/** Links that lead nowhere, in the page and beside it. */
async function linked(page) {
  const { problems, files } = await page.evaluate(inside.links);
  const missing = files.filter(({ address }) => !existsSync(fileURLToPath(address.replace(/[?#].*$/, ''))));
  return [...problems, ...missing.map(({ element, address }) => ({ rule: 'file is not there', element, said: address }))];
}

/** Walks through the page with the Tab key: every place once, in the page's order, each to be seen. How many there were. */
async function walked(page, tell) {
  const places = await afresh(page);
  const reached = [];
  for (let step = 0; step < places.length + 20; step += 1) {
    await page.keyboard.press('Tab');
    const now = await page.evaluate(inside.focus);
    if (now === null || reached.includes(now.number)) break;
    // The browser itself stops at what scrolls; that is no fault.
    if (now.number < 0 && !now.itself) tell('keyboard', [{ rule: 'stops where nothing is to be done', element: now.element, said: '' }]);
    if (now.number >= 0) reached.push(now.number);
    tell('keyboard', now.problems);
  }
  const missed = places.filter((_, number) => !reached.includes(number));
  tell('keyboard', missed.map((element) => ({ rule: 'cannot be reached', element, said: '' })));
  const early = reached.findIndex((number, at) => at > 0 && number < reached[at - 1]);
  if (early > 0) tell('keyboard', [{ rule: 'out of order', element: places[reached[early]], said: `comes after ${places[reached[early - 1]]}` }]);
  if (places.length) tell('keyboard', await skips(page));
  return places.length;
}

/** The page as it is when it has just been opened, with nothing scrolled or followed; the places where Tab should stop. */
async function afresh(page) {
  await page.reload();
  await page.evaluate(inside.helpers);
  return page.evaluate(inside.numbered);
}

/** What is wrong with the first stop, which leads past what comes before the content. */
async function skips(page) {
  await afresh(page);
  await page.keyboard.press('Tab');
  const now = await page.evaluate(inside.focus);
  const target = await page.evaluate(() => document.activeElement.getAttribute('href'));
  if (!now || !target?.startsWith('#')) return [{ rule: 'no skip link', element: now?.element ?? '', said: 'the first stop leads to no place in the page' }];
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const there = await page.evaluate(inside.skipped, target.slice(1));
  return there ? now.problems : [...now.problems, { rule: 'skip link does not skip', element: now.element, said: target }];
}

/** The page on both papers, as the browser's own print command makes it. */
async function printed(page, path, papers) {
  for (const format of ['A4', 'Letter']) {
    await page.pdf({ path: join(papers, `${basename(path, '.html')}-${format}.pdf`), format, tagged: true });
  }
}

const [wishesPath, resultPath] = process.argv.slice(2);
const { chromium, pages, papers } = JSON.parse(readFileSync(wishesPath, 'utf8'));
const browser = await started(chromium);
try {
  const results = new Array(pages.length);
  const waiting = [...pages.entries()];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results[next[0]] = await looked(browser, next[1], papers);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  writeFileSync(resultPath, JSON.stringify({ browser: browser.version(), pages: results }, null, 1));
} finally {
  await browser.close();
}
