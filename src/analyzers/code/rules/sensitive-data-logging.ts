import type { SyntaxNode } from '../../syntax/tree.js';
import { bare, isFunction, keyName } from '../flow/node.js';
import type { Unit } from '../flow/unit.js';
import { isAnyPasswordName, wordsOf } from '../reading/names.js';
import { argumentsOf, isTestFile, lastName, textOf } from '../reading/nodes.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const sensitiveDataLogging: CodeRule = {
  id: 'sensitive-data-logging',
  title: 'Secret written to a log',
  severity: 'medium',
  confidence: 'medium',
  cwe: [532, 312],
  owasp: ['A09:2021', 'A09:2025'],
  asvs: ['16.2.5'],
  languages: ['typescript', 'javascript'],
  description:
    'A password, a key or a token goes into a log. Logs are kept for long, copied to other systems and read by many who must not know it.',
  remediation:
    'Leave the secret out, or write that it is there: `logger.info({ userId: user.id }, "signed in")`.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/532.html',
  ],
  nodes: [
    {
      types: ['call_expression'],
      hint: /\b(?:console|\w*[lL]og(?:ger)?|winston|pino|bunyan)\s*\.\s*\w+\s*\([^;]{0,400}?(?:passw|pwd|secret|api_?key|access_?token|refresh_?token|private_?key|card_?number|cvv|ssn|headers\.(?:authorization|cookie)|headers\[|process\.env\s*[,)])/i,
      check,
    },
  ],
  examples: {
    bad: [
      {
        path: 'src/login.ts',
        text: `import { logger } from './logger';

export function login(email: string, password: string) {
  console.log('login', email, password); ◄
  logger.debug(\`signing in \${email} with \${password}\`); ◄
}
`,
      },
      {
        path: 'src/payments.js',
        text: `exports.charge = (card, config) => {
  console.info({ user: card.user, cardNumber: card.cardNumber }); ◄
  console.error('payment failed', config.apiKey); ◄
};
`,
      },
    ],
    good: [
      {
        path: 'src/login.ts',
        text: `import { logger } from './logger';

export function login(email: string, password: string) {
  logger.info('password of %s has %d characters', email, password.length);
  console.log('has password', !!password, 'password reset for', email);
}
`,
      },
      {
        path: 'src/lexer.js',
        text: `exports.trace = (token, tokens, passwordField) => {
  console.log('token', token, tokens.length, passwordField.isValid());
};
`,
      },
    ],
  },
};

const levels = /^(?:log|info|debug|warn|error|trace|fatal|verbose|silly|notice|dir|warning)$/;
const loggers = /^(?:console|logger|log|winston|pino|bunyan|logging|LOG|Logger|_logger|_log)$/;

function check(unit: Unit, node: SyntaxNode): Verdict | undefined {
  const callee = node.get('function');
  const object = callee?.get('object');
  const method = callee && lastName(unit, callee);
  if (!object || method === undefined || !levels.test(method) || isTestFile(unit)) return undefined;
  if (!loggers.test(lastName(unit, object) ?? '')) return undefined;
  for (const argument of argumentsOf(node)) {
    const name = secretIn(unit, argument, 0);
    if (name !== undefined) return { message: `\`${name}\` is written to the log.` };
  }
  return undefined;
}

/** The name of a secret that an expression gives out whole. */
function secretIn(unit: Unit, expression: SyntaxNode, depth: number): string | undefined {
  const node = bare(expression);
  if (depth > 5 || isFunction(node)) return undefined;
  switch (node.type) {
    case 'identifier':
    case 'shorthand_property_identifier':
    case 'subscript_expression':
    case 'member_expression': {
      const written = textOf(unit, node);
      if (wholes.test(written)) return written.slice(0, 60).replaceAll('`', "'");
      const name = lastName(unit, node);
      return name !== undefined && isSecret(name)
        ? textOf(unit, node).slice(0, 60).replaceAll('`', "'")
        : undefined;
    }
    case 'template_string':
    case 'template_substitution':
    case 'object':
    case 'array':
      return first(unit, node.children, depth);
    case 'pair': {
      const value = node.get('value');
      const key = keyName(node.get('key'), unit.text);
      const found = value && secretIn(unit, value, depth + 1);
      // Masked or measured under the same name, it is the value that counts.
      return found ?? (key !== undefined && value?.type === 'identifier' && isSecret(key) ? key : undefined);
    }
    case 'binary_expression': {
      const operator = node.get('operator')?.type ?? '';
      return operator === '+' || operator === '||' || operator === '??'
        ? first(unit, node.children, depth)
        : undefined;
    }
    case 'call_expression': {
      const callee = node.get('function');
      const isText =
        callee !== undefined &&
        /^(?:JSON\.stringify|String|util\.inspect|inspect|util\.format)$/.test(textOf(unit, callee));
      return isText ? first(unit, argumentsOf(node), depth) : undefined;
    }
    default:
      return undefined;
  }
}

function first(unit: Unit, nodes: readonly SyntaxNode[], depth: number): string | undefined {
  for (const node of nodes) {
    const name = secretIn(unit, node, depth + 1);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** Headers that hold a credential, and the environment with all of them. */
const wholes =
  /(?:^|\.)headers(?:\.(?:authorization|cookie)|\[['"](?:authorization|cookie|x-api-key|x-auth-token|proxy-authorization)['"]\])$|^process\.env$/i;

const secrets =
  /^(?:[a-z\d]+_)*(?:secret|api_?key|secret_?key|access_?token|refresh_?token|auth_?token|bearer_?token|id_?token|private_?key|client_?secret|access_?key|card_?number|credit_?card(?:_?number)?|cvv|cvc|ssn|social_?security(?:_?number)?|reset_?token|session_?token)$/;

function isSecret(name: string): boolean {
  const words = wordsOf(name);
  if (
    words.some((word) =>
      /^(?:masked|redacted|hidden|id|count|length|name|present|missing|has|is|should|can|does|needs|use|error|errors|exists|path|file|url|arn|expires?|expiry|type|regex|required|policy)$/.test(
        word,
      ),
    )
  )
    return false;
  return isAnyPasswordName(name) || secrets.test(words.join('_'));
}
