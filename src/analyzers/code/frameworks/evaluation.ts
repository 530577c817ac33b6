import type { CallSite } from '../flow/call-site.js';
import { constantText, type Value } from '../flow/value.js';
import type { Framework } from './framework.js';

const run = '{runInContext,runInNewContext,runInThisContext}';

/** What runs text as code, and what loads code by name. */
export const evaluation: Framework = {
  name: 'Evaluation',
  roots: [
    'vm2',
    'sandbox',
    'safe-eval',
    'notevil',
    'eval5',
    'static-eval',
    'require-from-string',
    'node-eval',
    'import-fresh',
    'jsonpath',
    'mathjs',
    'jsonpath-plus',
    'import-from',
    'resolve-from',
    'execScript',
    'require',
  ],
  aliases: {
    'vm2.{VM,NodeVM}()': 'vm2.VM()',
    'Function.prototype.constructor': 'Function',
  },
  sinks: [
    { at: ['eval', 'execScript'], kind: 'code', argument: 0 },
    { at: ['Function'], kind: 'code' },
    { at: ['{setTimeout,setInterval,setImmediate}'], kind: 'code', argument: 0, when: isText },
    {
      at: [`vm.${run}`, 'vm.{Script,compileFunction,createScript,SourceTextModule}'],
      kind: 'code',
      argument: 0,
    },
    { at: ['vm.{runInContext,runInNewContext}'], kind: 'code', argument: 1, when: evaluatesContext },
    { at: ['vm2.VM().run', 'vm2.VMScript', 'sandbox().run'], kind: 'code', argument: 0 },
    {
      at: [
        '{safe-eval,notevil,node-eval,require-from-string,eval5}',
        'eval5.{evaluate,Interpreter().evaluate}',
      ],
      kind: 'code',
      argument: 0,
    },
    { at: ['mathjs.eval'], kind: 'code', argument: 0 },
    { at: ['jsonpath.{query,value,paths,nodes,parent,apply}'], kind: 'code', argument: 1 },
    { at: ['jsonpath-plus.JSONPath'], kind: 'code', argument: 0, field: 'path' },
    {
      at: ['worker_threads.Worker'],
      kind: 'code',
      argument: 0,
      when: (site) => site.arguments[1]?.fields?.get('eval')?.literal === true,
    },
    { at: ['require', 'require.resolve', 'import-fresh', 'module.require'], kind: 'module', argument: 0 },
    { at: ['module.createRequire()'], kind: 'module', argument: 0 },
    {
      at: ['worker_threads.Worker'],
      kind: 'module',
      argument: 0,
      when: (site) => site.arguments[1]?.fields?.get('eval')?.literal !== true,
    },
  ],
  looseSinks: [{ methods: ['AsyncFunction', 'GeneratorFunction', 'AsyncGeneratorFunction'], kind: 'code' }],
};

/** A function is called, and only text is compiled; what callers hand over to be called later is a function. */
function isText(_site: CallSite, value: Value): boolean {
  if (value.call) return false;
  if (value.shape !== undefined) return true;
  return value.taints.some(({ kind }) => kind !== 'library' && kind !== 'parameter');
}

/** Fixed code that evaluates what it is given: then what it is given is code. */
function evaluatesContext(site: CallSite): boolean {
  return /eval|\bFunction\s*\(/i.test(constantText(site.arguments[0]) ?? '');
}
