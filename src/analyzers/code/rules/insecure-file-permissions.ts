import type { SyntaxNode } from '../../syntax/tree.js';
import type { CallSite } from '../flow/call-site.js';
import { constantText, type Value } from '../flow/value.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const insecureFilePermissions: CodeRule = {
  id: 'insecure-file-permissions',
  title: 'File or folder that everyone may write',
  severity: 'medium',
  confidence: 'high',
  cwe: [732, 276],
  owasp: ['A01:2021', 'A01:2025'],
  asvs: [],
  languages: ['typescript', 'javascript'],
  description:
    'A file or folder is given rights by which every user of the machine may write it. Another user, or a program that was taken over, changes what this one reads or runs.',
  remediation:
    'Give rights to the owner alone, and to the group where it needs them: `0o600` or `0o640` for files, `0o700` or `0o750` for folders.',
  references: [
    'https://nodejs.org/api/fs.html#file-modes',
    'https://cwe.mitre.org/data/definitions/732.html',
  ],
  calls: [
    {
      at: ['{fs,fs.promises}.{chmod,chmodSync,fchmod,fchmodSync,lchmod,lchmodSync}'],
      check: (site) => checkArgument(site, 1),
    },
    { at: ['shelljs.chmod'], check: (site) => checkArgument(site, 0) },
    { at: ['process.umask'], check: checkMask },
  ],
  examples: {
    bad: [
      {
        path: 'src/setup.ts',
        text: `import { chmodSync, mkdirSync } from 'node:fs';

export function setup(folder: string) {
  mkdirSync(folder, { recursive: true });
  chmodSync(\`\${folder}/run.sh\`, '777'); ◄
}
`,
      },
      {
        path: 'src/state.js',
        text: `const fs = require('fs');

exports.save = (state) => {
  process.umask(0); ◄
  fs.writeFileSync('state.json', JSON.stringify(state));
  fs.chmodSync('state.json', 0o666); ◄
};
`,
      },
    ],
    good: [
      {
        path: 'src/setup.ts',
        text: `import { chmodSync, mkdirSync } from 'node:fs';

export function setup(folder: string) {
  // What the umask takes away, it takes away from this too.
  mkdirSync(folder, { recursive: true, mode: 0o777 });
  chmodSync(\`\${folder}/run.sh\`, '755');
}
`,
      },
      {
        path: 'src/state.js',
        text: `const fs = require('fs');

exports.save = (state, mode) => {
  process.umask(0o077);
  fs.writeFileSync('state.json', JSON.stringify(state), { mode });
};
`,
      },
    ],
  },
};

function checkArgument(site: CallSite, index: number): Verdict | undefined {
  return checkMode(site, site.arguments[index], site.argumentNodes[index]);
}

function checkMode(
  site: CallSite,
  mode: Value | undefined,
  node: SyntaxNode | undefined,
): Verdict | undefined {
  const bits = mode && modeOf(site, mode, node);
  if (bits === undefined || (bits & 0o002) === 0 || (bits & 0o1000) !== 0) return undefined;
  const isWritten = node?.type === 'number' || node?.type === 'string';
  const narrowed = (bits & 0o770).toString(8);
  return {
    message: 'The rights let every user of the machine write it.',
    ...(isWritten && {
      fix: {
        description: 'Take the rights of others away',
        edits: [{ node, text: node.type === 'number' ? `0o${narrowed}` : `'${narrowed}'` }],
      },
    }),
  };
}

/** The mode as a number. `0777` is octal in old scripts; `'a+w'` is how a shell writes it. */
function modeOf(site: CallSite, mode: Value, node: SyntaxNode | undefined): number | undefined {
  const written = textOf(site, node);
  if (/^0[0-7]+$/.test(written)) return Number.parseInt(written, 8);
  if (typeof mode.literal === 'number') return mode.literal;
  const text = constantText(mode);
  if (text === undefined) return undefined;
  if (/^[0-7]{3,4}$/.test(text)) return Number.parseInt(text, 8);
  return /^[ugo]*[ao][ugo]*[+=]r?w/.test(text) ? 0o002 : undefined;
}

function checkMask(site: CallSite): Verdict | undefined {
  const [mask] = site.arguments;
  if (mask?.literal !== 0) return undefined;
  return { message: 'Files that are made from here on are writable by every user of the machine.' };
}

function textOf(site: CallSite, node: SyntaxNode | undefined): string {
  return node ? site.unit.text.slice(node.start, node.end) : '';
}
