// Chromium, told to keep to itself, with the same fonts on every machine that has them.
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const QUIET = [
  '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--font-render-hinting=none', '--disable-lcd-text',
  '--host-resolver-rules=MAP * ~NOTFOUND', // whatever a page asks for, nothing leaves this computer
];
const FONTS = fileURLToPath(new URL('fonts.conf', import.meta.url));

/** A headless browser of its own, from the program at this path. Root has no sandbox to offer it. */
export function started(executablePath) {
  const root = process.getuid?.() === 0;
  return chromium.launch({
    executablePath,
    args: root ? [...QUIET, '--no-sandbox'] : QUIET,
    env: { ...process.env, FONTCONFIG_FILE: FONTS, TZ: 'UTC', LANG: 'C.UTF-8' },
  });
}

/** What a page is looked at as: a window's size in CSS pixels, and what the reader prefers. */
export const VIEWS = {
  light: { width: 1100, height: 800, colorScheme: 'light' },
  dark: { width: 1100, height: 800, colorScheme: 'dark' },
  narrow: { width: 320, height: 640, colorScheme: 'light' },
  'narrow-dark': { width: 320, height: 640, colorScheme: 'dark' },
  // A4 less 18 mm on either side, the narrower of the two papers; a reader who likes the dark prints on white all the same.
  print: { width: 657, height: 900, colorScheme: 'dark', media: 'print' },
};

/** A new window on nothing, in one of the views. */
export async function windowOf(browser, { width, height, colorScheme, media = 'screen' }) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale: 'en-GB', timezoneId: 'UTC' });
  const page = await context.newPage();
  await page.emulateMedia({ media, colorScheme });
  return page;
}
