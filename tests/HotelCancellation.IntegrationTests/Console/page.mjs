// Opens a file as a page and asks axe about it, light and dark. Argument: the file. Prints what it found as one JSON object.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(join(process.cwd(), 'package.json'));
const { chromium } = require('playwright-core');
const { AxeBuilder } = require('@axe-core/playwright');
const [file, screenshot] = process.argv.slice(2);
const seen = { errors: [], requests: [], axe: [] };
const context = await chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), 'page-')), {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  bypassCSP: true,
  viewport: { width: 1280, height: 1000 },
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  const page = context.pages()[0] ?? (await context.newPage());
  page.on('pageerror', (error) => seen.errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && seen.errors.push(message.text()));
  page.on('request', (request) => seen.requests.push(request.url()));
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await page.goto(pathToFileURL(file).href);

    // What is folded away counts, too.
    await page.evaluate(() => document.querySelectorAll('details').forEach((d) => (d.open = true)));
    seen.axe.push(...(await new AxeBuilder({ page }).analyze()).violations.map((v) => `${colorScheme} ${v.id}: ${v.nodes[0].target}`));
    if (screenshot) {
      await page.screenshot({ path: screenshot.replace('.png', `-${colorScheme}.png`), fullPage: true });
    }
  }

  seen.title = await page.title();
  seen.headings = await page.locator('h2').allTextContents();
  await page.setViewportSize({ width: 360, height: 700 });
  seen.widerThanThePhone = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  if (screenshot) {
    await page.screenshot({ path: screenshot.replace('.png', '-phone.png'), fullPage: true });
  }
} finally {
  await context.close();
}
console.log(JSON.stringify(seen));
