import type { CallSite } from '../flow/call-site.js';
import type { Value } from '../flow/value.js';
import type { Framework } from './framework.js';

const parsing = '{parseXml,parseXmlString,parseXmlAsync,parseXmlStringAsync,parseHtml,parseHtmlString}';

/** Parsers of XML, and languages that find something in it. */
export const xml: Framework = {
  name: 'XML',
  roots: [
    'libxmljs',
    'libxmljs2',
    'libxml',
    'node-expat',
    'xml2json',
    'sax',
    'xml2js',
    'fast-xml-parser',
    'xmldom',
    '@xmldom/xmldom',
    'xpath',
    'xpath.js',
    'jsonpath',
    'jsonpath-plus',
  ],
  aliases: {
    '{libxmljs2,libxml}': 'libxmljs',
    'node-expat.{Parser,createParser}()': 'node-expat.Parser()',
    'libxmljs.{Document}()': 'libxmljs.Document()',
    'libxmljs.{parseXml,parseXmlString}()': 'libxmljs.Document()',
    'libxmljs.Document().{root,get,child,parent}()': 'libxmljs.Document()',
    'xpath.default': 'xpath',
  },
  sinks: [
    {
      at: ['libxmljs.{SaxParser,SaxPushParser}().{parseString,push,parseXmlString}'],
      kind: 'xml',
      argument: 0,
    },
    { at: ['node-expat.Parser().{parse,write,end}'], kind: 'xml', argument: 0 },
    { at: ['xml2json.toJson'], kind: 'xml', argument: 0 },
    {
      at: [
        'xpath.{select,select1,evaluate,parse,selectWithResolver}',
        'xpath.useNamespaces()',
        'xpath.XPathEvaluator().{evaluate,createExpression}',
      ],
      kind: 'xpath',
      argument: 0,
    },
    { at: ['xpath.js'], kind: 'xpath', argument: 1 },
    { at: ['libxmljs.Document().{get,find}'], kind: 'xpath', argument: 0 },
    { at: ['jsonpath-plus.JSONPath'], kind: 'code', argument: 0, field: 'path' },
  ],
  looseSinks: [
    {
      methods: ['parseXml', 'parseXmlString', 'parseXmlAsync'],
      kind: 'xml',
      argument: 0,
      when: expandsEntities,
    },
    { methods: ['evaluate'], receiver: /^(?:document|doc|xmlDoc|xpath)$/, kind: 'xpath', argument: 0 },
    { methods: ['selectSingleNode', 'selectNodes'], kind: 'xpath', argument: 0 },
  ],
};

export const xmlParsing = `libxmljs.${parsing}`;

/** Options that have the parser put in what entities stand for, files and addresses too. */
export function expandsEntities(site: CallSite): boolean {
  return site.arguments
    .slice(1)
    .some((options) => ['noent', 'replaceEntities'].some((name) => isOn(options.fields?.get(name))));
}

function isOn(value: Value | undefined): boolean {
  return value?.literal === true || value?.literal === 1;
}
