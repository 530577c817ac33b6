import type { CallSite } from '../flow/call-site.js';
import { constantText, isConstant } from '../flow/value.js';
import { yamlRunsCode } from '../frameworks/serialization.js';
import { isWithoutPackage } from '../flow/library.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const unsafeDeserialization: CodeRule = {
  id: 'unsafe-deserialization',
  title: 'Unsafe deserialization',
  severity: 'critical',
  confidence: 'high',
  cwe: [502],
  owasp: ['A08:2021', 'A08:2025'],
  asvs: ['1.5.2'],
  languages: ['typescript', 'javascript'],
  description:
    'Data is read with a library whose format can hold functions or objects with behaviour. Whoever writes the data has their code run while it is read, or later when the object is used.',
  remediation:
    'Use a format that holds data only: `JSON.parse`, or YAML with `js-yaml` 4 (`safeLoad` in version 3). Check what comes out against a schema.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Deserialization_Cheat_Sheet.html',
    'https://github.com/nodeca/js-yaml/blob/master/migrate_v3_to_v4.md',
    'https://cwe.mitre.org/data/definitions/502.html',
  ],
  flow: {
    kinds: ['deserialization'],
    sources: ['request', 'message', 'browser', 'response', 'library'],
    when: (_value, taint) => isWithoutPackage(taint),
    ending: (sink) => `is read by \`${sink}\`, which can run code that is in it`,
    fix: ({ site }) => {
      const property = site?.callee.get('property');
      if (site?.origin !== 'js-yaml.load' || !property || site.arguments.length > 1) return undefined;
      if (!site.unit.project()) return undefined;
      return { description: 'Read data only', edits: [{ node: property, text: 'safeLoad' }] };
    },
  },
  calls: [
    {
      at: ['node-serialize.unserialize', 'serialize-to-js.deserialize', 'funcster.deepDeserialize'],
      check: checkAlways,
    },
    { at: ['js-yaml.{load,loadAll}'], check: checkYaml },
  ],
  examples: {
    bad: [
      {
        path: 'src/profile.ts',
        text: `import express from 'express';
import serialize from 'node-serialize';

express().get('/profile', (req, res) => {
  const text = Buffer.from(req.cookies.profile, 'base64').toString();
  const profile = serialize.unserialize(text); ◄
  res.json({ name: profile.name });
});
`,
      },
      {
        path: 'src/config.js',
        text: `const yaml = require('js-yaml');

exports.upload = (req, res) => {
  const config = yaml.load(req.body.config); ◄
  res.json({ keys: Object.keys(config) });
};
`,
        files: { 'package.json': '{ "private": true, "dependencies": { "js-yaml": "^3.14.0" } }' },
      },
    ],
    good: [
      {
        path: 'src/profile.ts',
        text: `import express from 'express';

express().get('/profile', (req, res) => {
  const profile = JSON.parse(Buffer.from(req.cookies.profile, 'base64').toString());
  res.json({ name: String(profile.name) });
});
`,
      },
      {
        path: 'src/config.js',
        text: `const yaml = require('js-yaml');

exports.upload = (req, res) => {
  const config = yaml.load(req.body.config);
  res.json({ keys: Object.keys(config) });
};
`,
        files: { 'package.json': '{ "private": true, "dependencies": { "js-yaml": "^4.1.0" } }' },
      },
    ],
  },
};

/** These run code by design; what is read with them has to be beyond doubt, which a constant only is. */
function checkAlways(site: CallSite): Verdict | undefined {
  const [data] = site.arguments;
  if (!data || isConstant(data) || isReported(data.taints)) return undefined;
  return { message: 'Data is read with a function that runs code that is in it.', confidence: 'medium' };
}

function isReported(taints: readonly { kind: string }[]): boolean {
  return taints.some((taint) => ['request', 'message', 'browser', 'response'].includes(taint.kind));
}

/** A constant document with functions in it shows that they are wanted. */
function checkYaml(site: CallSite): Verdict | undefined {
  const document = site.arguments[0] && constantText(site.arguments[0]);
  if (document === undefined || !/!!js\/|tag:yaml\.org,2002:js\//.test(document) || !yamlRunsCode(site))
    return undefined;
  return { message: 'The document is read with functions in it being made.', confidence: 'medium' };
}
