import type { SyntaxNode } from '../../syntax/tree.js';
import type { CallSite } from '../flow/call-site.js';
import { isFunction } from '../flow/node.js';
import { parametersOf } from '../flow/scope.js';
import { kindsOf } from '../flow/kind.js';
import type { Unit } from '../flow/unit.js';
import { constantText, type Value } from '../flow/value.js';
import {
  argumentsOf,
  definitionOf,
  isTestFile,
  lastName,
  literalText,
  nodesIn,
  textOf,
} from '../reading/nodes.js';
import { isForDevelopment } from '../reading/environment.js';
import { objectLiteral, optionNode } from '../reading/options.js';
import type { CodeRule, Surroundings, Verdict } from './code-rule.js';

export const permissiveCors: CodeRule = {
  id: 'permissive-cors',
  title: 'Answers opened to pages of any origin',
  severity: 'medium',
  confidence: 'high',
  cwe: [942, 346],
  owasp: ['A05:2021', 'A02:2025'],
  asvs: ['3.4.2'],
  languages: ['typescript', 'javascript'],
  description:
    'Pages of any origin may read what this server answers to a signed-in user. A page that the user visits elsewhere fetches their data from here and keeps it, or acts for them.',
  remediation:
    'List the origins that belong to you: `cors({ origin: ["https://shop.example"], credentials: true })`, and anchor patterns at both ends with the dots escaped.',
  references: [
    'https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS',
    'https://cheatsheetseries.owasp.org/cheatsheets/HTML5_Security_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/942.html',
  ],
  calls: [
    {
      at: ['cors', '@koa/cors', 'koa2-cors', 'hono/cors.cors', 'micro-cors'],
      check: (site) => checkOptions(site, 0),
    },
  ],
  nodes: [
    {
      types: ['call_expression'],
      hint: /Access-Control-Allow-Origin|enableCors|@?fastify[/-]cors|\bcors\b/i,
      check: checkCall,
    },
    {
      types: ['regex'],
      hint: /(?:cors|origin)\w{0,30}\s{0,20}(?::[^=]{0,40})?=\s{0,20}[[/]/i,
      check: checkListed,
    },
  ],
  examples: {
    bad: [
      {
        path: 'src/app.ts',
        text: `import cors from 'cors';
import express from 'express';

const app = express();
app.use(cors({ origin: true, credentials: true })); ◄
app.use('/api', cors({ origin: /shop.example.com/ })); ◄
`,
      },
      {
        path: 'src/headers.js',
        text: `module.exports = (req, res, next) => {
  res.setHeader('Access-Control-Allow-Origin', req.headers.origin); ◄
  res.setHeader('Access-Control-Allow-Credentials', 'true');
  next();
};
`,
      },
    ],
    good: [
      {
        path: 'src/app.ts',
        text: `import cors from 'cors';
import express from 'express';

const app = express();
app.use(cors());
app.use('/api', cors({ origin: ['https://shop.example.com', /^https:\\/\\/[a-z]+\\.shop\\.example\\.com$/], credentials: true }));
`,
      },
      {
        path: 'src/headers.js',
        text: `const origins = new Set(['https://shop.example.com']);

module.exports = (req, res, next) => {
  const { origin } = req.headers;
  if (origins.has(origin)) res.setHeader('Access-Control-Allow-Origin', origin);
  res.setHeader('Access-Control-Allow-Credentials', 'true');
  next();
};
`,
      },
    ],
  },
};

function checkOptions(site: CallSite, index: number): Verdict | undefined {
  const options = site.arguments[index];
  if (!options || isTestFile(site.unit) || isForDevelopment(site.unit, site.node)) return undefined;
  return judge(site.unit, options, objectLiteral(site.unit, site.argumentNodes[index]));
}

function judge(unit: Unit, options: Value, object: SyntaxNode | undefined): Verdict | undefined {
  const origin = options.fields?.get('origin');
  const written = optionNode(unit, object, 'origin');
  const withCredentials = options.fields?.get('credentials')?.literal === true;
  const pattern = [origin, ...(origin?.fields?.values() ?? [])].find(
    (value) => value && isLoosePattern(value),
  );
  if (pattern)
    return {
      message: 'The pattern for origins also matches origins of others.',
      confidence: 'medium',
    };
  if (!withCredentials || !origin) return undefined;
  if (origin.literal === true || constantText(origin) === '*' || (written && allowsAll(unit, written)))
    return {
      message: 'Pages of any origin may send requests with the cookies of the user, and read the answers.',
    };
  return undefined;
}

/** `(origin, callback) => callback(null, true)`, `(origin) => origin` */
function allowsAll(unit: Unit, written: SyntaxNode): boolean {
  const node = definitionOf(unit, written);
  if (!isFunction(node)) return false;
  const body = node.get('body');
  if (!body) return false;
  if (nodesIn(unit, body, 'if_statement', 'ternary_expression', 'switch_statement').length > 0) return false;
  const text = textOf(unit, body);
  if (/\(\s*null\s*,\s*true\s*\)/.test(text)) return true;
  const [parameter] = parametersOf(node);
  const name = parameter && textOf(unit, parameter.pattern);
  const results =
    body.type === 'statement_block'
      ? body.children.filter((child) => child.type === 'return_statement').map((child) => child.children[0])
      : [body];
  return results.some((result) => result !== undefined && textOf(unit, result) === name);
}

/** A pattern that others can match: without an end, or with dots that stand for any character. */
function isLoosePattern(value: Value): boolean {
  const source = constantText(value.fields?.get('source'));
  return value.origins.includes('RegExp()') && source !== undefined && isLoose(source);
}

function isLoose(source: string): boolean {
  if (/^\.?[*+]?$|localhost|127\\?\.0/.test(source)) return source === '.*' || source === '.+';
  const anchored = source.startsWith('^') && source.endsWith('$');
  const startsOpen = !source.startsWith('^') && !/^\\?\./.test(source);
  const dots = source.replace(/\[[^\]]*\]/g, '').replace(/\\./g, '');
  const hasLooseDot = /[\w*+)]\.(?![*+?])[a-z]{2,}/i.test(dots) || /[a-z\d]\.[a-z]{2,}/i.test(dots);
  return hasLooseDot || !source.endsWith('$') || (!anchored && startsOpen);
}

/** A pattern in a list that is named after what it allows: `const corsOrigins = [/…/]`. */
function checkListed(unit: Unit, node: SyntaxNode): Verdict | undefined {
  const holder = node.parent?.type === 'array' ? node.parent.parent : node.parent;
  const name = holder?.type === 'variable_declarator' ? holder.get('name') : undefined;
  if (!name || isTestFile(unit) || !/cors|origins?$|^allowed_?origin/i.test(textOf(unit, name)))
    return undefined;
  const pattern = node.get('pattern');
  return pattern && isLoose(textOf(unit, pattern))
    ? { message: 'The pattern for origins also matches origins of others.', confidence: 'medium' }
    : undefined;
}

/** Stands in a branch that more decides than whether there is an origin. */
function isChosen(unit: Unit, node: SyntaxNode, origin: SyntaxNode): boolean {
  const name = textOf(unit, origin);
  for (let at: SyntaxNode | undefined = node; at && !isFunction(at); at = at.parent) {
    const condition: SyntaxNode | undefined =
      at.parent?.type === 'if_statement' ? at.parent.get('condition') : undefined;
    if (!condition || at === condition) continue;
    for (const part of nodesIn(unit, condition, 'identifier'))
      if (textOf(unit, part) !== name && !/^(?:req|request|ctx|headers)$/.test(textOf(unit, part)))
        return true;
  }
  return false;
}

/** A header that is set by hand, and the options of NestJS and Fastify. */
function checkCall(unit: Unit, node: SyntaxNode, { read }: Surroundings): Verdict | undefined {
  if (isTestFile(unit)) return undefined;
  const callee = node.get('function');
  const method = callee && lastName(unit, callee);
  const nodes = argumentsOf(node);
  const [first, second] = nodes;
  if (method === undefined || !first || isForDevelopment(unit, node)) return undefined;
  if (method === 'enableCors') return judge(unit, read(first), objectLiteral(unit, first));
  if (
    method === 'register' &&
    second &&
    read(first).origins.some((origin) => /^(?:@fastify\/cors|fastify-cors)/.test(origin))
  )
    return judge(unit, read(second), objectLiteral(unit, second));
  if (!/^(?:setHeader|header|set|append|writeHead)$/.test(method)) return undefined;
  const object = method === 'writeHead' ? objectLiteral(unit, second) : objectLiteral(unit, first);
  const written = object
    ? object.children
        .find((child) =>
          /^['"]?access-control-allow-origin['"]?$/i.test(textOf(unit, child.get('key') ?? child)),
        )
        ?.get('value')
    : /^access-control-allow-origin$/i.test(literalText(unit, first) ?? '')
      ? second
      : undefined;
  if (!written) return undefined;
  const value = read(written);
  const reflected = value.taints.find(
    (taint) => taint.kind === 'request' && taint.doubt < 2 && (taint.cleared & kindsOf('header')) === 0,
  );
  if (!reflected) return undefined;
  if (isChosen(unit, node, written)) return undefined;
  const isOrigin = /origin|referer/i.test(reflected.what);
  const hasCredentials = /access-control-allow-credentials/i.test(unit.text);
  return {
    message: `\`${reflected.what.replaceAll('`', "'")}\` decides which origin may read the answer, so every page may.`,
    ...(isOrigin && !hasCredentials && { confidence: 'medium' }),
  };
}
