import type { SyntaxNode } from '../../syntax/tree.js';
import { keyName } from '../flow/node.js';
import type { Unit } from '../flow/unit.js';
import { textOf } from './nodes.js';

const development =
  /\b(?:is_?dev\w*|development|NODE_ENV\s*!==?\s*['"]production|is_?local\w*|is_?test\w*|!\s*is_?prod\w*|localhost|\w*self_?-?signed\w*|\w*insecure\w*|skip_?\w*(?:tls|ssl|verif)\w*|reject_?unauthorized|\w*unsafe_?(?:tls|ssl)\w*|\w*ignore_?(?:tls|ssl|cert)\w*|allow_?invalid\w*|(?:strict_?ssl|ssl_?verify|verify_?ssl)\w*)\b/i;

/** `{ host: 'localhost', … }`: whether an object around a place, or the one around that, speaks of this very machine. */
export function isForThisMachine(unit: Unit, node: SyntaxNode): boolean {
  let depth = 0;
  for (let at = node.parent; at && depth < 2; at = at.parent) {
    if (at.type !== 'object') continue;
    depth++;
    if (at.children.some((child) => thisMachine.test(textOf(unit, child)))) return true;
  }
  return false;
}

const thisMachine =
  /^['"]?(?:host(?:name)?|server|address|url|uri|connectString|connectionString)['"]?\s*:\s*['"](?:\w+:\/\/)?(?:[^'"@/]*@)?(?:localhost|127\.0\.0\.1|\[?::1\]?)(?:[:/][^'"]*)?['"]$/;

/** Whether a place is in a branch that is for development alone, or that somebody chose by an option of that name. */
export function isForDevelopment(unit: Unit, node: SyntaxNode): boolean {
  for (let at = node; at.parent; at = at.parent) {
    const { parent }: SyntaxNode = at;
    const isBranch = parent.type === 'if_statement' || parent.type === 'ternary_expression';
    const condition = isBranch ? parent.get('condition') : undefined;
    if (condition && at === parent.get('consequence') && development.test(textOf(unit, condition)))
      return true;
    if (condition && at === parent.get('alternative') && /production|is_?prod/i.test(textOf(unit, condition)))
      return !/!==?|!\s*is/.test(textOf(unit, condition));
    if (
      parent.type === 'pair' &&
      /^(?:dev|development|test|local)$/i.test(keyName(parent.get('key'), unit.text) ?? '')
    )
      return true;
  }
  return false;
}
