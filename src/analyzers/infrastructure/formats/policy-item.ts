import { listOf, textOf, type Estate, type Item } from './item.js';
import {
  comparisonsIn,
  comparisonsInBlocks,
  isNarrowed,
  isNarrowedByBlocks,
  type Comparison,
} from './policy-condition.js';
import type { Span } from './span.js';

/** One statement of an AWS policy, in whatever format it is written. What is not known is left out. */
export interface PolicyStatement {
  readonly allows: boolean;
  /** Accounts, roles and services; `*` stands for anyone. */
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  /** A condition narrows who may use it, or may. */
  readonly conditional: boolean;
  /** The keys that its conditions compare, whatever the operator, with what; undefined for what is not known. */
  readonly conditions: readonly Comparison[];
  readonly span: Span;
}

/** The statements of a policy: written out, as JSON text, or an `aws_iam_policy_document` of the same module. */
export function statementsOf(policy: Item | undefined, estate: Estate): PolicyStatement[] {
  if (!policy) return [];
  const written = policy.known ? policy.get('Statement') : undefined;
  if (written)
    return listOf(written).flatMap((statement) => (statement.known ? [fromObject(statement)] : []));
  const documents = [...policy.mentions()].filter((name) => name.startsWith('data.aws_iam_policy_document.'));
  return documents
    .flatMap((address) => estate.all('data.aws_iam_policy_document').filter((it) => it.address === address))
    .flatMap(({ settings }) => listOf(settings.get('statement')).map((it) => fromBlock(it, policy.span)));
}

function fromObject(statement: Item): PolicyStatement {
  const principal = statement.get('Principal');
  const named = ['AWS', 'Service', 'Federated', '*'].flatMap((kind) => textsOf(principal?.get(kind)));
  return {
    allows: textOf(statement.get('Effect')) === 'Allow',
    principals: [...textsOf(principal), ...named],
    actions: textsOf(statement.get('Action')),
    notActions: textsOf(statement.get('NotAction')),
    resources: textsOf(statement.get('Resource')),
    conditional: isNarrowed(statement.get('Condition')),
    conditions: comparisonsIn(statement.get('Condition')),
    span: statement.span,
  };
}

/** A statement without an effect allows, in `aws_iam_policy_document`. */
function fromBlock(statement: Item, span: Span): PolicyStatement {
  return {
    allows: (textOf(statement.get('effect')) ?? 'Allow') === 'Allow',
    principals: listOf(statement.get('principals')).flatMap((it) => textsOf(it.get('identifiers'))),
    actions: textsOf(statement.get('actions')),
    notActions: textsOf(statement.get('not_actions')),
    resources: textsOf(statement.get('resources')),
    conditional: isNarrowedByBlocks(statement.get('condition')),
    conditions: comparisonsInBlocks(statement.get('condition')),
    span,
  };
}

function textsOf(item: Item | undefined): string[] {
  return listOf(item).flatMap((part) => textOf(part) ?? []);
}
