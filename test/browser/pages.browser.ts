import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { findBarriers, schemes, startChromium, takePicture } from '../support/chromium.js';
import {
  accepted,
  addPerson,
  seen,
  shop,
  site,
  startWebsite,
  store,
  type Website,
} from '../support/website.js';

let website: Website;
let browser: Browser;

beforeAll(async () => {
  website = await startWebsite();
  addPerson(website.github, 'ada', [seen(shop), seen(site), seen(store)]);
  website.github.state.people.visitor = 'ada';
  browser = await startChromium();
}, 60_000);

afterAll(async () => {
  await browser.close();
  await website.close();
});

/** A page in which nothing may go wrong, be it that the policy refuses something. */
const open = async (
  colorScheme: 'light' | 'dark',
  width = 1280,
): Promise<{ page: Page; wrongs: string[] }> => {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
  const page = await context.newPage();
  const wrongs: string[] = [];
  page.on('console', (message) => wrongs.push(message.text()));
  page.on('pageerror', (error) => wrongs.push(error.message));
  page.on('requestfailed', (request) => wrongs.push(request.url()));
  return { page, wrongs };
};

/** As far as this test looks at it. */
interface Window {
  readonly innerWidth: number;
  readonly document: { readonly documentElement: { readonly scrollWidth: number } };
}

const pages: readonly (readonly [string, string])[] = [
  ['accounts', '/accounts'],
  ['account', '/accounts/octo-org'],
  ['repository', `/repositories/${store}`],
  ['repository-list', `/repositories/${shop}?from=50`],
  ['pull', `/repositories/${shop}/pulls/1`],
  ['finding', `/repositories/${shop}/findings/${accepted.fingerprint}`],
  ['ledger', `/repositories/${shop}/ledger`],
  ['nothing', `/repositories/octo-org/none`],
];

it.each(schemes)('everybody can use the pages, %s, wide and narrow', async (scheme) => {
  const { page, wrongs } = await open(scheme);
  for (const [name, path] of pages) {
    const answer = await page.goto(website.origin + path);
    expect({ name, status: answer?.status() }).toEqual({ name, status: name === 'nothing' ? 404 : 200 });
    expect({ name, barriers: await findBarriers(page) }).toEqual({ name, barriers: [] });
    await takePicture(page, `${name}-${scheme}`);
    // On a telephone only tables scroll, each by itself.
    await page.setViewportSize({ width: 375, height: 800 });
    const [inner, outer] = await page.evaluate(() => {
      const { document, innerWidth } = globalThis as unknown as Window;
      return [document.documentElement.scrollWidth, innerWidth];
    });
    expect({ name, isWider: inner > outer }).toEqual({ name, isWider: false });
    if (scheme === 'light') await takePicture(page, `${name}-narrow`);
    await page.setViewportSize({ width: 1280, height: 900 });
  }
  expect(wrongs.filter((text) => !text.includes('status of 404'))).toEqual([]);
  expect(website.errors).toEqual([]);
  await page.context().close();
});

it('a person signs in, goes from an account down to a finding, and signs out, by the keyboard alone', async () => {
  const { page, wrongs } = await open('light');
  await page.goto(`${website.origin}/accounts`);
  const follow = async (name: string | RegExp): Promise<void> => {
    const link = page.getByRole('link', { name }).first();
    const address = await link.getAttribute('href');
    await link.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(({ pathname }) => pathname === address);
  };
  await follow('octo-org');
  await follow('store');
  await follow(/Secret in the code|Weak hash|Open redirect|Path led/);
  expect(await page.getByRole('heading', { name: 'Its life' }).count()).toBe(1);
  await page.getByRole('button', { name: 'Sign out' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Signed out' }).waitFor();
  website.github.state.people.visitor = undefined;
  await page.goto(`${website.origin}/repositories/${store}`);
  expect(await page.getByRole('heading').first().textContent()).toBe('Signing in did not work');
  expect(wrongs.filter((text) => !text.includes('status of 400'))).toEqual([]);
  website.github.state.people.visitor = 'ada';
  await page.context().close();
});

it('a page on paper has no buttons', async () => {
  const { page } = await open('light');
  await page.goto(`${website.origin}/repositories/${store}`);
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('button', { name: 'Sign out' }).isVisible()).toBe(false);
  expect(await page.getByRole('heading', { name: 'Open findings' }).isVisible()).toBe(true);
  await takePicture(page, 'repository-print');
  await page.context().close();
});

it('what nobody could use is found', async () => {
  const { page } = await open('light');
  await page.setContent('<p style="color: #ccc">pale</p><img src="data:,"><a href="/"></a>');
  expect((await findBarriers(page)).map((text) => text.split(' ')[0])).toEqual(
    expect.arrayContaining(['color-contrast', 'image-alt', 'link-name']),
  );
  await page.context().close();
});
