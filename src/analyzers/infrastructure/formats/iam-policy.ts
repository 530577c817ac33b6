import { z } from 'zod';
import type { Span } from './span.js';
import type { TerraformModule } from './terraform-module.js';
import { mentionsOf, Value } from './terraform-value.js';

/** One statement of an AWS policy, whatever it was written in. What is not known is left out. */
export interface Statement {
  readonly allows: boolean;
  /** Of AWS accounts and roles; `*` stands for anyone. */
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** A condition narrows it; which one is not judged. */
  readonly conditional: boolean;
  /** The place in the file of the value that the policy is the value of. */
  readonly span: Span;
}

/** Longer policies do not exist: AWS takes 20 KB. */
const maxPolicy = 65_536;

/**
 * The statements of a policy: JSON text, `jsonencode(…)`, or an `aws_iam_policy_document` of the same module. Undefined
 * where the policy is not in the files.
 */
export function parsePolicy(value: Value, module: TerraformModule): readonly Statement[] | undefined {
  if (value.entries) return fromEntries(value);
  if (value.text !== undefined) return fromJson(value.text, value.span);
  if (value.expression.kind === 'template') return fromJson(withHoles(value), value.span);
  const documents = [...mentionsOf(value)].filter((address) =>
    address.startsWith('data.aws_iam_policy_document.'),
  );
  const [address] = documents;
  if (documents.length !== 1 || address === undefined) return undefined;
  const document = module
    .all('data.aws_iam_policy_document')
    .find((candidate) => candidate.address === address);
  return document?.sections('statement').map((section) => {
    const principals = section
      .sections('principals')
      .filter((principal) => ['AWS', '*'].includes(principal.get('type')?.text ?? ''));
    return {
      allows: (section.get('effect')?.text ?? 'Allow') === 'Allow',
      principals: principals.flatMap((principal) => textsOf(principal.get('identifiers'))),
      actions: textsOf(section.get('actions')),
      resources: textsOf(section.get('resources')),
      conditional: section.sections('condition').length > 0,
      span: value.span,
    };
  });
}

function fromEntries(policy: Value): Statement[] | undefined {
  const statements = policy.entries?.get('Statement');
  const list = statements?.items ?? (statements?.entries ? [statements] : undefined);
  return list?.map((statement) => {
    const entries = statement.entries;
    const principal = entries?.get('Principal');
    return {
      allows: entries?.get('Effect')?.text === 'Allow',
      principals: textsOf(principal?.entries?.get('AWS') ?? principal),
      actions: textsOf(entries?.get('Action')),
      resources: textsOf(entries?.get('Resource')),
      conditional: entries?.has('Condition') ?? false,
      span: statement.span,
    };
  });
}

function textsOf(value: Value | undefined): string[] {
  if (value?.text !== undefined) return [value.text];
  return value?.items?.flatMap((item) => (item.text === undefined ? [] : [item.text])) ?? [];
}

/** Stands in for what an interpolation would write. */
const hole = '\u{fffc}';

function withHoles({ expression, scope }: Value): string {
  if (expression.kind !== 'template') return '';
  return expression.parts.map((part) => new Value(part, scope).text ?? hole).join('');
}

/** AWS writes one statement, principal or action as such or as a list of them. */
const oneOrMore = <T extends z.ZodType>(item: T) =>
  z.union([item.transform((one) => [one]), z.array(item)]).catch([]);
const jsonPolicy = z.object({
  Statement: oneOrMore(
    z.object({
      Effect: z.string().catch(''),
      Principal: z
        .union([
          z.string().transform((one) => [one]),
          z.object({ AWS: oneOrMore(z.string()) }).transform((by) => by.AWS),
        ])
        .catch([]),
      Action: oneOrMore(z.string()),
      Resource: oneOrMore(z.string()),
      Condition: z.unknown().optional(),
    }),
  ),
});

function fromJson(text: string, span: Span): Statement[] | undefined {
  const parsed = text.length <= maxPolicy ? jsonPolicy.safeParse(parseJson(text)) : undefined;
  return parsed?.data?.Statement.map((statement) => ({
    allows: statement.Effect === 'Allow',
    principals: statement.Principal,
    actions: statement.Action,
    resources: statement.Resource,
    conditional: statement.Condition !== undefined,
    span,
  }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
