import type { Framework } from './framework.js';

/** Functions that escape text or clean it of what does harm. */
export const sanitizers: Framework = {
  name: 'Sanitizers',
  roots: [
    'escape-html',
    'lodash',
    'lodash.escape',
    'underscore',
    'he',
    'html-entities',
    'validator',
    'sanitize-html',
    'xss',
    'xss-filters',
    'dompurify',
    'isomorphic-dompurify',
    'striptags',
    'entities',
    'ent',
    'sanitizer',
    'html-escaper',
    'escape-goat',
  ],
  passes: [
    {
      at: [
        'escape-html',
        'lodash.escape',
        'underscore.escape',
        'he.{encode,escape}',
        'html-entities.{encode,encodeXML,escapeHtml}',
        'validator.escape',
        'sanitize-html',
        'xss',
        'xss.filterXSS',
        'xss-filters.{inHTMLData,inHTMLComment,inSingleQuotedAttr,inDoubleQuotedAttr,inUnQuotedAttr,uriInHTMLData}',
        'dompurify.sanitize',
        'isomorphic-dompurify.sanitize',
        'striptags',
        'entities.{encode,escape,encodeHTML,escapeUTF8,encodeXML}',
        'ent.encode',
        'sanitizer.{escape,sanitize}',
        'html-escaper.escape',
        'escape-goat.htmlEscape',
      ],
      safeFor: ['html', 'dom', 'page'],
    },
    { at: ['validator.{toInt,toFloat,toBoolean,toDate}'], arguments: [] },
    {
      at: [
        'lodash.{merge,defaults,assign,pick,omit,clone,cloneDeep,get,trim,toString,join,map,template,toLower,toUpper}',
      ],
    },
  ],
};
