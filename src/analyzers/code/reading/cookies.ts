import type { SyntaxNode } from '../../syntax/tree.js';
import { keyName } from '../flow/node.js';
import type { Unit } from '../flow/unit.js';
import type { Value } from '../flow/value.js';
import { isForDevelopment } from './environment.js';
import { argumentsOf, definitionOf, lastName, nodesOf, textOf } from './nodes.js';
import { objectLiteral, optionNode, pairOf } from './options.js';

export interface Lack {
  readonly httpOnly: boolean;
  readonly secure: boolean;
}

/** What options lack, or turn off. `isGuarded` where the library sets the flags unless it is told otherwise. */
export function lackOf(
  unit: Unit,
  options: Value | undefined,
  node: SyntaxNode | undefined,
  isGuarded: boolean,
  defaults: { readonly httpOnly: boolean } = { httpOnly: isGuarded },
): Lack | undefined {
  const object = objectLiteral(unit, node);
  const given = (name: string): boolean | undefined => {
    const field = options?.fields?.get(name);
    const written = optionNode(unit, object, name);
    // What follows from a default elsewhere may be set otherwise.
    if (field?.literal === false && (!written || definitionOf(unit, written).type === 'false')) return false;
    return field ? true : undefined;
  };
  const isKnown = options === undefined || options.literal === null || options.closed === true;
  const lack = {
    httpOnly: !(given('httpOnly') ?? (!isKnown || defaults.httpOnly)),
    secure: !(given('secure') ?? (!isKnown || isGuarded)),
  };
  return lack.httpOnly || lack.secure ? lack : undefined;
}

/** What follows from missing flags, for the message. */
export function describe(lack: Lack): string {
  if (lack.httpOnly && lack.secure) return 'is sent over unencrypted connections and can be read by scripts';
  return lack.secure ? 'is sent over unencrypted connections too' : 'can be read by scripts';
}

const attributes = /^(?:maxAge|expires|path|domain|sameSite|httpOnly|secure|signed|name|key|password|ttl)$/;

/** Options of a cookie that stand in a configuration: `cookieOptions: { secure: false }`. */
export function openCookieOptions(
  unit: Unit,
): readonly { pair: SyntaxNode; value: SyntaxNode; lack: Lack }[] {
  if (/(?:^|[./-])(?:dev|development|local)\b/i.test(unit.path)) return [];
  return nodesOf(unit, 'pair').flatMap((pair) => {
    const name = keyName(pair.get('key'), unit.text);
    const value = pair.get('value');
    if ((name !== 'secure' && name !== 'httpOnly') || value?.type !== 'false') return [];
    if (!pair.parent || !isCookieConfiguration(unit, pair.parent)) return [];
    return [{ pair, value, lack: { httpOnly: name === 'httpOnly', secure: name === 'secure' } }];
  });
}

function isCookieConfiguration(unit: Unit, object: SyntaxNode): boolean {
  const names = object.children.map((child) => keyName(child.get('key'), unit.text) ?? '');
  if (!names.every((name) => name === '' || attributes.test(name))) return false;
  const around: string[] = [];
  for (let at = object.parent, depth = 0; at && depth < 12; at = at.parent, depth++) {
    if (at.type === 'pair') around.push(keyName(at.get('key'), unit.text) ?? '');
    if (at.type === 'variable_declarator') around.push(textOf(unit, at.get('name') ?? at));
    if (at.type === 'call_expression') {
      // Calls that set a cookie are judged by themselves, with the cookie's name.
      if (/cookie$|^set$|^serialize$|^session$|^cookieSession$/i.test(lastName(unit, at) ?? '')) return false;
      around.push(
        ...argumentsOf(at)
          .slice(0, 1)
          .filter((node) => node.type === 'identifier')
          .map((node) => textOf(unit, node)),
      );
      break;
    }
    if (at.type === 'statement_block' || at.type === 'class_body') break;
  }
  if (isForDevelopment(unit, object)) return false;
  if (around.some((name) => /csrf|xsrf|locale|lang|theme|consent|pref/i.test(name))) return false;
  return (
    around.some((name) => /cookie|session(?:Token)?/i.test(name)) &&
    pairOf(unit, object, 'secret') === undefined
  );
}
