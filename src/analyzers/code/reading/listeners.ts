import { isFunction } from '../flow/node.js';
import type { Unit } from '../flow/unit.js';
import type { SyntaxNode } from '../../syntax/tree.js';
import { argumentsOf, definitionOf, functionOf, lastName, literalText, nodesOf, textOf } from './nodes.js';
import { pairOf } from './options.js';

/** What takes messages, connections or events from outside, besides routes. */
export interface Listener {
  readonly kind: 'queue' | 'listener' | 'handler';
  readonly name: string;
  readonly place: SyntaxNode;
}

/** What a text holds that may listen. */
export const listenerHint =
  /['"](?:bullmq|bull|amqplib|amqp-connection-manager|kafkajs|sqs-consumer|pg-boss|nats|mqtt|ws|socket\.io|@google-cloud\/pubsub|@nestjs\/(?:microservices|bullmq?)|@nestjs-plus\/rabbitmq|@golevelup\/nestjs-rabbitmq|@ssut\/nestjs-sqs)['"]|\.\s*listen\s*\(|\b(?:handler|lambdaHandler)\b/;

/** The queues, listeners and functions of the cloud that a file opens. */
export function listenersOf(unit: Unit): readonly Listener[] {
  const imports = new Set(Array.from(unit.text.matchAll(importName), ([, name = '']) => name));
  return [
    ...nodesOf(unit, 'call_expression').flatMap((call) => callOf(unit, call, imports)),
    ...nodesOf(unit, 'new_expression').flatMap((call) => makerOf(unit, call, imports)),
    ...nodesOf(unit, 'decorator').flatMap((decorator) => decoratorOf(unit, decorator)),
    ...cloudHandlers(unit),
  ];
}

const importName = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)['"]([^'"\n]{1,100})['"]/g;

/** Methods that take messages, by package: the argument, or the option in the first one, that names the queue. */
const consumers: readonly (readonly [from: RegExp, method: string, name: number | readonly string[]])[] = [
  [/^bull$/, 'process', 0],
  [/^amqplib|^amqp-connection-manager$/, 'consume', 0],
  [/^kafkajs$/, 'subscribe', ['topic', 'topics']],
  [/^sqs-consumer$/, 'create', ['queueUrl']],
  [/^pg-boss$/, 'work', 0],
  [/^nats$|^mqtt$/, 'subscribe', 0],
  [/^@google-cloud\/pubsub$/, 'subscription', 0],
];

const servers =
  /^(?:node:)?(?:https?|http2|net|tls)$|^(?:express|fastify|koa|restify|@hapi\/hapi|polka|@nestjs\/core|ws|socket\.io)$/;

function callOf(unit: Unit, call: SyntaxNode, imports: ReadonlySet<string>): readonly Listener[] {
  const callee = call.get('function');
  if (callee?.type !== 'member_expression') return [];
  const method = lastName(unit, callee);
  const [first] = argumentsOf(call);
  if (method === 'listen' && [...imports].some((name) => servers.test(name)) && !isHandedOn(call))
    return [{ kind: 'listener', name: `listen(${first ? brief(unit, first) : ''})`, place: call }];
  for (const [from, name, at] of consumers) {
    if (name !== method || ![...imports].some((imported) => from.test(imported))) continue;
    const written = typeof at === 'number' ? first : first && optionOf(unit, first, at);
    // `queue.process(handler)` names the queue where it is made.
    const isNameless = written === undefined || functionOf(unit, written) !== undefined;
    const owner = callee.get('object');
    const shown = isNameless
      ? owner && brief(unit, owner)
      : (literalText(unit, written) ?? brief(unit, written));
    return shown === undefined ? [] : [{ kind: 'queue', name: shown, place: call }];
  }
  return [];
}

/** `export default app.listen(…)` is one all the same; a listener that a test makes and closes is not asked for here. */
function isHandedOn(call: SyntaxNode): boolean {
  return call.parent?.type === 'arguments';
}

function optionOf(unit: Unit, node: SyntaxNode, names: readonly string[]): SyntaxNode | undefined {
  const options = definitionOf(unit, node);
  for (const name of names) {
    const value = pairOf(unit, options, name)?.get('value');
    if (value) return value;
  }
  return undefined;
}

function makerOf(unit: Unit, call: SyntaxNode, imports: ReadonlySet<string>): readonly Listener[] {
  const name = lastName(unit, call.get('constructor'));
  const [first] = argumentsOf(call);
  if (name === 'Worker' && imports.has('bullmq') && first)
    return [{ kind: 'queue', name: literalText(unit, first) ?? brief(unit, first), place: call }];
  const isSockets = (name === 'WebSocketServer' || name === 'Server') && imports.has('ws');
  if (isSockets || (name === 'Server' && imports.has('socket.io')))
    return [{ kind: 'listener', name: `${imports.has('ws') ? 'ws' : 'socket.io'} server`, place: call }];
  return [];
}

const consumingDecorators =
  /^(?:MessagePattern|EventPattern|Processor|SqsMessageHandler|RabbitSubscribe|RabbitRPC)$/;

function decoratorOf(unit: Unit, decorator: SyntaxNode): readonly Listener[] {
  const [call] = decorator.children;
  if (call?.type !== 'call_expression') return [];
  const kind = lastName(unit, call.get('function'));
  const [first] = argumentsOf(call);
  if (kind === undefined || !consumingDecorators.test(kind) || !first) return [];
  return [{ kind: 'queue', name: literalText(unit, first) ?? brief(unit, first), place: decorator }];
}

const handlerName = /^(?:handler|lambdaHandler)$/;

/** Exported functions of a name that clouds call, whose first parameter is an event. */
function cloudHandlers(unit: Unit): readonly Listener[] {
  const file = /([^/]*\/)?([^/]+?)\.[^/.]+$/.exec(unit.path);
  const base = file?.[2] === 'index' ? (file[1] ?? '').slice(0, -1) || 'index' : (file?.[2] ?? unit.path);
  const named: { readonly name: string; readonly value: SyntaxNode; readonly place: SyntaxNode }[] = [];
  for (const statement of unit.tree.root.children) {
    const declaration = statement.type === 'export_statement' ? statement.get('declaration') : undefined;
    const name = declaration?.get('name');
    if (declaration && name && isFunction(declaration))
      named.push({ name: textOf(unit, name), value: declaration, place: name });
    for (const declarator of declaration?.type === 'lexical_declaration' ? declaration.children : []) {
      const at = declarator.get('name');
      const value = declarator.get('value');
      if (at && value) named.push({ name: textOf(unit, at), value, place: at });
    }
    const assignment = statement.type === 'expression_statement' ? statement.children[0] : undefined;
    const left = assignment?.type === 'assignment_expression' ? assignment.get('left') : undefined;
    const right = assignment?.get('right');
    if (left && right && /^(?:module\.)?exports\.\w+$/.test(textOf(unit, left)))
      named.push({ name: lastName(unit, left) ?? '', value: right, place: left });
  }
  return named.flatMap(({ name, value, place }): Listener[] => {
    if (!handlerName.test(name)) return [];
    const body = functionOf(unit, value);
    const parameters = body?.get('parameters') ?? body?.get('parameter');
    const takesEvent =
      parameters !== undefined &&
      /^\(?\s*_?(?:event|evt)\b|^\(\s*\{\s*(?:body|Records|headers|queryStringParameters)\b/.test(
        textOf(unit, parameters),
      );
    return takesEvent ? [{ kind: 'handler', name: `${base}.${name}`, place }] : [];
  });
}

function brief(unit: Unit, node: SyntaxNode): string {
  const text = textOf(unit, node).replace(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
