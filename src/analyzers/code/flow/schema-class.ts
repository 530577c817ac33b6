import type { SyntaxNode } from '../../syntax/tree.js';
import type { Environment } from './environment.js';
import { patternKinds } from './guard-text.js';
import type { Interpreter } from './interpreter.js';
import { allKinds, kindsOf, textKinds, type Kinds } from './kind.js';
import { keyName } from './node.js';
import { kindsOfFormat, numberKinds, objectSchema, patternOf, type Schema } from './schema.js';
import { brief, type Unit } from './unit.js';

/** What the decorators of class-validator on a type's properties say of data of that type. */
export function classSchema(
  run: Interpreter,
  type: SyntaxNode,
  environment: Environment,
  unit: Unit,
): Schema | undefined {
  if (type.type !== 'type_identifier') return undefined;
  const binding = unit.scopes.resolve(type);
  const found = binding && environment.get(binding);
  const made = found && run.force(found).construct;
  if (!made || !made.unit.text.includes('class-validator')) return undefined;
  const properties = new Map<string, Schema>();
  for (const member of made.node.get('body')?.children ?? []) {
    if (member.type !== 'public_field_definition') continue;
    const name = keyName(member.get('name'), made.unit.text);
    const clears = decoratorKinds(member, made.unit);
    if (name !== undefined && clears !== 0) properties.set(name, { library: 'class-validator', clears });
  }
  return properties.size > 0 ? objectSchema('class-validator', properties, true) : undefined;
}

function decoratorKinds(member: SyntaxNode, unit: Unit): Kinds {
  return member.children
    .filter((child) => child.type === 'decorator')
    .reduce((kinds, decorator) => {
      const written = brief(unit, decorator, 200);
      const name = /^@(\w+)/.exec(written)?.[1] ?? '';
      const pattern = name === 'Matches' ? /\(\s*\/(.+)\/\w*\s*[,)]/.exec(written)?.[1] : undefined;
      return (
        kinds | kindsOfDecorator(name) | (pattern === undefined ? 0 : patternKinds(patternOf(pattern), true))
      );
    }, 0);
}

function kindsOfDecorator(name: string): Kinds {
  if (/^Is(?:Int|Number|Positive|Negative|Divisible\w*)$/.test(name)) return numberKinds;
  if (/^(?:IsIn|IsEnum|IsBoolean|IsDate|Equals)$/.test(name)) return allKinds;
  if (name === 'IsString' || name === 'IsUrl') return textKinds;
  if (name === 'Max' || name === 'MaxLength' || name === 'ArrayMaxSize') return kindsOf('limit');
  const format = kindsOfFormat(name);
  return format === 0 ? 0 : format | textKinds;
}
