import type { SyntaxNode } from '../../syntax/tree.js';
import { bare, isFunction } from '../flow/node.js';
import type { Unit } from '../flow/unit.js';
import { wordsOf } from './names.js';
import { argumentsOf, definitionOf, lastName, nodesIn, textOf } from './nodes.js';

const guardWords = new Set(
  (
    'auth authed authenticate authenticated authenticator authentication authorize authorized authorizer authorization ' +
    'authorise authorised authn authz login logged loggedin signedin signin session token jwt bearer protect protected ' +
    'protection guard permission permissions permit role roles admin administrator superuser superadmin acl rbac ' +
    'passport access private secured keycloak oidc oauth apikey owner owns ownership member tenant ability abilities ' +
    'policy policies identity credentials user'
  ).split(' '),
);
const beginnings =
  /^(?:require|requires|ensure|verify|check|is|has|must|need|needs|only|with|restrict|allow|validate|can|assert|load|get|current)$/;
const notGuards =
  /csrf|xsrf|rate|limit|throttl|cors|helmet|json|urlencoded|parser|upload|multer|cache|log(?:ger|ging)$|valid(?:ate|ator)?(?:body|schema|request|input|dto|query|params)|schema|async|catch|wrap|optional|timeout|compress|session\(|tracing|metrics|locale/i;
/** Words that stand for more than having signed in: a role, a permission, ownership. */
const authorizing =
  /role|admin|permission|permit|ability|abilities|acl|rbac|owner|owns|ownership|policy|policies|superuser|staff|scope|grant|privileg|entitle|member(?!ship)/i;

export type Guard = 'none' | 'signed in' | 'authorized' | 'optional';

/** What a middleware, a hook or a decorator demands, read off how it is written. */
export function guardOf(written: string): Guard {
  const names = written
    .replace(/(['"`])(?:\\.|(?!\1).)*\1/g, '')
    .split(/[^\w$]+/)
    .filter((name) => name !== '' && !/^\d+$/.test(name));
  const words = names.flatMap((name) => wordsOf(name));
  if (words.some((word) => /^(?:optional|maybe|anonymous|public|skip|guest)$/.test(word))) return 'optional';
  if (notGuards.test(written) && !words.some((word) => /^(?:auth|jwt|authenticate)/.test(word)))
    return 'none';
  const isGuard =
    words.some((word) => guardWords.has(word) && word !== 'user') ||
    (words.includes('user') && words.some((word) => beginnings.test(word))) ||
    /(?:signed|logged|log)in(?!g)/.test(words.join('')) ||
    (beginnings.test(words[0] ?? '') && /signed|logged|sign|verif/i.test(words.join(' ')));
  if (!isGuard) return 'none';
  const isMore = authorizing.test(names.join(' ')) || words.some((word) => !isPlain(word));
  return isMore ? 'authorized' : 'signed in';
}

const plainWords = new Set(
  (
    'with api required action route router handler middleware middlewares fastify app server this next express in sign ' +
    'firebase supabase clerk auth0 cognito google azure okta kinde strategy strategies false true is by for the to of ' +
    'hook use before pre on request req http graphql gql rest token tokens valid verified verify header cookie basic ' +
    'local default base async wrap safe services service utils lib helpers index me up any current function'
  ).split(' '),
);

/** A word that says no more than that somebody has to sign in; others name what it is about: `withProjectAuth`. */
function isPlain(word: string): boolean {
  return (
    guardWords.has(word) ||
    plainWords.has(word) ||
    beginnings.test(word) ||
    /^\d+$|^(?:sign|log|verif|auth)\w*$/.test(word)
  );
}

export function strongest(guards: readonly Guard[]): Guard {
  for (const guard of ['authorized', 'signed in', 'optional'] as const)
    if (guards.includes(guard)) return guard;
  return 'none';
}

const asking =
  /^(?:auth|authenticate\w*|authorize\w*|authed|getServerSession|getServerAuthSession|unstable_getServerSession|getSession|getUser|getAuth|getToken|getCurrentUser|getCurrentSession|getUserFrom\w*|getUserId\w*|getAuthUser|currentUser|currentSession|useSession|verifySession|verifyAuth\w*|verifyToken|verifyJwt|verifyJWT|jwtVerify|validateSession\w*|validateRequest|validateToken|validateUser|checkAuth\w*|checkSession|checkUser|checkPermission\w*|requireUser\w*|requireAuth\w*|requireSession|requireAdmin|requireRole\w*|requireLogin|requireSignedIn\w*|ensureAuth\w*|ensureUser|ensureSignedIn|isAuthenticated|isAuthorized|isLoggedIn|isAdmin|assertAuth\w*|assertUser|assertAdmin|assertSession|protect|jwtVerify|decodeSession|unsealSession|getIronSession|withAuth|getAuthSession|getLoggedInUser|sessionUser|loadUser|fetchUser|getUserOrThrow|readSession|constructEvent|verifySignature|verifyWebhook\w*|verifySignatureAppRouter|verifySecret|verifyCron\w*|timingSafeEqual|can(?:Access|View|Create|Update|Edit|Delete|Remove|Manage|Read|Write)\w*|has(?:Access|Permission|Role)\w*)$/;
const session =
  'user\\w*|account\\w*|passport|uid|logged\\w*|is[A-Z]\\w*|authenticated|member\\w*|admin\\w*|customer\\w*|role|profile|identity';
/** Places at which servers keep who is asking. */
const identity = new RegExp(
  `\\b(?:auth|session)\\s*\\??\\.\\s*user(?:Id)?\\b|\\b(?:req|request|ctx|context|res|c|event)\\s*\\??\\.\\s*(?:user|auth|account|currentUser|payload|principal|identity|userId|session\\s*\\??\\.\\s*(?:${session})|locals\\s*\\??\\.\\s*(?:user|session|auth\\w*)|state\\s*\\??\\.\\s*(?:user|session|auth\\w*))\\b(?!\\s*=[^=])`,
);
/** Credentials that a handler checks by itself. */
const credential =
  /\bheaders[\s\S]{0,20}authorization|\bx-api-key\b|\bapi[-_]?key\b|CRON_SECRET|WEBHOOK_SECRET|x-signature|stripe-signature/i;

/** Calls in a function that ask who the user is, with what they give. */
export function identityCalls(unit: Unit, body: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (const node of nodesIn(unit, body, 'call_expression')) {
    const callee = node.get('function');
    const name = callee && lastName(unit, callee);
    if (!callee || name === undefined || !asking.test(name)) continue;
    if (
      /^(?:getUser|getSession|protect|fetchUser|loadUser)$/.test(name) &&
      callee.type === 'member_expression'
    ) {
      if (!/auth|session|supabase|clerk|cookies|storage|kinde|lucia/i.test(textOf(unit, callee))) {
        const isOwn = name === 'getSession' || name === 'protect';
        if (!isOwn) continue;
      }
    }
    found.push(node);
  }
  return found;
}

/** Whether a function itself looks at who is asking. */
export function asksForUser(unit: Unit, body: SyntaxNode, depth = 0): boolean {
  const text = textOf(unit, body);
  if (identity.test(text) || credential.test(text) || identityCalls(unit, body).length > 0) return true;
  if (depth > 1) return false;
  // A helper of the same file may do it.
  for (const node of nodesIn(unit, body, 'call_expression')) {
    const callee = node.get('function');
    if (callee?.type !== 'identifier') continue;
    const binding = unit.scopes.resolve(callee);
    const helper =
      binding &&
      (isFunction(binding.node.parent ?? callee) ? binding.node.parent : definitionOf(unit, callee));
    if (helper && isFunction(helper) && helper !== body && asksForUser(unit, helper, depth + 1)) return true;
  }
  return false;
}

/** Whether a function uses who is asking and turns nobody away: it relies on what stands before it. */
export function reliesOnUser(unit: Unit, body: SyntaxNode): boolean {
  if (!identity.test(textOf(unit, body)) || identityCalls(unit, body).length > 0) return false;
  return !/\b(?:40[134]|[uU]nauthori[sz]ed\w*|[fF]orbidden\w*|throw|redirect|assert\w*|deny|reject\w*)\b/.test(
    textOf(unit, body),
  );
}

const demanding =
  /\b(?:role|roles|isAdmin|is_admin|permissions?|ability|can|can[A-Z]\w*(?=\s*\()|cannot|authorize\w*|isOwner|owns\w*|assert\w*|check(?:Access|Owner\w*|Permission\w*|Policy)|hasAccess|hasRole|hasPermission|canAccess|enforce|policy|verifyOwner\w*|requireAdmin|requireRole|requireOwner|requirePermission|ensureOwner\w*|forbid\w*|Forbidden\w*|isMember\w*)\b/;

/** Whether a function asks for more than a signed-in user: a role, a permission, ownership. */
export function demandsMore(unit: Unit, body: SyntaxNode): boolean {
  return demanding.test(textOf(unit, body).replace(/(['"`])(?:\\.|(?!\1).)*\1/g, "''"));
}

/** The handlers and the guards among the arguments of a route, wrappers opened: `[auth, handler]`, `wrap(handler)`. */
export function splitHandlers(
  unit: Unit,
  nodes: readonly SyntaxNode[],
): { functions: readonly SyntaxNode[]; guards: readonly string[] } {
  const functions: SyntaxNode[] = [];
  const guards: string[] = [];
  const flat = nodes.flatMap((node) => (node.type === 'array' ? node.children : [node]));
  flat.forEach((node, index) => {
    const inner = bare(node);
    const isLast = index === flat.length - 1;
    if (isFunction(inner)) {
      functions.push(inner);
      return;
    }
    if (inner.type === 'call_expression') {
      const wrapped = argumentsOf(inner).filter((argument) => isFunction(bare(argument)));
      if (wrapped.length > 0) {
        functions.push(...wrapped.map((argument) => bare(argument)));
        const callee = inner.get('function');
        if (callee) guards.push(textOf(unit, callee));
        return;
      }
    }
    if (!isLast) guards.push(textOf(unit, inner));
    else {
      const binding = inner.type === 'identifier' ? unit.scopes.resolve(inner)?.node.parent : undefined;
      const defined = binding && isFunction(binding) ? binding : definitionOf(unit, inner);
      if (isFunction(defined)) functions.push(defined);
      else if (inner.type === 'call_expression') guards.push(textOf(unit, inner));
    }
  });
  return { functions, guards };
}
