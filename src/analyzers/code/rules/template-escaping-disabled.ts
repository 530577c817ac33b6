import type { CallSite } from '../flow/call-site.js';
import { nearestFunction } from '../flow/node.js';
import { deepTaints } from '../flow/join.js';
import { isConstant } from '../flow/value.js';
import type { Assignment, CodeRule, Verdict } from './code-rule.js';

export const templateEscapingDisabled: CodeRule = {
  id: 'template-escaping-disabled',
  title: 'Escaping of a template engine turned off',
  severity: 'medium',
  confidence: 'high',
  cwe: [116, 79],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['1.2.1'],
  languages: ['typescript', 'javascript'],
  description:
    'A template engine is told not to escape what its templates put out. Every value in every template then goes into the page as markup, and the first one that somebody else wrote carries a script.',
  remediation:
    'Leave escaping on, and mark the few values that are markup where they are put out, after a sanitizer has cleaned them.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html',
    'https://handlebarsjs.com/api-reference/compilation.html',
    'https://mozilla.github.io/nunjucks/api.html#configure',
    'https://cwe.mitre.org/data/definitions/116.html',
  ],
  calls: [
    {
      at: ['handlebars.{compile,precompile,template}'],
      check: (site) => checkOption(site, 1, 'noEscape', true),
    },
    {
      at: ['nunjucks.configure', 'nunjucks.Environment'],
      check: (site) => checkOption(site, 0, 'autoescape', false) ?? checkOption(site, 1, 'autoescape', false),
    },
    { at: ['swig.setDefaults', 'swig.Swig'], check: (site) => checkOption(site, 0, 'autoescape', false) },
    { at: ['eta.Eta', 'eta.configure'], check: (site) => checkOption(site, 0, 'autoEscape', false) },
  ],
  methods: [
    { methods: ['SafeString'], hint: /\bSafeString\b/, check: checkSafeString },
    { methods: ['compile'], hint: /\bnoEscape\b/, check: (site) => checkOption(site, 1, 'noEscape', true) },
    { methods: ['autoEscaping'], hint: /\bautoEscaping\b/, check: checkAutoEscaping },
  ],
  assignments: [
    { properties: ['escapeMarkup'], check: checkEscapeMarkup },
    { properties: ['escape', 'escapeExpression'], check: checkEscape },
  ],
  examples: {
    bad: [
      {
        path: 'src/views.ts',
        text: `import Handlebars from 'handlebars';

export const compile = (source: string) => Handlebars.compile(source, { noEscape: true }); ◄
`,
      },
      {
        path: 'src/render.js',
        text: `const Mustache = require('mustache');

Mustache.escape = (text) => text; ◄
module.exports = (template, view) => Mustache.render(template, view);
`,
      },
    ],
    good: [
      {
        path: 'src/views.ts',
        text: `import Handlebars from 'handlebars';
import nunjucks from 'nunjucks';

nunjucks.configure('views', { autoescape: true });
export const compile = (source: string) => Handlebars.compile(source, { strict: true });
`,
      },
      {
        path: 'src/mail.js',
        text: `const Mustache = require('mustache');

Mustache.escape = (text) => String(text).replace(/[&<>"']/g, (character) => '&#' + character.charCodeAt(0) + ';');
module.exports = (template, view) => Mustache.render(template, view);
`,
      },
    ],
  },
};

function checkOption(site: CallSite, argument: number, name: string, wrong: boolean): Verdict | undefined {
  if (site.arguments[argument]?.fields?.get(name)?.literal !== wrong) return undefined;
  return { message: `With \`${name}: ${String(wrong)}\` nothing that the templates put out is escaped.` };
}

function checkAutoEscaping(site: CallSite): Verdict | undefined {
  if (site.arguments[0]?.literal !== false) return undefined;
  return { message: 'Nothing that the templates put out is escaped.' };
}

const cleaned = /escape|saniti[sz]e|purif|encode|serialize|stringify/i;

/** Handlebars puts a `SafeString` out as it is; what it is made of has to be constant or clean. */
function checkSafeString(site: CallSite): Verdict | undefined {
  const receiver = site.receiverNode;
  const name = receiver ? site.unit.text.slice(receiver.start, receiver.end) : '';
  const [value] = site.arguments;
  if (!/handlebars|hbs/i.test(name) || !value || isConstant(value)) return undefined;
  const scope = nearestFunction(site.node);
  if (cleaned.test(site.unit.text.slice(scope.start, scope.end))) return undefined;
  const isRemote = deepTaints(value).some((taint) => taint.kind === 'request');
  return {
    message: 'The text is marked as safe markup, and nothing in this function escapes its parts.',
    confidence: isRemote ? 'high' : 'medium',
  };
}

function checkEscapeMarkup({ value }: Assignment): Verdict | undefined {
  if (value.literal !== false) return undefined;
  return { message: 'With `escapeMarkup = false` nothing that the templates put out is escaped.' };
}

const engines = /^(?:mustache|handlebars|hogan\.js|nunjucks|ejs|dot|eta)\b/;

/** `Mustache.escape = (text) => text` */
function checkEscape({ unit, node, object, value }: Assignment): Verdict | undefined {
  const left = node.get('left')?.get('object');
  const name = left ? unit.text.slice(left.start, left.end) : '';
  const isEngine =
    object.origins.some((origin) => engines.test(origin)) || /^(?:Mustache|Handlebars|Hogan)$/.test(name);
  const body = value.call?.node.get('body');
  if (!isEngine || !body || !value.call) return undefined;
  const written = unit.text.slice(body.start, body.end).replace(/[{}();\s]|\breturn\b/g, '');
  const parameter = /^\(?\s*(?:function\s*\w*\s*\()?\s*([\w$]+)/.exec(
    unit.text.slice(value.call.node.start, body.start),
  )?.[1];
  if (written !== parameter) return undefined;
  return { message: 'The function that escapes is replaced by one that gives text back as it is.' };
}
