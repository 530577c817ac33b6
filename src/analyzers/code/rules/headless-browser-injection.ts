import { isDecidedInside } from '../flow/library.js';
import type { CodeRule } from './code-rule.js';

export const headlessBrowserInjection: CodeRule = {
  id: 'headless-browser-injection',
  title: 'Markup or script from outside in a browser on the server',
  severity: 'high',
  confidence: 'high',
  cwe: [94, 79, 918],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['1.3.2', '1.3.6'],
  languages: ['typescript', 'javascript'],
  description:
    'Data from outside becomes markup or script in a browser that runs on the server, as for drawing a PDF or a picture. Frames and scripts in it read files of the server and answers of services inside its network, and show them in the picture.',
  remediation:
    'Escape the data where it goes into markup, or sanitize it with DOMPurify. Hand values to scripts as arguments: `page.evaluate((name) => …, name)`. Run the browser without access to the network and to files.',
  references: [
    'https://pptr.dev/api/puppeteer.page.evaluate',
    'https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/94.html',
  ],
  flow: {
    kinds: ['page'],
    sources: ['request', 'message', 'library', 'parameter'],
    ending: (sink) => `becomes markup or script of the page in \`${sink}\``,
    doubt: (taint) => (isDecidedInside(taint) ? 2 : 0),
  },
  examples: {
    bad: [
      {
        path: 'src/invoice.ts',
        text: `import express from 'express';
import puppeteer from 'puppeteer';

express().post('/invoice.pdf', async (req, res) => {
  const browser = await puppeteer.launch();
  const page = await browser.newPage();
  await page.setContent('<h1>Invoice for ' + req.body.customer + '</h1>'); ◄
  res.type('pdf').send(await page.pdf());
});
`,
      },
      {
        path: 'src/scrape.js',
        text: `const { chromium } = require('playwright');

exports.scrape = async (req, res) => {
  const browser = await chromium.launch();
  const page = await browser.newPage();
  await page.goto('https://shop.example.com/');
  res.json(await page.evaluate(\`document.querySelector('\${req.query.selector}').innerText\`)); ◄
};
`,
      },
    ],
    good: [
      {
        path: 'src/invoice.ts',
        text: `import escapeHtml from 'escape-html';
import express from 'express';
import puppeteer from 'puppeteer';

express().post('/invoice.pdf', async (req, res) => {
  const browser = await puppeteer.launch();
  const page = await browser.newPage();
  await page.setContent('<h1>Invoice for ' + escapeHtml(req.body.customer) + '</h1>');
  res.type('pdf').send(await page.pdf());
});
`,
      },
      {
        path: 'src/scrape.js',
        text: `const { chromium } = require('playwright');

exports.scrape = async (req, res) => {
  const browser = await chromium.launch();
  const page = await browser.newPage();
  await page.goto('https://shop.example.com/items/' + req.query.item);
  res.json(await page.evaluate((selector) => document.querySelector(selector).innerText, req.query.selector));
};
`,
      },
    ],
  },
};
