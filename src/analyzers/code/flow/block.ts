import type { SyntaxNode } from '../../syntax/tree.js';
import type { Environment } from './environment.js';
import type { Activation, Completion, Interpreter } from './interpreter.js';

export function executeAll(
  run: Interpreter,
  statements: readonly SyntaxNode[],
  environment: Environment,
  activation: Activation,
  block: SyntaxNode | undefined,
): Completion {
  if (block) run.hoist(block, environment, activation.unit);
  for (const statement of statements) {
    const completion = run.execute(statement, environment, activation);
    if (completion !== 'normal') return completion;
  }
  return 'normal';
}

export function executeChild(
  run: Interpreter,
  node: SyntaxNode | undefined,
  environment: Environment,
  activation: Activation,
): Completion {
  return node ? run.execute(node, environment, activation) : 'normal';
}
