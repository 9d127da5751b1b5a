// Drives the console as a person would. Arguments: address, key, screenshot file. Prints what it saw as one JSON object.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRequire } from 'node:module';

const require = createRequire(join(process.cwd(), 'package.json'));
const { chromium } = require('playwright-core');
const { AxeBuilder } = require('@axe-core/playwright');
const [address, key, screenshot] = process.argv.slice(2);
const seen = { errors: [] };
const context = await chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), 'console-')), {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  viewport: { width: 1280, height: 1000 },
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  const page = context.pages()[0] ?? (await context.newPage());
  page.on('pageerror', (error) => seen.errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && seen.errors.push(message.text()));
  await page.goto(address);
  await page.waitForFunction(() => document.querySelector('#status').dataset.status !== 'unknown');
  seen.status = await page.getAttribute('#status', 'data-status');
  seen.version = await page.textContent('#version');
  seen.axe = (await new AxeBuilder({ page }).analyze()).violations.map((v) => `${v.id}: ${v.nodes[0].target}`);

  // Without a key: the reason stands beside the key.
  await page.click('#submit');
  await page.waitForFunction(() => document.querySelector('#key-error').textContent !== '');
  seen.keyError = await page.textContent('#key-error');

  await page.fill('#key', key);
  await page.click('#submit');
  await page.waitForSelector('#result:not([hidden])');
  seen.probability = await page.textContent('#probability');
  seen.byVersion = await page.textContent('#by-version');
  seen.reasons = await page.locator('#reasons li').count();
  seen.raw = JSON.parse(await page.textContent('#raw'));
  seen.axeResult = (await new AxeBuilder({ page }).analyze()).violations.map((v) => `${v.id}: ${v.nodes[0].target}`);
  if (screenshot) {
    await page.screenshot({ path: screenshot, fullPage: true });
  }

  // A bad value: the message stands beside its field.
  seen.errors = seen.errors.filter((text) => !text.includes('401'));
  await page.fill('[name=adr]', '-5');
  await page.click('#submit');
  await page.waitForSelector('[name=adr][aria-invalid=true]');
  seen.adrError = await page.evaluate(() => {
    const field = document.querySelector('[name=adr]');
    return field.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
  });
  seen.errors = seen.errors.filter((text) => !text.includes('400'));
} finally {
  await context.close();
}
console.log(JSON.stringify(seen));
