import type { Estate, ItemResource } from './formats/item.js';
import type { Hit, WrittenRule } from './rule.js';

/** A rule that looks at resources of some types in whatever format declares them, with what completes them. */
export interface ResourceRule extends WrittenRule {
  /** `aws_sqs_queue` of Terraform, `AWS::SQS::Queue` of CloudFormation, `Pod` of Kubernetes; `module` for a call of a module from elsewhere. */
  readonly resources: readonly string[];
  check(resource: ItemResource, estate: Estate): Iterable<Hit>;
}

/** Rules by the types that they look at. */
export function rulesByType<T extends { readonly resources: readonly string[] }>(
  rules: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const byType = new Map<string, T[]>();
  for (const rule of rules)
    for (const type of rule.resources) {
      const known = byType.get(type);
      if (known) known.push(rule);
      else byType.set(type, [rule]);
    }
  return byType;
}
