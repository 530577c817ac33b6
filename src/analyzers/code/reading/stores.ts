import type { SyntaxNode } from '../../syntax/tree.js';
import { bare, stringText } from '../flow/node.js';
import type { Unit } from '../flow/unit.js';
import type { Surroundings } from '../rules/code-rule.js';
import { definitionOf, lastName, nodesIn, nodesOf, textOf } from './nodes.js';

const notStores =
  /service|client|api\b|auth|gateway|provider|use_?case|controller|manager|helper|facade|adapter|firebase|cognito|clerk|supabase|axios|http|fetch|form|router|queue|mail|logger|cache|^yup$|^z$|^joi$|jwt|token/i;
const stores =
  /^(?:prisma\w*|\w*db\w*|database|knex|conn(?:ection)?|pool|orm|em|entityManager|\w*[rR]epo(?:sitory)?|\w*[mM]odels?|\w*[cC]ol(?:lections?)?|trx|tx|manager|mongo\w*|sequelize|pg|sql|datasource|\w*[sS]tore)$/;
const typed =
  /\b(?:Repository|Model|Collection|EntityManager|PrismaClient|PrismaService|Knex|DataSource|Table|BaseRepository|EntityRepository|ReturnModelType)\b/;

/** Whether a method belongs to what keeps records: a model, a repository, a database, a collection. */
export function isRecordStore(unit: Unit, callee: SyntaxNode, isNew: boolean): boolean {
  const names = namesOf(unit, callee);
  const [root] = names;
  const chain = isNew ? names : names.slice(0, -1);
  const last = chain.at(-1);
  if (last === undefined || root === undefined) return false;
  if (isNew) {
    if (/[mM]odel$/.test(last)) return true;
    return /^[A-Z]/.test(last) && isModelClass(unit, callee);
  }
  if (chain.some((name) => stores.test(name))) return true;
  if (chain.some((name) => notStores.test(name))) return false;
  if (/^[A-Z][\w$]*$/.test(last)) return true;
  const declared = declarationText(unit, callee);
  return declared !== undefined && typed.test(declared);
}

/** The names of a chain from its root on, calls included: `this.db.users.create` gives `db`, `users`, `create`. */
export function namesOf(unit: Unit, callee: SyntaxNode): readonly string[] {
  const names: string[] = [];
  let at: SyntaxNode | undefined = bare(callee);
  for (let depth = 0; at && depth < 20; depth++) {
    if (at.type === 'call_expression') {
      at = at.get('function');
      continue;
    }
    if (at.type === 'member_expression' || at.type === 'subscript_expression') {
      const name = lastName(unit, at);
      if (name !== undefined) names.push(name);
      at = at.get('object');
      if (at) at = bare(at);
      continue;
    }
    if (at.type === 'identifier') names.push(textOf(unit, at));
    break;
  }
  return names.reverse();
}

/** A class that is a record: imported from a file of models, or made by a library for them. */
function isModelClass(unit: Unit, callee: SyntaxNode): boolean {
  const binding = unit.scopes.resolve(bare(callee));
  const definition = definitionOf(unit, callee);
  if (/\bmodels?\s*[.(]/.test(textOf(unit, definition).slice(0, 120))) return true;
  const source = binding && importSource(binding.node, unit);
  return source !== undefined && /model|entit|schema|\/db\b|database/i.test(source);
}

/** The text by which the root of a chain is declared: a parameter's type, a class field's, an import. */
function declarationText(unit: Unit, callee: SyntaxNode): string | undefined {
  const names = namesOf(unit, callee);
  const [root] = names;
  if (root === undefined) return undefined;
  for (const type of ['required_parameter', 'public_field_definition', 'optional_parameter'])
    for (const node of nodesOf(unit, type)) {
      const name = node.get('pattern') ?? node.get('name');
      if (name && textOf(unit, name) === root) return textOf(unit, node);
    }
  return undefined;
}

/** The specifier that a name is imported or required from. */
function importSource(declared: SyntaxNode, unit: Unit): string | undefined {
  for (let at: SyntaxNode | undefined = declared; at; at = at.parent) {
    if (at.type === 'import_statement') {
      const source = at.get('source');
      return source && stringText(source, unit.text);
    }
    if (at.type === 'variable_declarator') {
      const value = at.get('value');
      const found = value && /require\(\s*['"]([^'"]+)['"]\s*\)/.exec(textOf(unit, value));
      return found?.[1];
    }
    if (at.type === 'statement_block') return undefined;
  }
  return undefined;
}

const hook =
  /\.pre\(\s*(?:\[\s*)?['"](?:save|validate|insertMany|findOneAndUpdate|updateOne)|\bbefore(?:Create|Save|Update|Insert|BulkCreate)\b|@Before(?:Insert|Update|Create|Save)|\$beforeInsert|(?<![$\w])set\s+\w*[pP]assword\s*\(|(?<![$\w])set\s*[:(][^}]{0,120}(?:hash|crypt)|\.plugin\(\s*\w*(?:passport|bcrypt|password|hash)/i;
const hashing = /bcrypt|argon2|scrypt|pbkdf2|hash/i;

/**
 * Whether the model that a call belongs to hashes by itself before it saves. Undefined where the model is somewhere in
 * the repository that is not in reach.
 */
export function hashesItself(unit: Unit, place: SyntaxNode, around: Surroundings): boolean | undefined {
  if (hook.test(unit.text) && hashing.test(unit.text)) return true;
  const roots = rootNames(unit, place);
  let isOutOfSight = false;
  for (const root of roots) {
    const declared = nodesOf(unit, 'identifier').find((node) => textOf(unit, node) === root);
    const binding = declared && unit.scopes.resolve(declared);
    const specifier = binding && importSource(binding.node, unit);
    if (specifier === undefined) continue;
    if (!/^\.{1,2}(?:\/|$)/.test(specifier) && !/^[@~]\//.test(specifier)) continue;
    const model = around.open(specifier);
    if (!model) {
      // A database or a client of one hashes nothing; a model that cannot be seen may.
      isOutOfSight ||= /^[A-Z]/.test(root) && !/prisma|db|schema|entit/i.test(specifier);
      continue;
    }
    const text = partOf(model, root);
    if (hook.test(text) && hashing.test(text)) return true;
    if (/require\(|^export .* from/m.test(text) && !/schema|column|model\s*\(/i.test(text))
      isOutOfSight ||= /^[A-Z]/.test(root);
  }
  return isOutOfSight ? undefined : false;
}

/** The class of a name in a file, where it has one; else the file. */
function partOf(unit: Unit, name: string): string {
  for (const declaration of nodesOf(unit, 'class_declaration')) {
    const own = declaration.get('name');
    if (own && textOf(unit, own) === name) return textOf(unit, declaration);
  }
  return unit.text;
}

/** Names that may stand for the model: the root of the chain, and the types that its declaration names. */
function rootNames(unit: Unit, place: SyntaxNode): readonly string[] {
  const callee = place.type === 'assignment_expression' ? place.get('left')?.get('object') : place;
  if (!callee) return [];
  const names = namesOf(unit, callee);
  const declared = declarationText(unit, callee) ?? '';
  const types = /\b(?:Repository|Model|EntityRepository|ReturnModelType)\s*<\s*(?:typeof\s+)?([\w$]+)/.exec(
    declared,
  );
  const assigned = place.type === 'assignment_expression' ? modelsBehind(unit, names[0]) : [];
  return [...names.slice(0, 1), ...names.slice(1, 2), ...(types?.[1] ? [types[1]] : []), ...assigned];
}

/** Models that a record was fetched from or made of: `const user = await User.findById(id)`. */
function modelsBehind(unit: Unit, name: string | undefined): readonly string[] {
  const found: string[] = [];
  for (const declarator of nodesOf(unit, 'variable_declarator')) {
    const target = declarator.get('name');
    const value = declarator.get('value');
    if (!target || !value || textOf(unit, target) !== name) continue;
    const [node] = nodesIn(unit, value, 'call_expression', 'new_expression');
    const callee = node && (node.get('function') ?? node.get('constructor'));
    if (!callee) continue;
    found.push(...namesOf(unit, callee).slice(0, 1));
    const types = /\b(?:Repository|Model)\s*<\s*([\w$]+)/.exec(declarationText(unit, callee) ?? '');
    if (types?.[1]) found.push(types[1]);
  }
  return found;
}
