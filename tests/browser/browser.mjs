// A browser, and pages that keep an account of what must never happen: requests to elsewhere, refusals by the
// content policy, errors of scripts, dialogs, payloads that ran.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

export const URL_OF_SERVER = (process.env.IBASHO_URL ?? 'http://127.0.0.1:8080').replace(/\/$/, '');
const PROGRAM = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
if (!PROGRAM) throw new Error('no Chromium: apt-get install chromium, or set CHROMIUM');

export const browser = await chromium.launch({
  executablePath: PROGRAM,
  args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
});
/** The same without anything to draw a map with. */
export const launchWithoutWebGl = () => chromium.launch({ executablePath: PROGRAM, args: ['--no-sandbox', '--disable-gpu', '--disable-3d-apis'] });

export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
export const DESKTOP = { viewport: { width: 1280, height: 800 } };

/** Runs `act` with a page, then holds its account to be empty. */
export async function visit(options, act, from = browser) {
  const context = await from.newContext({ locale: 'ja-JP', timezoneId: 'Asia/Tokyo', ...options });
  const faults = await watch(context, options.allowed ?? []);
  try {
    const page = await context.newPage();
    const result = await act(page, context);
    await page.waitForTimeout(50);
    if (faults.length > 0) throw new Error(`${faults.length} faults: ${[...new Set(faults)].slice(0, 5).join(' | ')}`);
    return result;
  } finally {
    await context.close();
  }
}

export async function watch(context, allowed) {
  const faults = [];
  const known = [URL_OF_SERVER, ...allowed].map((address) => new URL(address).origin);
  await context.exposeBinding('__fault', (_source, text) => faults.push(text));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => window.__fault(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
    let ran = 0;
    Object.defineProperty(window, '__xss', { get: () => ran, set: (value) => { ran = value; window.__fault('a payload ran'); } });
  });
  context.on('request', (request) => {
    const address = request.url();
    if (!/^(data|blob):/.test(address) && !known.includes(new URL(address).origin)) faults.push(`request to ${address}`);
  });
  context.on('page', (page) => {
    page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => {
      faults.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
  });
  return faults;
}

export async function open(page, path) {
  await page.goto(`${URL_OF_SERVER}${path}`);
  await page.locator('h1').first().waitFor();
}
export const listed = (page) => page.locator('ol.rows > li, ul.rows > li');
/** Waits for the list that the script made. */
export async function openList(page, path) {
  await open(page, path);
  await page.locator('.results .rows > li .mark').first().waitFor();
}
export async function graphql(query, variables, key) {
  const headers = { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) };
  const reply = await fetch(`${URL_OF_SERVER}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  const { data, errors } = await reply.json();
  if (errors) throw new Error(JSON.stringify(errors).slice(0, 400));
  return data;
}
