import type { CallSite } from '../flow/call-site.js';
import { knownPrefix, type Value } from '../flow/value.js';
import type { Framework } from './framework.js';
import { isAddress } from './http-clients.js';

const puppeteers = '{puppeteer,puppeteer-core,puppeteer-extra,rebrowser-puppeteer,puppeteer-cluster}';
const playwrights = '{playwright,playwright-core,@playwright/test,playwright-extra,playwright-chromium}';
const devtools = 'chrome-remote-interface()';

/** Browsers without a window, and the tools that draw pages with one. */
export const headlessBrowsers: Framework = {
  name: 'Headless browsers',
  roots: [
    ...puppeteers.slice(1, -1).split(','),
    ...playwrights.slice(1, -1).split(','),
    'phantom',
    'webpage',
    'wkhtmltopdf',
    'wkhtmltoimage',
    'html-pdf',
    'html-pdf-node',
    'node-html-to-image',
    'pdf-puppeteer',
    'chrome-remote-interface',
    'webshot',
    'node-webshot',
    'capture-website',
    'nightmare',
    'pageres',
    'dynamic-html-pdf',
    'selenium-webdriver',
    'zombie',
  ],
  aliases: {
    [`${puppeteers}.{launch,connect}()`]: 'puppeteer.Browser()',
    [`${playwrights}.{chromium,firefox,webkit}.{launch,connect,connectOverCDP,launchPersistentContext}()`]:
      'puppeteer.Browser()',
    'puppeteer.Browser().{newContext,createBrowserContext,createIncognitoBrowserContext}()':
      'puppeteer.Browser()',
    'puppeteer.Browser().newPage()': 'puppeteer.Page()',
    'puppeteer.Page().{mainFrame,frame}()': 'puppeteer.Page()',
    [`${puppeteers}.Page()`]: 'puppeteer.Page()',
    [`${playwrights}.Page()`]: 'puppeteer.Page()',
    'phantom.create().createPage()': 'phantom.Page()',
    'webpage.create()': 'phantom.Page()',
    'nightmare()': 'nightmare.Page()',
  },
  fluent: ['nightmare.Page()'],
  sinks: [
    {
      at: ['puppeteer.Page().goto', 'nightmare.Page().goto', 'pageres().{src,source}', 'zombie().visit'],
      kind: 'url',
      argument: 0,
    },
    {
      at: [
        'puppeteer.Page().{evaluate,evaluateHandle,evaluateOnNewDocument,setContent,addInitScript,waitForFunction}',
        'puppeteer.Browser().addInitScript',
        'nightmare.Page().{evaluate,evaluate_now}',
      ],
      kind: 'page',
      argument: 0,
      when: isText,
    },
    ...['content', 'url'].map((field) => ({
      at: ['puppeteer.Page().{addScriptTag,addInitScript}'],
      kind: 'page' as const,
      argument: 0,
      field,
    })),
    { at: ['phantom.Page().{open,openUrl}'], kind: 'url', argument: 0 },
    {
      at: ['phantom.Page().{setContent,evaluateJavaScript,evaluate,evaluateAsync,includeJs,injectJs}'],
      kind: 'page',
      argument: 0,
      when: isText,
    },
    { at: ['phantom.Page().property'], kind: 'page', argument: 1 },
    {
      at: [
        '{wkhtmltopdf,webshot,node-webshot}',
        'wkhtmltoimage.generate',
        'wkhtmltopdf.generate',
        'capture-website.{file,buffer,base64}',
      ],
      kind: 'url',
      argument: 0,
      when: isAddress,
    },
    {
      at: ['wkhtmltopdf', 'wkhtmltoimage.generate', 'html-pdf.create', 'pdf-puppeteer'],
      kind: 'page',
      argument: 0,
      when: isMarkup,
    },
    ...['content', 'html', 'url'].map((field) => ({
      at: ['html-pdf-node.{generatePdf,generatePdfs}', 'node-html-to-image'],
      kind: field === 'url' ? ('url' as const) : ('page' as const),
      argument: 0,
      field,
    })),
    { at: [`${devtools}.Page.navigate`], kind: 'url', argument: 0, field: 'url' },
    { at: [`${devtools}.Runtime.{evaluate,compileScript}`], kind: 'page', argument: 0, field: 'expression' },
    { at: [`${devtools}.Page.setDocumentContent`], kind: 'page', argument: 0, field: 'html' },
    ...['headerTemplate', 'footerTemplate'].map((field) => ({
      at: [`${devtools}.Page.printToPDF`],
      kind: 'page' as const,
      argument: 0,
      field,
    })),
  ],
  looseSinks: [
    { methods: ['goto', 'openUrl'], receiver: /^(?:page|new_?page|tab)$/i, kind: 'url', argument: 0 },
    {
      methods: ['setContent', 'evaluateJavaScript'],
      receiver: /^(?:page|new_?page|tab)$/i,
      kind: 'page',
      argument: 0,
      when: isText,
    },
  ],
  callbacks: [
    { at: ['chrome-remote-interface'], parameters: [devtools] },
    { at: [`${puppeteers}.Cluster.launch().task`], parameters: ['puppeteer.Cluster()'] },
  ],
};

/** A function is sent to the page as it stands; text is run or shown there. */
function isText(_site: CallSite, value: Value): boolean {
  return value.call === undefined && value.closed !== true;
}

/** Text that is written as markup, or whose sender decides that. */
function isMarkup(site: CallSite, value: Value): boolean {
  const isWritten = knownPrefix(value).trimStart().startsWith('<');
  return (
    isText(site, value) &&
    (isWritten || /html/i.test(site.method ?? '') || value.shape?.includes('<') === true)
  );
}
