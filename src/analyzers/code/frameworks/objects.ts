import type { CallSite } from '../flow/call-site.js';
import { kindsOf } from '../flow/kind.js';
import type { Value } from '../flow/value.js';
import { isBelow } from '../project.js';
import type { Framework } from './framework.js';

/** The version since which a library refuses `__proto__`; without one, none does. */
const fixed: Readonly<Record<string, string | undefined>> = {
  lodash: '4.17.21',
  'lodash.merge': '4.6.2',
  'lodash.mergewith': '4.6.2',
  'lodash.defaultsdeep': '4.6.1',
  'lodash.set': undefined,
  'lodash.setwith': undefined,
  jquery: '3.4.0',
  deepmerge: '1.3.1',
  'merge-deep': '3.0.3',
  'mixin-deep': '2.0.1',
  'set-value': '4.0.1',
  'object-path': '0.11.8',
  'dot-prop': '5.1.1',
  'deep-extend': '0.5.1',
  extend: '3.0.2',
  'node-extend': '2.0.1',
  'deep-assign': undefined,
  'defaults-deep': undefined,
  'assign-deep': '1.0.1',
  'merge-options': '1.0.1',
  hoek: '5.0.3',
  '@hapi/hoek': '8.5.1',
  'just-extend': '4.0.1',
  merge: '2.1.1',
  'merge-recursive': undefined,
  'object-merge': undefined,
  dset: '3.1.2',
  'set-in': undefined,
  undefsafe: '2.0.3',
  'deep-set': undefined,
  'nested-property': '4.0.0',
  'property-expr': '2.0.3',
};

const single = [
  'merge',
  'mergeWith',
  'defaultsDeep',
  'set',
  'setWith',
  'update',
  'zipObjectDeep',
  'assign',
  'extend',
  'escapeRegExp',
  'pick',
  'omit',
  'get',
];

/** Functions that copy properties from one object into another, or set one by a path. */
export const objects: Framework = {
  name: 'Objects',
  roots: [
    'lodash',
    'lodash-es',
    'underscore',
    ...Object.keys(fixed),
    ...single.map((name) => `lodash/${name}`),
  ],
  aliases: {
    'lodash-es': 'lodash',
    ...Object.fromEntries(single.map((name) => [`lodash/${name}`, `lodash.${name}`])),
    'lodash.{default}': 'lodash',
    'deepmerge.default': 'deepmerge',
    'set-value.default': 'set-value',
    hoek: '@hapi/hoek',
    'node-extend': 'extend',
  },
  sinks: [
    {
      at: [
        'lodash.{merge,mergeWith,defaultsDeep}',
        'lodash.{mergewith,defaultsdeep}',
        '{merge-deep,mixin-deep,deep-extend,deep-assign,defaults-deep,assign-deep,merge-options,merge,merge-recursive,object-merge}',
        'merge.recursive',
        '@hapi/hoek.{merge,applyToDefaults,clone}',
        'deepmerge',
        'deepmerge.all',
      ],
      kind: 'pollution',
      when: isObject,
    },
    { at: ['jQuery.extend', 'extend', 'just-extend'], kind: 'pollution', when: isDeep },
    {
      at: [
        'lodash.{set,setWith,setwith,update,updateWith,zipObjectDeep}',
        '{set-value,object-path.set,dot-prop.set,dot-prop.setProperty,dset,dset.dset,set-in,deep-set,nested-property.set}',
      ],
      kind: 'pollution',
      argument: 1,
      when: isUnfixed,
    },
    {
      at: ['Object.assign', 'lodash.{assign,extend}', 'underscore.{extend,assign}'],
      kind: 'assignment',
      when: isSource,
    },
  ],
  passes: [
    {
      at: [
        'lodash.{merge,mergeWith,assign,assignIn,extend}',
        'underscore.{extend,assign}',
        'jQuery.extend',
        '{deepmerge,extend,just-extend,xtend,object-assign,deep-extend,deep-assign,merge-deep,mixin-deep,assign-deep}',
        '{merge-options,merge,merge.recursive,object-merge,ts-deepmerge,@fastify/deepmerge}',
      ],
      merges: true,
    },
    {
      at: [
        'lodash.escapeRegExp',
        'escape-string-regexp',
        'RegExp.escape',
        'regexp.escape',
        'underscore.string.escapeRegExp',
      ],
      safeFor: ['regex'],
    },
  ],
};

const bit = kindsOf('pollution');

/** Objects that were parsed from outside come as a whole: `merge({}, JSON.parse(text))`. */
function isObject(site: CallSite, value: Value): boolean {
  return isUnfixed(site) && value.taints.some((taint) => (taint.cleared & bit) === 0);
}

function isDeep(site: CallSite, value: Value): boolean {
  return site.arguments[0]?.literal === true && isObject(site, value);
}

/** Whether the version that the project asks for lets `__proto__` through; where it is not known, it may. */
function isUnfixed(site: CallSite): boolean {
  const name = Object.keys(fixed).find((root) => site.origin === root || site.origin.startsWith(`${root}.`));
  if (name === undefined) return false;
  const since = fixed[name];
  const version = site.unit.project()?.dependency(name);
  return since === undefined || version === undefined || (isBelow(version, since) ?? true);
}

/** What is copied, not what it is copied into; into a new object it is only a copy. */
function isSource(site: CallSite, value: Value): boolean {
  const [target] = site.arguments;
  if (!target || value === target || (target.closed === true && target.fields?.size === 0)) return false;
  return (
    value.taints.length > 0 || [...(value.fields?.values() ?? [])].some((field) => field.taints.length > 0)
  );
}
