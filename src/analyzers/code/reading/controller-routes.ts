import type { SyntaxNode } from '../../syntax/tree.js';
import { keyName } from '../flow/node.js';
import type { Unit } from '../flow/unit.js';
import { asksForUser, guardOf, strongest } from './guards.js';
import { argumentsOf, lastName, literalText, nodesOf, textOf } from './nodes.js';
import type { Route } from './routes.js';

const verbs = /^(?:Get|Post|Put|Patch|Delete|All|HttpGet|HttpPost|HttpPut|HttpPatch|HttpDelete)$/;
const open =
  /^(?:Public|IsPublic|AllowAnonymous|SkipAuth|NoAuth|Unauthenticated|PublicRoute|OptionalAuth|Anonymous)$/;
/** Decorators that speak of signing in and demand nothing. */
const describing = /^(?:Api\w*|CurrentUser|GetUser|User|Session|Req|Request|Throttle|SkipThrottle)$/;

/** Methods of controller classes with a verb as decorator, as in NestJS, routing-controllers and TSOA. */
export function controllerRoutes(unit: Unit): readonly Route[] {
  if (!/@(?:Controller|JsonController|Route|Resolver)\b/.test(unit.text)) return [];
  return nodesOf(unit, 'class_body').flatMap((body): Route[] => {
    const declaration = body.parent;
    if (!declaration) return [];
    const outer = [
      ...decoratorsOf(declaration),
      ...(declaration.parent?.type === 'export_statement' ? decoratorsOf(declaration.parent) : []),
    ];
    const isResolver = outer.some((decorator) => nameOf(unit, decorator) === 'Resolver');
    if (!isResolver && !outer.some((decorator) => /Controller$|^Route$/.test(nameOf(unit, decorator))))
      return [];
    const isGuardedElsewhere = body.children.some(
      (child) => child.type === 'decorator' && open.test(nameOf(unit, child)),
    );
    return methodsOf(body).flatMap(({ method, decorators }): Route[] => {
      const verb = decorators.find((decorator) =>
        (isResolver ? /^(?:Mutation|Query)$/ : verbs).test(nameOf(unit, decorator)),
      );
      if (!verb) return [];
      const all = [...outer, ...decorators];
      const guards = all.flatMap((decorator) => guardTexts(unit, decorator));
      const isOpen = decorators.some((decorator) => open.test(nameOf(unit, decorator)));
      const prefix = literalText(
        unit,
        argumentsOf(callOf(outer.find((d) => /Controller$/.test(nameOf(unit, d)))))[0],
      );
      const path = isResolver
        ? (keyName(method.get('name'), unit.text) ?? '')
        : (literalText(unit, argumentsOf(callOf(verb))[0]) ?? '');
      const guard = isOpen
        ? 'optional'
        : strongest([
            ...guards.map((text) => guardOf(text)),
            ...(isGuardedElsewhere ? (['signed in'] as const) : []),
          ]);
      return [
        {
          group: `class ${body.start}`,
          method: isResolver
            ? methodOf(nameOf(unit, verb))
            : nameOf(unit, verb).replace(/^Http/, '').toUpperCase(),
          path: isResolver ? path : `/${prefix ?? ''}/${path}`.replace(/\/{2,}/g, '/'),
          place: verb,
          functions: [method],
          // Whose record it is, is not judged for resolvers.
          guard: isResolver && guard === 'signed in' ? 'authorized' : guard,
          guards: guards.length,
          signsIn: guards.some(
            (text) => !/^Roles? role|^Permissions? role|RolesGuard|PermissionsGuard/.test(text),
          ),
          asks: asksForUser(unit, method) || takesUser(unit, method),
          isHidden: false,
          relies: guard === 'none' && takesUser(unit, method),
        },
      ];
    });
  });
}

function decoratorsOf(node: SyntaxNode): readonly SyntaxNode[] {
  return node.children.filter((child) => child.type === 'decorator');
}

function methodOf(verb: string): string {
  return verb === 'Mutation' ? 'ACTION' : 'GET';
}

/** Decorators stand before their method, as its siblings. */
function methodsOf(body: SyntaxNode): readonly { method: SyntaxNode; decorators: readonly SyntaxNode[] }[] {
  const methods: { method: SyntaxNode; decorators: readonly SyntaxNode[] }[] = [];
  let pending: SyntaxNode[] = [];
  for (const child of body.children) {
    if (child.type === 'decorator') pending.push(child);
    else if (child.type !== 'comment') {
      if (child.type === 'method_definition') methods.push({ method: child, decorators: pending });
      pending = [];
    }
  }
  return methods;
}

function callOf(decorator: SyntaxNode | undefined): SyntaxNode {
  return decorator?.first('call_expression') ?? decorator ?? noNode;
}

const noNode = { get: () => undefined } as unknown as SyntaxNode;

function nameOf(unit: Unit, decorator: SyntaxNode): string {
  return lastName(unit, decorator.children[0]) ?? '';
}

/** What a decorator demands: `@UseGuards(A, B)` its arguments, `@Auth('admin')` itself. */
function guardTexts(unit: Unit, decorator: SyntaxNode): readonly string[] {
  const name = nameOf(unit, decorator);
  if (describing.test(name) || open.test(name) || verbs.test(name)) return [];
  const nodes = argumentsOf(callOf(decorator));
  if (/^UseGuards?$|^UseBefore$|^UseMiddlewares?$|^Middlewares?$/.test(name))
    return nodes.map((node) => textOf(unit, node)).filter((text) => !/Throttl|RateLimit|Csrf/i.test(text));
  if (guardOf(name) === 'none') return [];
  // A role or a permission as argument demands more than having signed in.
  return nodes.length > 0 && !/^AuthGuard$/.test(name) ? [`${name} role`] : [name];
}

/** A parameter that is given the user. */
function takesUser(unit: Unit, method: SyntaxNode): boolean {
  const parameters = method.get('parameters');
  return (
    parameters !== undefined &&
    /@(?:\w*User\w*|\w*Account|Session|Principal|Auth\w*|ActiveUser|Jwt\w*|Token\w*)\s*\(/.test(
      textOf(unit, parameters),
    )
  );
}
