import { follow, type ItemResource } from '../../formats/item.js';
import { statementsOf, type PolicyStatement } from '../../formats/policy-item.js';
import { fromNameOf } from '../../formats/span.js';
import type { ResourceRule } from '../../resource-rule.js';
import { languagesOf, weaknesses, type SettingRule } from './setting.js';

export type PolicyRule = Omit<SettingRule, 'checks'> & {
  /** Where the policy stands, by resource type; several places where it has several names. */
  readonly at: Readonly<Record<string, string | readonly string[]>>;
  /** Of statements that allow. */
  readonly bad: SettingRule['bad'];
  readonly flaw: (statement: PolicyStatement, resource: ItemResource) => boolean;
  readonly says: string;
  /** Statements with a condition that narrows them, or may, are asked for too. */
  readonly evenConditional?: true;
};

/** A rule about what the policy of a resource allows. */
export function policyRule({
  weakness,
  at,
  flaw,
  says,
  evenConditional,
  bad,
  good,
  ...metadata
}: PolicyRule): ResourceRule {
  return {
    ...weaknesses[weakness],
    confidence: 'high',
    asvs: [],
    ...metadata,
    languages: languagesOf(Object.keys(at)),
    examples: { bad, good },
    resources: Object.keys(at),
    *check(resource, estate) {
      const seen = new Set<number>();
      const paths = [at[resource.type] ?? ''].flat();
      for (const { item } of paths.flatMap((path) => followAll(resource, path)))
        for (const statement of statementsOf(item, estate)) {
          if (!statement.allows || (statement.conditional && !evenConditional)) continue;
          if (!flaw(statement, resource)) continue;
          if (seen.has(statement.span.start)) continue;
          seen.add(statement.span.start);
          yield {
            message: says.replace('{}', `\`${resource.name}\``),
            span: item ? fromNameOf(item.span, statement.span) : statement.span,
            scope: resource.address,
            anchor: [...statement.principals, ...statement.actions].join(' '),
          };
        }
    },
  };
}

/** A policy from elsewhere is not known as a value, but may be by what it mentions. */
function followAll(resource: ItemResource, path: string): ReturnType<typeof follow> {
  const found = follow(resource.settings, path).flatMap(({ item, near }) =>
    // A list of whole policies, as functions of SAM have.
    (item?.items ?? [item]).map((policy) => ({ item: policy, near })),
  );
  if (found.length > 0 || path.includes('.')) return found;
  return [{ item: resource.settings.get(path), near: resource.settings }];
}
