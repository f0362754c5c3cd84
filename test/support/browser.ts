import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'] });
}

export interface OpenPage {
  readonly page: Page;
  /** What the browser complained about: refused resources, uncaught faults. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** A page in a context of its own: its own cookies, its own storage. */
export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1024, height: 800 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', fault => complaints.push(fault.message));
  await page.goto(url);
  return { page, complaints, close: () => context.close() };
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The violations of WCAG 2.2 AA that axe finds on the page as it stands, each with the elements concerned. */
export async function accessibilityViolations(page: Page): Promise<readonly string[]> {
  // Evaluated rather than added as a script, because the page's policy allows none but its own.
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    // The script above has put it there.
    const { axe } = window as unknown as { axe: { run(where: Document, options: object): Promise<AxeResults> } };
    interface AxeResults {
      readonly violations: readonly {
        readonly id: string;
        readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
      }[];
    }
    const results = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
    return results.violations.flatMap(violation =>
      violation.nodes.map(node => `${violation.id}: ${node.html} ${node.failureSummary ?? ''}`),
    );
  });
}
