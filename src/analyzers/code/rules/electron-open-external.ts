import { hole } from '../flow/value.js';
import type { CodeRule } from './code-rule.js';
import { opensOutside } from './javascript-url.js';

export const electronOpenExternal: CodeRule = {
  id: 'electron-open-external',
  title: 'Address from outside opened by Electron',
  severity: 'high',
  confidence: 'high',
  cwe: [601, 939, 78],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['1.2.2'],
  languages: ['typescript', 'javascript'],
  description:
    'An address that a page or another process sent is handed to the operating system or loaded into a window. Not only web pages have addresses: `file:`, `smb:` and the schemes of installed programs start programs, with the rights of the user.',
  remediation:
    "Parse the address and open it only where its scheme is known: `const { protocol } = new URL(url); if (protocol === 'https:') shell.openExternal(url)`.",
  references: [
    'https://www.electronjs.org/docs/latest/tutorial/security#15-do-not-use-shellopenexternal-with-untrusted-content',
    'https://cwe.mitre.org/data/definitions/939.html',
  ],
  flow: {
    kinds: ['link'],
    sources: ['message', 'browser', 'request', 'response'],
    ending: (sink) => `is opened through \`${sink}\`, whatever its scheme`,
    when: (value) => (value.shape?.trimStart() ?? hole).startsWith(hole),
    doubt: (taint, { sink }) => (opensOutside.test(sink) ? (taint.kind === 'response' ? 1 : 0) : undefined),
  },
  examples: {
    bad: [
      {
        path: 'src/main.ts',
        text: `import { ipcMain, shell } from 'electron';

ipcMain.handle('open-link', (_event, url: string) => shell.openExternal(url)); ◄
`,
      },
      {
        path: 'src/window.js',
        text: `const { BrowserWindow, shell } = require('electron');

function create() {
  const window = new BrowserWindow({ width: 800, height: 600 });
  window.webContents.setWindowOpenHandler((details) => {
    shell.openExternal(details.url); ◄
    return { action: 'deny' };
  });
}
module.exports = { create };
`,
      },
    ],
    good: [
      {
        path: 'src/main.ts',
        text: `import { ipcMain, shell } from 'electron';

ipcMain.handle('open-link', (_event, url: string) => {
  if (url.startsWith('https://docs.shop.example/')) return shell.openExternal(url);
  return undefined;
});
`,
      },
      {
        path: 'src/help.js',
        text: `const { shell } = require('electron');

exports.help = (topic) => shell.openExternal('https://help.shop.example/' + encodeURIComponent(topic));
`,
      },
    ],
  },
};
