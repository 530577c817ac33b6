import type { SyntaxNode } from '../../syntax/tree.js';
import type { Unit } from '../flow/unit.js';
import { wordsOf } from './names.js';
import { argumentsOf, definitionOf, descendants, lastName, literalText, nodesIn, textOf } from './nodes.js';
import { namesOf } from './stores.js';

/** A call that finds, changes or deletes one record by its id. */
export interface Lookup {
  readonly node: SyntaxNode;
  /** What it is about, in the singular: `order` of `prisma.order.findUnique(…)`. */
  readonly resource: string;
  readonly writes: boolean;
}

const finding =
  /^(?:find\w*|get\w*|fetch\w*|load\w*|read\w*|retrieve\w*|select|show|view|download\w*|where|query|execute|one|oneOrNone|first|eq|\$queryRaw)$/;
const changing =
  /^(?:update\w*|delete\w*|remove\w*|destroy\w*|cancel\w*|archive\w*|patch\w*|edit\w*|save\w*|close\w*|rename\w*|set[A-Z]\w*|findByIdAnd\w*|findOneAnd\w*|replace\w*|modify\w*|del|approve\w*|pay\w*|refund\w*|share\w*|softDelete|increment)$/;
const others =
  /^(?:getAll|getServerSession|getSession|getUser|getToken|getAuth|getItem|getTime|getElement\w*|getRepository|getRequest|setHeader|setCookie|setState|fetch|get)$/;

/** Reads a call as one that is about a single record; undefined where it is not. */
export function lookupOf(
  unit: Unit,
  call: SyntaxNode,
  isChosen: (node: SyntaxNode) => boolean,
): Lookup | undefined {
  const callee = call.get('function');
  const method = callee && lastName(unit, callee);
  if (!callee || method === undefined || others.test(method)) return undefined;
  const writes = changing.test(method);
  if (!writes && !finding.test(method)) return undefined;
  const nodes = argumentsOf(call);
  if (/^(?:query|execute|one|oneOrNone|none|\$queryRaw|run|any)$/.test(method))
    return statementLookup(unit, call, nodes, isChosen);
  if (method === 'eq' && callee.type !== 'member_expression') return undefined;
  if (!nodes.some((node) => namesRecord(unit, node, isChosen))) return undefined;
  const names = namesOf(unit, callee).slice(0, -1);
  const chain = textOf(unit, call);
  const isCondition = /^(?:where|eq|first|match|filter)$/.test(method);
  const table = isCondition ? /\b(?:from|delete|update|into)\(\s*['"`]?(\w+)/.exec(chain)?.[1] : undefined;
  const resource = table ?? resourceIn(names, method);
  if (resource === undefined) return undefined;
  const isWrite = writes || /\.\s*(?:delete|update)\s*\(/.test(chain);
  return { node: call, resource: singular(resource), writes: isWrite };
}

/** An id as an argument by itself, in a condition, or under the name of an id in an object. */
function namesRecord(
  unit: Unit,
  argument: SyntaxNode,
  isChosen: (node: SyntaxNode) => boolean,
  depth = 0,
): boolean {
  const node = definitionOf(unit, argument);
  if (isChosen(argument) || isChosen(node)) return true;
  if (depth > 4) return false;
  if (node.type === 'object')
    return node.children.some((child) => {
      if (child.type === 'shorthand_property_identifier') return isChosen(child);
      const value = child.get('value');
      const key = child.get('key');
      if (!value || !key) return false;
      const name = textOf(unit, key).replace(/['"`]/g, '');
      if (/^(?:data|select|include|\$set|set|attributes)$/.test(name)) return false;
      return namesRecord(unit, value, isChosen, depth + 1);
    });
  if (
    node.type === 'call_expression' &&
    /^(?:eq|and|same|equals|where|Equal)$/.test(lastName(unit, node) ?? '')
  )
    return argumentsOf(node).some((part) => namesRecord(unit, part, isChosen, depth + 1));
  if (node.type === 'arrow_function') {
    const body = node.get('body');
    return body !== undefined && namesRecord(unit, body, isChosen, depth + 1);
  }
  return false;
}

const neutral =
  /^(?:this|prisma\w*|db|database|knex|conn|connection|pool|pg|client|em|entityManager|manager|orm|models?|trx|tx|query|sql|mongo|app|fastify|server|ctx|req|request|supabase|repo|repository|service|services|collection|store|api|dao|dal)$/i;

/** What a chain of names is about: the last one that is not a library's. */
function resourceIn(names: readonly string[], method: string): string | undefined {
  const own = names.filter((name) => !neutral.test(name)).at(-1);
  if (own !== undefined)
    return (
      own.replace(
        /(?:Service|Repository|Repo|Model|Store|Dao|Collection|Manager|Controller|Client|Api|Entity)s?$/i,
        '',
      ) || own
    );
  // `getOrder(id)`, `db.findInvoiceById(id)`
  const inMethod =
    /^(?:find|get|fetch|load|read|retrieve|update|delete|remove|destroy|cancel|archive|patch|edit)(?:One)?([A-Z]\w*?)(?:By\w+)?$/.exec(
      method,
    )?.[1];
  return inMethod !== undefined && !/^(?:By|Unique|First|Many|All|One|And|Id)/.test(inMethod)
    ? inMethod
    : undefined;
}

function statementLookup(
  unit: Unit,
  call: SyntaxNode,
  nodes: readonly SyntaxNode[],
  isChosen: (node: SyntaxNode) => boolean,
): Lookup | undefined {
  const [statement, ...rest] = nodes;
  const defined = statement && definitionOf(unit, statement);
  if (!defined || (defined.type !== 'string' && defined.type !== 'template_string')) return undefined;
  const text = literalText(unit, defined) ?? textOf(unit, defined);
  if (!/\bwhere\b[\s\S]{0,2000}?\b(?:\w{0,40}id|uuid|slug|number|key|code)["`]?\s*=/i.test(text))
    return undefined;
  const found = /\b(from|update|into)\s+["`]?([\w.]+)/i.exec(text);
  const [, verb = '', table = ''] = found ?? [];
  if (table === '') return undefined;
  const values = [...rest, ...nodesIn(unit, defined, 'template_substitution')];
  const holds = values.some((node) => [...descendants(node)].some((part) => isChosen(part)));
  if (!holds) return undefined;
  const writes = /^update$/i.test(verb) || /\bdelete\s+from\b/i.test(text);
  return { node: call, resource: singular(table.split('.').at(-1) ?? table), writes };
}

/** Whether a condition names the owner beside the id. */
export function namesOwner(text: string): boolean {
  return /\b(?:user|owner|account|customer|author|member|tenant|org(?:anization)?|company|patient|sender|recipient|creator|created_?by|team|workspace)_?(?:id|uuid|sub)?["'`]?\s*(?:=|:|,)/i.test(
    text,
  );
}

function singular(name: string): string {
  const word = wordsOf(name).at(-1) ?? name.toLowerCase();
  if (/ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(?:ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

const personal = new Set(
  (
    'order invoice document doc note message payment account wallet address record booking reservation appointment ' +
    'transfer transaction file attachment upload ticket card subscription cart basket profile conversation chat thread ' +
    'prescription claim loan receipt bill statement draft task todo project team workspace membership device apikey ' +
    'session notification setting preference album journal diary contact lead deal submission application request case ' +
    'visit trip shipment delivery refund expense timesheet payslip contract patient letter inbox email mail voucher ' +
    'beneficiary budget goal habit reminder schedule meeting report purchase withdrawal deposit portfolio vault secret ' +
    'credential key medication allergy passport license vehicle policy household child student grade exam'
  ).split(' '),
);

/** Records that belong to somebody, by the word for them. */
export function isPersonal(resource: string): boolean {
  return personal.has(resource);
}
