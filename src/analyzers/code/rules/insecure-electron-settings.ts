import type { SyntaxNode } from '../../syntax/tree.js';
import type { CallSite } from '../flow/call-site.js';
import { keyName } from '../flow/node.js';
import type { Unit } from '../flow/unit.js';
import { constantText, type Value } from '../flow/value.js';
import { isForDevelopment } from '../reading/environment.js';
import { isTestFile } from '../reading/nodes.js';
import { pairOf } from '../reading/options.js';
import type { CodeRule, Surroundings, Verdict } from './code-rule.js';

export const insecureElectronSettings: CodeRule = {
  id: 'insecure-electron-settings',
  title: 'Insecure web preferences of an Electron window',
  severity: 'high',
  confidence: 'high',
  cwe: [1188, 16, 829],
  owasp: ['A05:2021', 'A02:2025'],
  asvs: [],
  languages: ['typescript', 'javascript'],
  description:
    'A window of the application is made with a protection turned off. One script of a stranger in it, through cross-site scripting or an advertisement, then reaches Node and with it the files and programs of the user, or reads what other sites hold.',
  remediation:
    'Keep the defaults: `nodeIntegration: false`, `contextIsolation: true`, `sandbox: true`, `webSecurity: true`. Give the page what it needs through `contextBridge` in a preload script.',
  references: [
    'https://www.electronjs.org/docs/latest/tutorial/security',
    'https://www.electronjs.org/docs/latest/tutorial/context-isolation',
    'https://cwe.mitre.org/data/definitions/1188.html',
  ],
  calls: [
    { at: ['electron.{BrowserWindow,BrowserView,WebContentsView}'], check: checkWindow },
    { at: ['electron.app.commandLine.appendSwitch'], check: checkSwitch },
  ],
  nodes: [{ types: ['object'], hint: /\bwebPreferences['"]?\s*:/, check: checkPreferences }],
  examples: {
    bad: [
      {
        path: 'src/main.ts',
        text: `import { BrowserWindow } from 'electron';

export function open() {
  return new BrowserWindow({
    width: 1024,
    webPreferences: {
      nodeIntegration: true, ◄
      contextIsolation: true,
    },
  });
}
`,
      },
      {
        path: 'src/windows/defaults.ts',
        text: `export const defaults = {
  show: false,
  webPreferences: { allowRunningInsecureContent: true, sandbox: true }, ◄
};
`,
      },
      {
        path: 'src/preview.js',
        text: `const { BrowserWindow } = require('electron');

const preferences = { webPreferences: { webSecurity: false } }; ◄
exports.preview = () => new BrowserWindow(preferences);
`,
      },
    ],
    good: [
      {
        path: 'src/main.ts',
        text: `import path from 'node:path';
import { BrowserWindow } from 'electron';

export function open() {
  const preload = path.join(__dirname, 'preload.js');
  return new BrowserWindow({ webPreferences: { preload, contextIsolation: true, sandbox: true } });
}
`,
      },
      {
        path: 'src/editor.js',
        text: `const { BrowserWindow } = require('electron');

exports.editor = (parent) => new BrowserWindow({ parent, modal: true, webPreferences: { nodeIntegration: false } });
`,
      },
    ],
  },
};

interface Setting {
  readonly wrong: boolean | 'text';
  readonly effect: string;
  readonly right?: string;
}

const settings: Readonly<Record<string, Setting>> = {
  nodeIntegration: { wrong: true, effect: 'gives scripts of the page all of Node', right: 'false' },
  nodeIntegrationInWorker: { wrong: true, effect: 'gives workers of the page all of Node', right: 'false' },
  nodeIntegrationInSubFrames: { wrong: true, effect: 'gives frames of the page all of Node', right: 'false' },
  contextIsolation: {
    wrong: false,
    effect: 'lets scripts of the page change what the preload script uses',
    right: 'true',
  },
  webSecurity: { wrong: false, effect: 'turns the same-origin policy off', right: 'true' },
  allowRunningInsecureContent: {
    wrong: true,
    effect: 'lets pages load scripts over plain HTTP',
    right: 'false',
  },
  sandbox: { wrong: false, effect: 'takes the renderer out of its sandbox', right: 'true' },
  enableRemoteModule: { wrong: true, effect: 'lets the page call the main process', right: 'false' },
  experimentalFeatures: {
    wrong: true,
    effect: 'turns unfinished features of the browser on',
    right: 'false',
  },
  enableBlinkFeatures: { wrong: 'text', effect: 'turns unfinished features of the browser on' },
};

/** One setting is told for each window: the gravest; the others stand beside it. */
function checkWindow(site: CallSite): Verdict | undefined {
  const preferences = site.arguments[0]?.fields?.get('webPreferences');
  for (const [name, setting] of Object.entries(settings)) {
    const value = preferences?.fields?.get(name);
    if (value && isWrong(value, setting)) return verdictOf(name, setting, findPair(name, site), site.node);
  }
  return undefined;
}

const switches: Readonly<Record<string, string>> = {
  'ignore-certificate-errors': 'has the whole application take any certificate',
  'allow-insecure-localhost': 'has the application take any certificate of this machine',
  'disable-web-security': 'turns the same-origin policy off',
  'no-sandbox': 'takes all renderers out of their sandbox',
};

function checkSwitch(site: CallSite): Verdict | undefined {
  const name = constantText(site.arguments[0]);
  const effect = name === undefined ? undefined : switches[name];
  if (effect === undefined || isTestFile(site.unit) || isForDevelopment(site.unit, site.node))
    return undefined;
  return {
    message: `\`${name ?? ''}\` ${effect}.`,
    ...(/localhost|no-sandbox/.test(name ?? '') && { confidence: 'low' }),
  };
}

/** Preferences that are written out where the window itself is not in sight, under the name that only Electron has. */
function checkPreferences(unit: Unit, node: SyntaxNode, { read }: Surroundings): Verdict | undefined {
  const written = pairOf(unit, node, 'webPreferences')?.get('value');
  if (written?.type !== 'object' || isTestFile(unit)) return undefined;
  const preferences = read(written);
  for (const [name, setting] of Object.entries(settings)) {
    const value = preferences.fields?.get(name);
    if (value && isWrong(value, setting))
      return verdictOf(name, setting, pairsIn(written, name, unit)[0], node);
  }
  return undefined;
}

function verdictOf(
  name: string,
  setting: Setting,
  pair: SyntaxNode | undefined,
  otherwise: SyntaxNode,
): Verdict {
  const written = pair?.get('value');
  return {
    message: `\`${name}\` ${setting.effect}.`,
    node: pair ?? otherwise,
    ...(name === 'sandbox' && { confidence: 'medium' }),
    ...(written &&
      setting.right !== undefined && {
        fix: {
          description: `Set ${name} to ${setting.right}`,
          edits: [{ node: written, text: setting.right }],
        },
      }),
  };
}

function isWrong(value: Value, { wrong }: Setting): boolean {
  return wrong === 'text' ? Boolean(constantText(value)) : value.literal === wrong;
}

/** Where the setting is written: in the call, or else anywhere in the file if it stands there once. */
function findPair(name: string, site: CallSite): SyntaxNode | undefined {
  const inCall = pairsIn(site.node, name, site.unit);
  if (inCall.length > 0) return inCall[0];
  const inFile = pairsIn(site.unit.tree.root, name, site.unit);
  return inFile.length === 1 ? inFile[0] : undefined;
}

function pairsIn(root: SyntaxNode, name: string, unit: Unit): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const pending = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.type === 'pair' && keyName(node.get('key'), unit.text) === name) found.push(node);
    pending.push(...node.children);
  }
  return found;
}
