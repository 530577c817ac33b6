import type { CallSite } from '../flow/call-site.js';
import { kindsOf } from '../flow/kind.js';
import { constantText, type Value } from '../flow/value.js';
import { isTestFile } from '../reading/nodes.js';
import { objectLiteral, optionNode, pairOf } from '../reading/options.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const missingSecurityHeaders: CodeRule = {
  id: 'missing-security-headers',
  title: 'Protecting header turned off or emptied of effect',
  severity: 'low',
  confidence: 'medium',
  cwe: [693, 1021],
  owasp: ['A05:2021', 'A04:2021', 'A02:2025', 'A06:2025'],
  asvs: ['3.4.1', '3.4.3', '3.4.4', '3.4.6'],
  languages: ['typescript', 'javascript'],
  description:
    'A header by which browsers protect the pages of this server is turned off, or its policy allows what it is there to forbid: scripts that stand in the page, `eval`, any source, frames of any site.',
  remediation:
    "Leave the defaults of Helmet on, and give exceptions by nonce or hash: `scriptSrc: [\"'self'\", (req, res) => `'nonce-${res.locals.nonce}'`]`.",
  references: [
    'https://helmetjs.github.io/',
    'https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/693.html',
  ],
  calls: [
    { at: ['helmet', '@fastify/helmet'], check: (site) => checkHelmet(site) },
    { at: ['helmet.contentSecurityPolicy'], check: (site) => checkPolicy(site, site.arguments[0]) },
    { at: ['lusca'], check: checkLusca },
    { at: ['express.Response().{set,header,setHeader,append}'], check: checkHeader },
  ],
  examples: {
    bad: [
      {
        path: 'src/app.ts',
        text: `import express from 'express';
import helmet from 'helmet';

const app = express();
app.use(helmet({ frameguard: false })); ◄
app.use(helmet.contentSecurityPolicy({ directives: { scriptSrc: ["'self'", "'unsafe-inline'"] } })); ◄
`,
      },
      {
        path: 'src/frames.js',
        text: `const express = require('express');

express().get('/embed', (req, res) => {
  res.setHeader('X-Frame-Options', req.query.frames); ◄
  res.setHeader('Content-Security-Policy', "script-src * 'unsafe-eval'"); ◄
  res.end();
});
`,
      },
    ],
    good: [
      {
        path: 'src/app.ts',
        text: `import express from 'express';
import helmet from 'helmet';

const app = express();
app.use(helmet());
app.use(helmet.contentSecurityPolicy({ directives: { scriptSrc: ["'self'"], styleSrc: ["'self'", "'unsafe-inline'"] } }));
`,
      },
      {
        path: 'src/frames.js',
        text: `const express = require('express');

express().get('/embed', (req, res) => {
  res.setHeader('X-Frame-Options', 'SAMEORIGIN');
  res.setHeader('Content-Security-Policy', "default-src 'self'");
  res.end();
});
`,
      },
    ],
  },
};

const protections: Readonly<Record<string, string>> = {
  frameguard: 'frames of other sites',
  xFrameOptions: 'frames of other sites',
  hsts: 'unencrypted connections',
  strictTransportSecurity: 'unencrypted connections',
  noSniff: 'guessed content types',
  xContentTypeOptions: 'guessed content types',
  contentSecurityPolicy: 'injected scripts',
};

function checkHelmet(site: CallSite): Verdict | undefined {
  const options = site.arguments[0];
  if (!options || isTestFile(site.unit)) return undefined;
  for (const [name, danger] of Object.entries(protections)) {
    const field = options.fields?.get(name);
    if (field?.literal !== false) continue;
    const object = objectLiteral(site.unit, site.argumentNodes[0]);
    const node = optionNode(site.unit, object, name);
    const pair = pairOf(site.unit, object, name);
    return {
      ...(pair && { node: pair }),
      message: `The protection against ${danger} is turned off.`,
      // Servers that answer with data alone have no use for a policy.
      ...(name === 'contentSecurityPolicy' && { confidence: 'low' }),
      ...(node && { fix: { description: 'Turn the protection on', edits: [{ node, text: 'true' }] } }),
    };
  }
  return checkPolicy(site, options.fields?.get('contentSecurityPolicy'));
}

function checkPolicy(site: CallSite, policy: Value | undefined): Verdict | undefined {
  const directives = policy?.fields?.get('directives');
  if (isTestFile(site.unit)) return undefined;
  for (const name of ['scriptSrc', 'script-src', 'defaultSrc', 'default-src', 'scriptSrcElem']) {
    const list = directives?.fields?.get(name);
    const sources = [list, ...(list?.fields?.values() ?? [])].map((value) => constantText(value) ?? '');
    const loose = looseSource(sources);
    const hasScript =
      directives?.fields?.has('scriptSrc') === true || directives?.fields?.has('script-src') === true;
    if (loose !== undefined && !(name.startsWith('default') && hasScript))
      return { message: `The policy allows scripts from \`${loose}\`, so injected ones run too.` };
  }
  return undefined;
}

function looseSource(sources: readonly string[]): string | undefined {
  // Browsers that know nonces and hashes ignore `unsafe-inline` beside them.
  if (sources.some((source) => /'(?:nonce|sha\d+)-|strict-dynamic/.test(source))) return undefined;
  return sources.find((source) => /^(?:'unsafe-inline'|'unsafe-eval'|\*|https?:)$/.test(source));
}

function checkLusca(site: CallSite): Verdict | undefined {
  const off = ['xframe', 'xssProtection', 'nosniff', 'csp', 'hsts'].find(
    (name) => site.arguments[0]?.fields?.get(name)?.literal === false,
  );
  return off === undefined ? undefined : { message: `The protection \`${off}\` is turned off.` };
}

function checkHeader(site: CallSite): Verdict | undefined {
  const name = constantText(site.arguments[0])?.toLowerCase();
  const value = site.arguments[1];
  if (name === undefined || !value || isTestFile(site.unit)) return undefined;
  if (name === 'x-frame-options') {
    if (
      value.taints.some(
        (taint) => taint.kind === 'request' && taint.doubt < 2 && (taint.cleared & kindsOf('header')) === 0,
      )
    )
      return { message: 'The request decides who may put the page into a frame.', confidence: 'high' };
    return /^allow/i.test(constantText(value) ?? '')
      ? { message: 'Every site may put the page into a frame.' }
      : undefined;
  }
  if (name !== 'content-security-policy') return undefined;
  const policy = constantText(value) ?? '';
  const scripts = /(?:^|;)\s*(?:script-src|default-src)\s+([^;]+)/.exec(policy)?.[1];
  const loose = scripts === undefined ? undefined : looseSource(scripts.trim().split(/\s+/));
  return loose === undefined
    ? undefined
    : { message: `The policy allows scripts from \`${loose}\`, so injected ones run too.` };
}
