import type { SyntaxNode } from '../../syntax/tree.js';
import { isFunction } from '../flow/node.js';
import { parametersOf } from '../flow/scope.js';
import type { Unit } from '../flow/unit.js';
import { constantText } from '../flow/value.js';
import {
  argumentsOf,
  functionOf,
  isTestFile,
  lastName,
  literalText,
  nodesIn,
  nodesOf,
  textOf,
} from '../reading/nodes.js';
import type { CodeRule, Surroundings, Verdict } from './code-rule.js';

export const postmessageOrigin: CodeRule = {
  id: 'postmessage-origin',
  title: 'Messages between windows without a check of the origin',
  severity: 'medium',
  confidence: 'medium',
  cwe: [346, 345],
  owasp: ['A07:2021', 'A07:2025'],
  asvs: ['3.5.5'],
  languages: ['typescript', 'javascript'],
  description:
    'A window takes messages from any other window, or sends them to whatever page the other window shows by then. A page of an attacker sends messages in the place of the intended one, or receives what was meant for it.',
  remediation:
    'Compare the origin before anything else, `if (event.origin !== "https://shop.example") return;`, and name it when sending: `frame.postMessage(data, "https://shop.example")`.',
  references: [
    'https://developer.mozilla.org/en-US/docs/Web/API/Window/postMessage',
    'https://cwe.mitre.org/data/definitions/346.html',
  ],
  nodes: [
    {
      types: ['call_expression'],
      hint: /\bpostMessage\s*\(|addEventListener\s*\(\s*['"`]message/,
      check: checkCall,
    },
    { types: ['assignment_expression'], hint: /\bonmessage\s*=/, check: checkAssigned },
  ],
  examples: {
    bad: [
      {
        path: 'src/embed.ts',
        text: `window.addEventListener('message', (event) => { ◄
  document.title = event.data.title;
});

export function report(total: number) {
  window.parent.postMessage({ total }, '*'); ◄
}
`,
      },
      {
        path: 'src/widget.js',
        text: `function receive(message) {
  localStorage.setItem('user', message.data);
}
window.onmessage = receive; ◄
`,
      },
    ],
    good: [
      {
        path: 'src/embed.ts',
        text: `const shop = 'https://shop.example';

window.addEventListener('message', (event) => {
  if (event.origin !== shop) return;
  document.title = event.data.title;
});

export function report(total: number) {
  window.parent.postMessage({ total }, shop);
}
`,
      },
      {
        path: 'src/worker.js',
        text: `self.addEventListener('message', ({ data }) => self.postMessage(data * 2));
navigator.serviceWorker.addEventListener('message', (event) => console.log(event.data));
`,
      },
    ],
  },
};

function checkCall(unit: Unit, node: SyntaxNode, { read }: Surroundings): Verdict | undefined {
  const callee = node.get('function');
  const method = callee && lastName(unit, callee);
  if (!callee || isTestFile(unit)) return undefined;
  if (method === 'postMessage') return checkSending(unit, node, callee, read);
  if (method !== 'addEventListener') return undefined;
  const [type, handler] = argumentsOf(node);
  if (literalText(unit, type) !== 'message' || !handler) return undefined;
  const target = callee.get('object');
  if (
    target &&
    !/^(?:window|globalThis|top|parent|self|this\.window|\w*[wW]indow)$/.test(textOf(unit, target))
  )
    return undefined;
  if (isWorker(unit)) return undefined;
  return checkHandler(unit, handler, node);
}

function checkAssigned(unit: Unit, node: SyntaxNode): Verdict | undefined {
  const left = node.get('left');
  const right = node.get('right');
  if (!left || !right || isTestFile(unit)) return undefined;
  if (!/^(?:window|globalThis|self)\.onmessage$/.test(textOf(unit, left)) || isWorker(unit)) return undefined;
  return checkHandler(unit, right, node);
}

function isWorker(unit: Unit): boolean {
  return (
    /worker|electron|preload/i.test(unit.path) ||
    /\bwindow\s*=\s*(?:self|global)\b|\bimportScripts\s*\(|\bself\.postMessage\b|DedicatedWorkerGlobalScope|ServiceWorkerGlobalScope/.test(
      unit.text,
    )
  );
}

const sensitive =
  /token|auth|session|user|email|password|secret|key|credential|jwt|account|total|profile|card/i;

function checkSending(
  unit: Unit,
  node: SyntaxNode,
  callee: SyntaxNode,
  read: Surroundings['read'],
): Verdict | undefined {
  const [, target] = argumentsOf(node);
  if (!target || constantText(read(target)) !== '*') return undefined;
  const message = argumentsOf(node)[0];
  // A word that says nothing may go to anybody.
  if (message && literalText(unit, message) !== undefined) return undefined;
  const written = message && asObject(unit, message);
  // Whole values may hold anything; of what is written out here, the names tell. The own window shows the page itself.
  const isTelling = written?.type !== 'object' || sensitive.test(textOf(unit, written));
  const isOwn = /^(?:window|self|globalThis|_?global)\.postMessage$/.test(textOf(unit, callee));
  return {
    ...((!isTelling || isOwn) && { confidence: 'low' }),
    message: `\`${textOf(unit, callee).slice(0, 60)}\` sends the message to whatever page the window shows.`,
  };
}

/** An object that is sent as text is told by its names too. */
function asObject(unit: Unit, message: SyntaxNode): SyntaxNode {
  const callee = message.type === 'call_expression' ? message.get('function') : undefined;
  if (!callee || textOf(unit, callee) !== 'JSON.stringify') return message;
  return argumentsOf(message)[0] ?? message;
}

/** A handler that never looks at who sent the message. */
function checkHandler(unit: Unit, handler: SyntaxNode, node: SyntaxNode): Verdict | undefined {
  const body = functionOf(unit, handler) ?? methodOf(unit, handler);
  if (!body) return undefined;
  const written = withoutTexts(textOf(unit, body));
  if (/\borigin\b|\.source\b|\bsource\b|isTrusted|ports\[/i.test(written)) return undefined;
  const [event] = parametersOf(body);
  if (!event) return undefined;
  // What takes the whole message may check it.
  const name = event.pattern.type === 'identifier' ? textOf(unit, event.pattern) : undefined;
  if (name !== undefined && isHandedOn(unit, body, name)) return undefined;
  return { node, message: 'Messages are taken from any window: nothing compares where they come from.' };
}

function withoutTexts(code: string): string {
  return code.replace(/'[^'\n]*'|"[^"\n]*"/g, "''");
}

/** The whole message is an argument of a call. */
function isHandedOn(unit: Unit, body: SyntaxNode, name: string): boolean {
  return nodesIn(unit, body, 'identifier').some(
    (node) => node.parent?.type === 'arguments' && textOf(unit, node) === name,
  );
}

/** `this.onMessage` and `this.onMessage.bind(this)` of the class around. */
function methodOf(unit: Unit, handler: SyntaxNode): SyntaxNode | undefined {
  const written = /^this\.(\w+)(?:\.bind\(this\))?$/.exec(textOf(unit, handler))?.[1];
  if (written === undefined) return undefined;
  const method = nodesOf(unit, 'method_definition').find(
    (node) => textOf(unit, node.get('name') ?? node) === written,
  );
  if (method) return method;
  for (const field of [...nodesOf(unit, 'public_field_definition'), ...nodesOf(unit, 'field_definition')]) {
    const value = field.get('value');
    if (
      value &&
      isFunction(value) &&
      textOf(unit, field.get('name') ?? field.get('property') ?? field) === written
    )
      return value;
  }
  return undefined;
}
