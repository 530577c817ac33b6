import { listOf, textOf, type Item } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { manifest } from '../resources/examples.js';
import { weaknesses, type SettingRule } from '../resources/setting.js';

const practice = 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/';

interface Grant {
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Only objects of some names. */
  readonly named: boolean;
}

type GrantRule = Omit<SettingRule, 'checks' | 'weakness'> & {
  readonly flaw: (grant: Grant) => boolean;
  readonly says: string;
};

/** A rule about what a role allows in the cluster. */
function grantRule({ flaw, says, bad, good, ...metadata }: GrantRule): ResourceRule {
  return {
    ...weaknesses.permission,
    confidence: 'high',
    asvs: [],
    ...metadata,
    languages: ['kubernetes'],
    examples: { bad, good },
    resources: ['Role', 'ClusterRole'],
    *check(role) {
      for (const rule of listOf(role.settings.get('rules'))) {
        const grant = grantOf(rule);
        if (!flaw(grant)) continue;
        yield {
          message: says.replace('{}', `\`${role.name}\``),
          span: rule.get('verbs')?.span ?? rule.span,
          scope: role.address,
          anchor: [...grant.resources, ...grant.verbs].join(' '),
        };
      }
    },
  };
}

function grantOf(rule: Item): Grant {
  const texts = (name: string): string[] => listOf(rule.get(name)).flatMap((item) => textOf(item) ?? []);
  return {
    groups: texts('apiGroups'),
    resources: texts('resources'),
    verbs: texts('verbs'),
    named: rule.get('resourceNames') !== undefined,
  };
}

const has = (list: readonly string[], ...wanted: readonly string[]): boolean =>
  list.includes('*') || wanted.some((item) => list.includes(item));

const role = (rule: string): ReturnType<typeof manifest> =>
  manifest(`apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: worker
rules:
  - ${rule.replaceAll('\n', '\n    ')}`);

export const accessRules: readonly ResourceRule[] = [
  grantRule({
    id: 'kubernetes-role-wildcard',
    title: 'Role that allows everything',
    severity: 'high',
    description: `The role allows every verb on every resource of a group: whoever takes over a pod or person with it owns the namespace, or the whole cluster.`,
    remediation: 'List the resources and the verbs that are needed, by name.',
    references: [practice],
    flaw: ({ resources, verbs }) => resources.includes('*') && verbs.includes('*'),
    says: 'The role {} allows everything.',
    bad: [
      role('apiGroups: ["*"]\nresources: ["*"]\nverbs: ["*"] ◄'),
      role('apiGroups: [""]\nresources:\n  - "*"\nverbs: ◄\n  - "*"'),
    ],
    good: [
      role('apiGroups: [""]\nresources: ["pods"]\nverbs: ["get", "list"]'),
      role('apiGroups: ["apps"]\nresources: ["*"]\nverbs: ["get"]'),
    ],
  }),
  grantRule({
    id: 'kubernetes-role-escalation',
    title: 'Role by which its bearer gains more rights',
    severity: 'medium',
    description: `The role allows to impersonate others, to change or bind roles beyond one's own rights, or to run commands in pods: its bearer can gain the rights of others.`,
    remediation: 'Remove these verbs and resources, or name the objects that they are needed for.',
    references: [practice],
    flaw: ({ resources, verbs, named }) =>
      !named &&
      !(resources.includes('*') && verbs.includes('*')) &&
      (verbs.includes('impersonate') ||
        ((verbs.includes('escalate') || verbs.includes('bind')) && has(resources, 'roles', 'clusterroles')) ||
        (has(verbs, 'create', 'get') &&
          ['pods/exec', 'pods/attach', 'pods/portforward'].some((item) => resources.includes(item)))),
    says: 'Whoever has the role {} can gain the rights of others.',
    bad: [
      role('apiGroups: [""]\nresources: ["pods/exec"]\nverbs: ["create"] ◄'),
      role('apiGroups: [""]\nresources: ["users"]\nverbs: ["impersonate"] ◄'),
    ],
    good: [
      role('apiGroups: [""]\nresources: ["pods/log"]\nverbs: ["get"]'),
      role('apiGroups: [""]\nresources: ["users"]\nresourceNames: ["ada"]\nverbs: ["impersonate"]'),
    ],
  }),
  grantRule({
    id: 'kubernetes-role-secrets',
    title: 'Role that reads secrets or makes pods',
    severity: 'low',
    description: `Whoever may read all secrets of a namespace, or make pods that mount them, has the tokens and passwords of everything in it.`,
    remediation: 'Name the secrets that are needed in `resourceNames`, and leave pods to controllers.',
    references: [practice],
    flaw: ({ groups, resources, verbs, named }) =>
      !named &&
      !(resources.includes('*') && verbs.includes('*')) &&
      ((has(groups, '') && has(resources, 'secrets') && has(verbs, 'get', 'list', 'watch')) ||
        (has(groups, '') && has(resources, 'pods') && has(verbs, 'create'))),
    says: 'The role {} gives all secrets of its namespace.',
    bad: [
      role('apiGroups: [""]\nresources: ["secrets"]\nverbs: ["get", "list"] ◄'),
      role('apiGroups: [""]\nresources: ["pods"]\nverbs: ["*"] ◄'),
    ],
    good: [
      role('apiGroups: [""]\nresources: ["secrets"]\nresourceNames: ["shop"]\nverbs: ["get"]'),
      role('apiGroups: ["apps"]\nresources: ["deployments"]\nverbs: ["create"]'),
    ],
  }),
];
