import { isDecidedInside, isPutTogether, isWithoutPackage } from '../flow/library.js';
import { nearestFunction, scopeName } from '../flow/node.js';
import type { Taint } from '../flow/value.js';
import type { CodeRule } from './code-rule.js';

export const codeInjection: CodeRule = {
  id: 'code-injection',
  title: 'Code injection',
  severity: 'critical',
  confidence: 'high',
  cwe: [94, 95],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['1.3.2'],
  languages: ['typescript', 'javascript'],
  description:
    'Data from outside is run as code. Whoever sends it does in the process whatever the process may do: reads its secrets, its files and its database. The module `vm` and the library `vm2` are no barrier; code leaves both.',
  remediation:
    'Do not run text as code. Read data with `JSON.parse`, choose among functions of your own by name, and use a parser for the small language that is meant, such as arithmetic. What has to be run belongs in a process or container of its own without rights.',
  references: [
    'https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/eval#never_use_direct_eval!',
    'https://nodejs.org/api/vm.html#vm-executing-javascript',
    'https://cwe.mitre.org/data/definitions/94.html',
  ],
  flow: {
    kinds: ['code'],
    sources: ['request', 'message', 'browser', 'library', 'parameter'],
    ending: (sink) => `is run as code by \`${sink}\``,
    doubt: (taint) => (isDecidedInside(taint) ? 2 : 0),
    // A function that is there to run code may be given some, and so may one that compiles a template.
    when: (value, taint) =>
      isWithoutPackage(taint) ||
      (isPutTogether(value) && !givenAsCode.test(taint.what)) ||
      isReadAsData(taint),
  },
  examples: {
    bad: [
      {
        path: 'src/calculator.ts',
        text: `import express from 'express';

const app = express();

app.get('/calculate', (req, res) => {
  const result = eval(String(req.query.formula)); ◄
  res.json({ result });
});
`,
      },
      {
        path: 'src/rules.js',
        text: `const vm = require('vm');

exports.evaluate = (req, res) => {
  const context = vm.createContext({ price: 10 });
  const script = new vm.Script('price * ' + req.body.factor); ◄
  res.json(script.runInContext(context));
};
`,
      },
    ],
    good: [
      {
        path: 'src/calculator.ts',
        text: `import express from 'express';

const app = express();
const operations = { add: (a: number, b: number) => a + b };

app.get('/calculate', (req, res) => {
  const { a, b } = JSON.parse(String(req.query.numbers));
  setTimeout(() => res.json(operations.add(a, b)), 10);
});

export function later(action: () => void) {
  setTimeout(action, 100);
}
`,
      },
      {
        path: 'src/rules.js',
        text: `const vm = require('vm');

exports.evaluate = (req, res) => {
  const context = vm.createContext({ price: 10, factor: Number(req.body.factor) });
  res.json(vm.runInContext('price * factor', context));
};
`,
      },
    ],
  },
};

/** Who calls `deserialize(text)` hands over data, whatever the parameter is called. */
function isReadAsData({ kind, source: { unit, node } }: Taint): boolean {
  if (kind !== 'library') return false;
  const callee = nearestFunction(node);
  return /(?:de|un)_?seriali[sz]e|unpickle|unmarshal/i.test(
    scopeName(callee.get('body') ?? callee, unit.text),
  );
}

/** Names of parameters that say that code, or a template, is what is expected. */
const givenAsCode = /templ|source|src|code|script|str$|text|body|expr/i;
