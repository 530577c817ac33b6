import type { SyntaxNode } from '../../syntax/tree.js';
import { executeAll, executeChild } from './block.js';
import { joinVariables, type Environment, type Variables } from './environment.js';
import type { Activation, Completion, Interpreter } from './interpreter.js';
import { assumeReturned } from './guard.js';
import { tellResult } from './invoke.js';
import { executeLoop, executeForIn } from './loop.js';
import { endsWithCall } from './no-return.js';
import { isClass, isFunction } from './node.js';
import { unknown } from './value.js';

/** Runs a statement for what it does to the variables. Loops run twice: what the first round sets, the second sees. */
export function execute(
  run: Interpreter,
  node: SyntaxNode,
  environment: Environment,
  activation: Activation,
): Completion {
  run.spend();
  const { unit } = activation;
  const evaluate = (child: SyntaxNode | undefined): void => {
    if (child) run.evaluate(child, environment, unit);
  };
  switch (node.type) {
    case 'program':
    case 'statement_block':
    case 'class_static_block':
      return executeAll(run, node.children, environment, activation, node);
    case 'expression_statement':
      node.children.forEach(evaluate);
      for (const child of node.children) assumeReturned(run, child, environment, unit);
      return endsWithCall(run, node, environment, unit) ? 'ended' : 'normal';
    case 'lexical_declaration':
    case 'variable_declaration':
      for (const declarator of node.children)
        if (declarator.type === 'variable_declarator') declare(run, declarator, environment, activation);
      return 'normal';
    case 'return_statement': {
      const value = node.children.find((child) => child.type !== 'comment');
      const returned = value ? run.evaluate(value, environment, unit) : unknown;
      if (value && activation.results) tellResult(run, activation.results, returned, value, unit);
      activation.returns.push(returned);
      return 'ended';
    }
    case 'throw_statement':
      node.children.forEach(evaluate);
      return 'ended';
    case 'break_statement':
      activation.breaks?.push(environment.save());
      return 'broken';
    case 'continue_statement':
      activation.continues?.push(environment.save());
      return 'broken';
    case 'if_statement':
      return executeIf(run, node, environment, activation);
    case 'for_statement':
      executeChild(run, node.get('initializer'), environment, activation);
      return executeLoop(run, node, environment, activation, () => evaluate(node.get('increment')));
    case 'while_statement':
    case 'do_statement':
      return executeLoop(run, node, environment, activation, () => undefined);
    case 'for_in_statement':
      return executeForIn(run, node, environment, activation);
    case 'switch_statement':
      return executeSwitch(run, node, environment, activation);
    case 'try_statement':
      return executeTry(run, node, environment, activation);
    case 'labeled_statement':
      executeChild(run, node.get('body'), environment, activation);
      return 'normal';
    case 'else_clause':
    case 'finally_clause':
      return executeAll(run, node.children, environment, activation, undefined);
    case 'export_statement': {
      const exported = node.get('declaration') ?? node.get('value');
      if (exported) executeChild(run, exported, environment, activation);
      return 'normal';
    }
    case 'internal_module':
      executeChild(run, node.get('body'), environment, activation);
      return 'normal';
    case 'function_declaration':
    case 'generator_function_declaration':
    case 'comment':
      return 'normal';
  }
  if (isClass(node)) {
    const name = node.get('name');
    const binding = name && unit.scopes.resolve(name);
    const value = run.evaluateClass(node, environment, unit);
    if (binding) environment.set(binding, value);
    return 'normal';
  }
  if (isExpression(node)) evaluate(node);
  return 'normal';
}

const expressionLike = /_expression$|^(?:identifier|object|array|template_string|string|number|class)$/;

function isExpression(node: SyntaxNode): boolean {
  return isFunction(node) || expressionLike.test(node.type);
}

function declare(
  run: Interpreter,
  declarator: SyntaxNode,
  environment: Environment,
  activation: Activation,
): void {
  const name = declarator.get('name');
  const initial = declarator.get('value');
  if (!name) return;
  if (!initial) return;
  run.bind(name, run.evaluate(initial, environment, activation.unit), environment, activation.unit, true);
}

function executeIf(
  run: Interpreter,
  node: SyntaxNode,
  environment: Environment,
  activation: Activation,
): Completion {
  const condition = node.get('condition');
  if (condition) run.evaluate(condition, environment, activation.unit);
  const before = environment.save();
  if (condition) run.assume(condition, true, environment, activation.unit);
  const taken = executeChild(run, node.get('consequence'), environment, activation);
  const afterTaken = environment.variables;
  environment.variables = before;
  if (condition) run.assume(condition, false, environment, activation.unit);
  const other = executeChild(run, node.get('alternative'), environment, activation);
  if (taken === 'normal' && other === 'normal') {
    environment.variables = joinVariables(afterTaken, environment.variables, environment.parent);
    return 'normal';
  }
  if (taken === 'normal') environment.variables = afterTaken;
  if (taken === 'normal' || other === 'normal') return 'normal';
  environment.variables = joinVariables(afterTaken, environment.variables, environment.parent);
  return taken === 'broken' || other === 'broken' ? 'broken' : 'ended';
}

function executeSwitch(
  run: Interpreter,
  node: SyntaxNode,
  environment: Environment,
  activation: Activation,
): Completion {
  const subject = node.get('value');
  const body = node.get('body');
  if (subject) run.evaluate(subject, environment, activation.unit);
  const before = environment.save();
  let after: ReturnType<Environment['save']> | undefined;
  let falling: ReturnType<Environment['save']> | undefined;
  let everyEnds = true;
  let hasDefault = false;
  for (const clause of body?.children ?? []) {
    if (clause.type !== 'switch_case' && clause.type !== 'switch_default') continue;
    hasDefault ||= clause.type === 'switch_default';
    environment.variables = new Map(before);
    if (clause.get('value')) run.assume(clause, true, environment, activation.unit);
    if (falling) environment.variables = joinVariables(environment.variables, falling, environment.parent);
    const statements = clause.children.filter((child) => child.field === 'body');
    const left: Variables[] = [];
    const completion = executeAll(run, statements, environment, { ...activation, breaks: left }, undefined);
    for (const other of completion === 'broken' ? [] : left)
      after = after ? joinVariables(after, other, environment.parent) : other;
    falling = completion === 'normal' ? environment.variables : undefined;
    if (completion === 'broken')
      after = after ? joinVariables(after, environment.variables, environment.parent) : environment.variables;
    if (completion !== 'ended') everyEnds = false;
  }
  if (falling) after = after ? joinVariables(after, falling, environment.parent) : falling;
  if (!hasDefault || !after) after = after ? joinVariables(after, before, environment.parent) : before;
  environment.variables = after;
  return everyEnds && hasDefault ? 'ended' : 'normal';
}

function executeTry(
  run: Interpreter,
  node: SyntaxNode,
  environment: Environment,
  activation: Activation,
): Completion {
  const before = environment.save();
  const tried = executeChild(run, node.get('body'), environment, activation);
  const afterTry = environment.variables;
  const handler = node.get('handler');
  let completion = tried;
  if (handler) {
    environment.variables = joinVariables(before, afterTry, environment.parent);
    const caught = executeChild(run, handler.get('body'), environment, activation);
    if (tried === 'normal' && caught === 'normal')
      environment.variables = joinVariables(afterTry, environment.variables, environment.parent);
    else if (tried === 'normal') environment.variables = afterTry;
    completion = tried === 'normal' || caught === 'normal' ? 'normal' : tried;
  }
  const last = executeChild(run, node.get('finalizer'), environment, activation);
  return last === 'normal' ? completion : last;
}
