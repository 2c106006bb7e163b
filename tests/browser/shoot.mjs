// Takes pictures of pages: `node shoot.mjs WISHES.json`.
//
// Wishes: {chromium: PATH, shots: [{page, view, path, at?}]}. `at` is a list of selectors: the first that
// finds an element puts it at the top of the picture. A path that ends in .pdf gets the page as the browser prints it on A4.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { started, VIEWS, windowOf } from './browser.mjs';

const { chromium, shots } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const browser = await started(chromium);
try {
  for (const { page: from, view, path, at } of shots) {
    const page = await windowOf(browser, VIEWS[view]);
    await page.goto(pathToFileURL(from).href);
    await page.evaluate((wanted) => wanted.map((one) => document.querySelector(one)).find(Boolean)?.scrollIntoView({ block: 'start' }), at ?? []);
    if (path.endsWith('.pdf')) await page.pdf({ path, format: 'A4' });
    else await page.screenshot({ path, animations: 'disabled', caret: 'hide', scale: 'css' });
    await page.context().close();
  }
} finally {
  await browser.close();
}
