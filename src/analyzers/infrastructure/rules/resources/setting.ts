import type { Example } from '../../../../model/rule.js';
import { compareTargets, type Joined, type Target } from '../../formats/terraform-join.js';
import { follow, textOf, type Estate, type Item, type ItemResource } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import type { Hit, WrittenRule } from '../../rule.js';
import type { Test } from './tests.js';

/** What is asked of a setting. */
export interface Check {
  /** Where the setting stands, by resource type: names parted by dots, through nested blocks and every item of lists. */
  readonly at: Readonly<Record<string, string>>;
  /** Whether what stands there is the flaw; it is asked with undefined where nothing does, never with what is not known. */
  readonly bad: Test;
  /** Of a list or a block that is flawed by one of its parts, that part, which is what is shown. */
  readonly part?: (item: Item) => Item | undefined;
  /** One sentence; `{}` is the name of the resource. */
  readonly says: string;
  /** What has to hold besides, by path; silent where it is not known. */
  readonly when?: Readonly<Record<string, Test>>;
  /** Resource types that complete this one, with the attribute that points at it, or `*` where one answers for all: then the answer stands there. */
  readonly unless?: Readonly<Record<string, string>>;
  /** Resource types of which one has to point at this one by the attribute. */
  readonly onlyIf?: Readonly<Record<string, string>>;
  /** Nothing written is often right: the service, another module or the account sees to it. Low confidence, so withheld unless asked for. */
  readonly mayBeSeenTo?: true;
  /** Where it differs from the rule's. */
  readonly severity?: WrittenRule['severity'];
  /** The value itself is the flaw, and not that it is used here: it is shown where it is written. */
  readonly atOrigin?: boolean;
  /** Asked of what is not known too, where that it is there says enough; for names of resources, which Terraform asks for. */
  readonly evenUnknown?: boolean;
  /** What to write instead of a literal. */
  readonly fix?: string;
}

export type SettingRule = Pick<
  WrittenRule,
  'id' | 'title' | 'severity' | 'description' | 'remediation' | 'references'
> & {
  readonly confidence?: WrittenRule['confidence'];
  readonly weakness: keyof typeof weaknesses;
  readonly cwe?: readonly number[];
  readonly checks: readonly Check[];
  readonly bad: readonly Example[];
  readonly good: readonly Example[];
};

/** Kinds of flaws with their CWE number. */
export const weaknesses = {
  exposure: { cwe: [668] },
  access: { cwe: [284] },
  privilege: { cwe: [250] },
  permission: { cwe: [732] },
  encryption: { cwe: [311] },
  transport: { cwe: [319] },
  cipher: { cwe: [327] },
  authentication: { cwe: [306] },
  credential: { cwe: [798] },
  logging: { cwe: [778] },
  protection: { cwe: [693] },
  resources: { cwe: [770] },
  recovery: { cwe: [693] },
  integrity: { cwe: [353] },
} as const;

/** A rule of which everything is said by its table. */
export function settingRule({ weakness, checks, bad, good, ...metadata }: SettingRule): ResourceRule {
  const resources = [...new Set(checks.flatMap((check) => Object.keys(check.at)))];
  return {
    ...weaknesses[weakness],
    confidence: 'high',
    asvs: [],
    ...metadata,
    languages: languagesOf(resources),
    examples: { bad, good },
    resources,
    *check(resource, estate) {
      for (const check of checks) yield* judge(check, resource, estate);
    },
  };
}

/** What a check asks of a list or a block where one part makes the flaw. */
export function inPart(find: (item: Item) => Item | undefined): Pick<Check, 'bad' | 'part'> {
  return { bad: (item) => item !== undefined && find(item) !== undefined, part: find };
}

/** The formats that resource types belong to. */
export function languagesOf(types: readonly string[]): string[] {
  const formats = types.map((type) =>
    type.includes('::')
      ? 'cloudformation'
      : /^(?:module$|(?:data\.)?[a-z0-9]+_)/.test(type)
        ? 'terraform'
        : 'kubernetes',
  );
  return [...new Set(formats)];
}

function* judge(check: Check, resource: ItemResource, estate: Estate): Iterable<Hit> {
  const path = check.at[resource.type];
  if (path === undefined) return;
  const holds = Object.entries(check.when ?? {}).every(([where, test]) => {
    const found = follow(resource.settings, where);
    return found.length > 0 && found.some(({ item }) => test(item));
  });
  if (!holds || isCompleted(resource, check.unless ?? {}, estate)) return;
  if (check.onlyIf && !isNamed(resource, check.onlyIf, estate)) return;
  const anchors = new Set<string>();
  for (const { item, near } of follow(resource.settings, path, check.evenUnknown)) {
    if (!check.bad(item) || (!estate.whole && check.unless)) continue;
    const anchor = `${path} ${textOf(item) ?? ''}`;
    const part = item && check.part?.(item);
    const span = (check.atOrigin ? item?.origin : undefined) ?? (part ?? item ?? near).span;
    if (anchors.has(`${anchor}${span.start}`)) continue;
    anchors.add(`${anchor}${span.start}`);
    yield {
      message: check.says.replace('{}', `\`${resource.name}\``),
      span,
      scope: resource.address,
      anchor,
      ...(check.severity && { severity: check.severity }),
      ...(check.mayBeSeenTo && isUnsaid(item, resource) && { confidence: 'low' as const }),
      ...(check.fix !== undefined && item?.isLiteral && { fix: fixOf(check.fix, item) }),
    };
  }
}

/** Nothing stands there, or only the resource as a whole was asked for. */
function isUnsaid(item: Item | undefined, resource: ItemResource): boolean {
  return item === undefined || item === resource.settings;
}

function fixOf(text: string, { span }: Item): NonNullable<Hit['fix']> {
  return { description: `Write \`${text}\``, edits: [{ ...span, text }] };
}

/** Whether another resource completes this one, or may. */
function isCompleted(resource: ItemResource, by: Readonly<Record<string, string>>, estate: Estate): boolean {
  return Object.entries(by).some(([type, attribute]) =>
    estate.all(type).some((other) => attribute === '*' || pointsAt(other, attribute, resource)),
  );
}

/** Whether another resource certainly points at this one. */
function isNamed(resource: ItemResource, by: Readonly<Record<string, string>>, estate: Estate): boolean {
  return Object.entries(by).some(([type, attribute]) =>
    estate.all(type).some((other) => joined(other, attribute, resource).includes('yes')),
  );
}

/** Whether an attribute of another resource means this one, or may: it may where it is left out, since something has to be meant. */
function pointsAt(other: ItemResource, path: string, resource: ItemResource): boolean {
  if (!path.includes('.') && other.settings.get(path) === undefined) return true;
  return joined(other, path, resource).some((answer) => answer !== 'no');
}

function joined(other: ItemResource, path: string, resource: ItemResource): Joined[] {
  const [attribute = '', ...inner] = path.split('.');
  const parts =
    inner.length > 0 ? follow(other.settings, path).map(({ item }) => item) : [other.settings.get(attribute)];
  return parts.map((part) => compareTargets(pointedAt(part, resource.type), targetOf(resource)));
}

const nameAttributes = ['bucket', 'name', 'BucketName', 'identifier', 'cluster_identifier', 'DBName'];

/** What a resource is called by those that complete it. */
export function targetOf(resource: ItemResource): Target {
  const name = nameAttributes.map((attribute) => resource.settings.get(attribute)).find((item) => item);
  return {
    addresses: new Set([resource.address]),
    name: textOf(name),
    open: name !== undefined && textOf(name) === undefined,
  };
}

/** What an attribute of a completing resource points at, among resources of a type. */
export function pointedAt(item: Item | undefined, type: string): Target {
  const mentions = [...(item?.mentions() ?? [])];
  const addresses = new Set(
    mentions.filter((address) => !type.includes('_') || address.startsWith(`${type}.`)),
  );
  const foreign = mentions.some((address) => address.startsWith('module.'));
  const name = textOf(item);
  return {
    addresses,
    name,
    open: item !== undefined && addresses.size === 0 && name === undefined && !foreign,
  };
}
