import type { CallSite } from '../flow/call-site.js';
import { isConstant } from '../flow/value.js';
import { expandsEntities, xmlParsing } from '../frameworks/xml.js';
import { isWithoutPackage } from '../flow/library.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const xmlExternalEntities: CodeRule = {
  id: 'xml-external-entities',
  title: 'XML entities of a document expanded',
  severity: 'high',
  confidence: 'high',
  cwe: [611, 776],
  owasp: ['A05:2021', 'A02:2025'],
  asvs: ['1.5.1'],
  languages: ['typescript', 'javascript'],
  description:
    'A parser puts in what the entities of a document stand for. An external entity names a file or an address: whoever sends the document reads files of the server and has it ask other servers. Entities within entities make a document of a few lines fill the memory.',
  remediation:
    'Leave entities alone: no `noent` and no `dtdload` with libxmljs. For other documents, use a parser that knows no entities of its own accord, and refuse a document with a DOCTYPE.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/XML_External_Entity_Prevention_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/611.html',
    'https://cwe.mitre.org/data/definitions/776.html',
  ],
  flow: {
    kinds: ['xml'],
    sources: ['request', 'message', 'library'],
    when: (_value, taint) => isWithoutPackage(taint),
    ending: (sink) => `is parsed by \`${sink}\`, which expands the entities of the document`,
  },
  calls: [{ at: [xmlParsing], check: checkParsing }],
  examples: {
    bad: [
      {
        path: 'src/import.ts',
        text: `import express from 'express';
import libxmljs from 'libxmljs';

express().post('/import', (req, res) => {
  const document = libxmljs.parseXml(req.body, { noblanks: true, noent: true }); ◄
  res.json({ root: document.root()?.name() });
});
`,
      },
      {
        path: 'src/feed.js',
        text: `const expat = require('node-expat');

exports.feed = (req, res) => {
  const parser = new expat.Parser('UTF-8');
  parser.write(req.body.feed); ◄
  res.end();
};
`,
      },
    ],
    good: [
      {
        path: 'src/import.ts',
        text: `import express from 'express';
import libxmljs from 'libxmljs';

express().post('/import', (req, res) => {
  const document = libxmljs.parseXml(req.body, { noblanks: true, noent: false });
  res.json({ root: document.root()?.name() });
});
`,
      },
      {
        path: 'src/feed.js',
        text: `const { XMLParser } = require('fast-xml-parser');

exports.feed = (req, res) => {
  const feed = new XMLParser({ processEntities: false }).parse(req.body.feed);
  res.json(feed);
};
`,
      },
    ],
  },
};

function checkParsing(site: CallSite): Verdict | undefined {
  const [document] = site.arguments;
  if (!document || !expandsEntities(site) || isConstant(document)) return undefined;
  const option = site.argumentNodes[1]?.children.find(
    (child) => child.type === 'pair' && /^(?:noent|replaceEntities)$/.test(keyOf(site, child.get('key'))),
  );
  const on = option?.get('value');
  return {
    message: 'The document is parsed with its entities expanded, external ones too.',
    confidence: document.taints.some((taint) => taint.kind === 'request') ? 'high' : 'medium',
    ...(on && { fix: { description: 'Leave entities alone', edits: [{ node: on, text: 'false' }] } }),
  };
}

function keyOf(site: CallSite, key: { start: number; end: number } | undefined): string {
  return key ? site.unit.text.slice(key.start, key.end) : '';
}
