import type { SyntaxNode } from '../../syntax/tree.js';
import type { CallSite } from '../flow/call-site.js';
import { nearestFunction } from '../flow/node.js';
import { constantText } from '../flow/value.js';
import { isTestFile, nodesOf, textOf } from '../reading/nodes.js';
import type { CodeRule, Verdict } from './code-rule.js';

const promised = '{fs,fs.promises}';
const looking =
  '{exists,existsSync,pathExists,pathExistsSync,access,accessSync,stat,statSync,lstat,lstatSync}';
const writing =
  '{writeFile,writeFileSync,createWriteStream,open,openSync,copyFile,copyFileSync,outputFile,outputFileSync}';
const others =
  '{readFile,readFileSync,createReadStream,appendFile,appendFileSync,unlink,unlinkSync,rm,rmSync,chmod,chmodSync,chown,chownSync,rename,renameSync}';

export const fileSystemRace: CodeRule = {
  id: 'file-system-race',
  title: 'File checked first and used after',
  severity: 'medium',
  confidence: 'medium',
  cwe: [367],
  owasp: [],
  asvs: ['15.4.2'],
  languages: ['typescript', 'javascript'],
  description:
    'A program looks whether a file is there, or whether it is a link, and then opens it by its name. Between the two, another process puts something else in its place: a link to a file that the program may write and others may not.',
  remediation:
    'Do both at once: write with the flag `wx`, which fails where there is a file, open with `O_NOFOLLOW`, or open first and then ask the handle with `fstat`.',
  references: [
    'https://nodejs.org/api/fs.html#fsaccesspath-mode-callback',
    'https://nodejs.org/api/fs.html#file-system-flags',
    'https://cwe.mitre.org/data/definitions/367.html',
  ],
  groups: [
    { at: [`${promised}.${looking}`, `${promised}.${writing}`, `${promised}.${others}`], check: checkAll },
  ],
  examples: {
    bad: [
      {
        path: 'src/export.ts',
        text: `import { existsSync, writeFileSync } from 'node:fs';
import express from 'express';

express().post('/exports/:name', (req, res) => {
  const file = \`/srv/exports/\${req.params.name.replace(/\\W/g, '')}.csv\`;
  if (existsSync(file)) return res.sendStatus(409);
  writeFileSync(file, String(req.body)); ◄
  res.sendStatus(201);
});
`,
      },
      {
        path: 'src/unpack.js',
        text: `const fs = require('fs').promises;

exports.store = async (target, data) => {
  const info = await fs.lstat(target);
  if (info.isSymbolicLink()) throw new Error('A link');
  await fs.writeFile(target, data); ◄
};
`,
      },
    ],
    good: [
      {
        path: 'src/export.ts',
        text: `import { writeFileSync } from 'node:fs';
import express from 'express';

express().post('/exports/:name', (req, res) => {
  const file = \`/srv/exports/\${req.params.name.replace(/\\W/g, '')}.csv\`;
  writeFileSync(file, String(req.body), { flag: 'wx' });
  res.sendStatus(201);
});
`,
      },
      {
        path: 'src/settings.js',
        text: `const fs = require('fs');

exports.settings = (file) => (fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {});
exports.size = (file) => {
  const handle = fs.openSync(file, 'r');
  return fs.fstatSync(handle).isSymbolicLink() ? 0 : fs.readFileSync(handle).length;
};
`,
      },
    ],
  },
};

const isLook = /\.(?:exists|pathExists|access|l?stat)(?:Sync)?$/;
const isWrite = /\.(?:writeFile|createWriteStream|open|copyFile|outputFile)(?:Sync)?$/;

function checkAll(sites: readonly CallSite[]): readonly { site: CallSite; verdict: Verdict }[] {
  const looks = sites.filter((site) => isLook.test(site.origin));
  return sites.flatMap((site) => {
    if (isLook.test(site.origin) || isTestFile(site.unit)) return [];
    const look = looks.find((other) => precedes(other, site));
    const verdict = look && judge(look, site);
    return verdict ? [{ site, verdict }] : [];
  });
}

/** Whether a file is looked at by the same name before it is used, in the same function or in one around it. */
function precedes(look: CallSite, use: CallSite): boolean {
  const node = targetOf(use);
  const looked = look.argumentNodes[0];
  if (!node || !looked || look.node.start >= use.node.start) return false;
  if (textOf(look.unit, looked) !== textOf(use.unit, node) || constantText(use.arguments[0]) === '')
    return false;
  const around = nearestFunction(look.node);
  return (
    around.start <= use.node.start &&
    use.node.end <= around.end &&
    bindingOf(look, looked) === bindingOf(use, node)
  );
}

function bindingOf(site: CallSite, node: SyntaxNode): unknown {
  return node.type === 'identifier' ? site.unit.scopes.resolve(node) : undefined;
}

/** The file that is written, where one is copied. */
function targetOf({ origin, argumentNodes }: CallSite): SyntaxNode | undefined {
  return /\.(?:copyFile|rename)(?:Sync)?$/.test(origin) ? argumentNodes[1] : argumentNodes[0];
}

function judge(look: CallSite, use: CallSite): Verdict | undefined {
  const { unit } = use;
  const between = unit.text.slice(look.node.start, use.node.end);
  if (/\blstat/.test(look.origin) && /\.isSymbolicLink\s*\(/.test(between))
    return { message: `A link can take the place of \`${nameOf(use)}\` after it was looked at.` };
  if (!isWrite.test(use.origin) || !overwrites(use) || !decides(look, use)) return undefined;
  const shape = use.arguments[0]?.shape ?? '';
  const isShared = /^(?:\/var)?\/tmp\/./.test(shape);
  const isChosen = use.arguments[0]?.taints.some(
    (taint) => (taint.kind === 'request' || taint.kind === 'message') && taint.doubt < 2,
  );
  return {
    message: `Another process can make \`${nameOf(use)}\` after it was looked at.`,
    // What nobody else writes to is overwritten by nobody else.
    ...(!isShared && isChosen !== true && { confidence: 'low' }),
  };
}

function nameOf(use: CallSite): string {
  const node = targetOf(use);
  return node ? textOf(use.unit, node).slice(0, 60).replaceAll('`', "'") : 'the file';
}

/** Not with `wx`, and not for reading. */
function overwrites(use: CallSite): boolean {
  const options = use.arguments.slice(1);
  const flags = options.flatMap(
    (value) =>
      constantText(value) ?? constantText(value.fields?.get('flag') ?? value.fields?.get('flags')) ?? [],
  );
  if (flags.some((flag) => /^[wa]s?x|^ax/.test(flag))) return false;
  const written = use.argumentNodes.slice(1).map((node) => textOf(use.unit, node));
  if (written.some((text) => /O_EXCL|COPYFILE_EXCL/.test(text))) return false;
  return !/\.open(?:Sync)?$/.test(use.origin) || flags.some((flag) => /^[wa]/.test(flag));
}

/** Whether what was seen decides about the use: in a condition, a callback, or a `try` whose failure leads there. */
function decides(look: CallSite, use: CallSite): boolean {
  if (look.node.start < use.node.start && use.node.end <= look.node.end) return true;
  for (let at = look.node; at.parent; at = at.parent) {
    const { parent }: SyntaxNode = at;
    if (
      /^(?:if_statement|ternary_expression|while_statement)$/.test(parent.type) &&
      parent.get('condition') === at
    )
      return true;
    if (parent.type === 'variable_declarator') return isAsked(look, parent);
    if (parent.type === 'statement_block') return parent.parent?.type === 'try_statement';
  }
  return false;
}

/** Whether a condition speaks of the variable that holds what was seen. */
function isAsked({ unit }: CallSite, declarator: SyntaxNode): boolean {
  const name = declarator.get('name');
  const binding = name?.type === 'identifier' ? unit.scopes.resolve(name) : undefined;
  return (
    binding !== undefined &&
    nodesOf(unit, 'identifier').some((node) => {
      if (unit.scopes.resolve(node) !== binding) return false;
      for (let at = node; at.parent && at.type !== 'statement_block'; at = at.parent)
        if (at.parent.get('condition') === at) return true;
      return false;
    })
  );
}
