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
export function grantRule({ flaw, says, bad, good, ...metadata }: GrantRule): ResourceRule {
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

export const has = (list: readonly string[], ...wanted: readonly string[]): boolean =>
  list.includes('*') || wanted.some((item) => list.includes(item));

export const role = (rule: string): ReturnType<typeof manifest> =>
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
    description: `The role allows to impersonate others, or to change or bind roles beyond one's own rights: its bearer gives itself every right of the cluster.`,
    remediation: 'Remove these verbs, or name the objects that they are needed for.',
    references: [practice],
    flaw: ({ resources, verbs, named }) =>
      !named &&
      !isEverything(resources, verbs) &&
      (verbs.includes('impersonate') ||
        (has(verbs, 'escalate', 'bind') && has(resources, 'roles', 'clusterroles'))),
    says: 'Whoever has the role {} can gain the rights of others.',
    bad: [
      role('apiGroups: ["rbac.authorization.k8s.io"]\nresources: ["clusterroles"]\nverbs: ["bind"] ◄'),
      role('apiGroups: [""]\nresources: ["users"]\nverbs: ["impersonate"] ◄'),
    ],
    good: [
      role('apiGroups: [""]\nresources: ["pods/log"]\nverbs: ["get"]'),
      role('apiGroups: [""]\nresources: ["users"]\nresourceNames: ["ada"]\nverbs: ["impersonate"]'),
    ],
  }),
  grantRule({
    id: 'kubernetes-role-exec',
    title: 'Role that runs commands in pods of others',
    severity: 'medium',
    description: `The role allows to run commands in pods, to attach to them or to forward their ports: its bearer has the tokens and data of all of them.`,
    remediation: 'Give these rights to people for a short time, or name the pods.',
    references: [practice],
    flaw: ({ resources, verbs, named }) =>
      !named &&
      !isEverything(resources, verbs) &&
      has(verbs, 'create', 'get', 'update', 'patch') &&
      opensPods(resources),
    says: 'Whoever has the role {} gets into pods of others.',
    bad: [
      role('apiGroups: [""]\nresources: ["pods/exec"]\nverbs: ["create"] ◄'),
      role('apiGroups: [""]\nresources: ["pods", "pods/portforward"]\nverbs: ["*"] ◄'),
    ],
    good: [
      role('apiGroups: [""]\nresources: ["pods/log"]\nverbs: ["get"]'),
      role('apiGroups: [""]\nresources: ["pods/exec"]\nresourceNames: ["shop"]\nverbs: ["create"]'),
    ],
  }),
  grantRule({
    id: 'kubernetes-role-secrets',
    title: 'Role that reads all secrets',
    severity: 'medium',
    description: `Whoever may read all secrets of a namespace has the tokens and passwords of everything in it.`,
    remediation: 'Name the secrets that are needed in `resourceNames`.',
    references: [practice],
    flaw: ({ groups, resources, verbs, named }) =>
      !named &&
      !isEverything(resources, verbs) &&
      has(groups, '') &&
      has(resources, 'secrets') &&
      has(verbs, 'get', 'list', 'watch'),
    says: 'The role {} gives all secrets of its namespace.',
    bad: [
      role('apiGroups: [""]\nresources: ["secrets"]\nverbs: ["get", "list"] ◄'),
      role('apiGroups: ["*"]\nresources: ["*"]\nverbs: ["get", "list", "watch"] ◄'),
      role('apiGroups: ["*"]\nresources: ["configmaps", "secrets"]\nverbs: ["*"] ◄'),
    ],
    good: [
      role('apiGroups: [""]\nresources: ["secrets"]\nresourceNames: ["shop"]\nverbs: ["get"]'),
      role('apiGroups: [""]\nresources: ["secrets"]\nverbs: ["create"]'),
    ],
  }),
  grantRule({
    id: 'kubernetes-role-pods-made',
    title: 'Role that makes pods',
    severity: 'low',
    confidence: 'medium',
    description: `Whoever may make pods mounts any secret, and takes on any service account, of the namespace.`,
    remediation: 'Leave pods to controllers, and bind them by Pod Security Admission.',
    references: [practice],
    flaw: ({ groups, resources, verbs, named }) =>
      !named &&
      !isEverything(resources, verbs) &&
      has(groups, '') &&
      has(resources, 'pods') &&
      // Commands in pods of others are the graver right, and have a rule of their own.
      !opensPods(resources) &&
      (verbs.includes('create') || verbs.includes('*')),
    says: 'Whoever has the role {} makes pods with any account and secret.',
    bad: [
      role('apiGroups: [""]\nresources: ["pods"]\nverbs: ["*"] ◄'),
      role('apiGroups: [""]\nresources: ["pods", "services"]\nverbs: ["create"] ◄'),
    ],
    good: [
      role('apiGroups: [""]\nresources: ["pods"]\nverbs: ["get"]'),
      role('apiGroups: ["apps"]\nresources: ["deployments"]\nverbs: ["create"]'),
    ],
  }),
  grantRule({
    id: 'kubernetes-role-verbs-wildcard',
    title: 'Role with every verb',
    severity: 'low',
    confidence: 'medium',
    description: `The role allows every verb on some resources, also those that Kubernetes gets later, such as to change who may use them.`,
    remediation: 'List the verbs that are needed, by name.',
    references: [practice],
    flaw: ({ resources, verbs }) =>
      verbs.includes('*') && !resources.includes('*') && !resources.includes('pods'),
    says: 'The role {} allows every verb.',
    bad: [
      role('apiGroups: ["apps"]\nresources: ["deployments"]\nverbs: ["*"] ◄'),
      role('apiGroups: [""]\nresources: ["services"]\nverbs: ["*"] ◄'),
    ],
    good: [
      role('apiGroups: ["apps"]\nresources: ["deployments"]\nverbs: ["get", "list"]'),
      role('apiGroups: ["*"]\nresources: ["*"]\nverbs: ["*"]'),
    ],
  }),
];

const opensPods = (resources: readonly string[]): boolean =>
  ['pods/exec', 'pods/attach', 'pods/portforward', 'pods/ephemeralcontainers'].some((item) =>
    resources.includes(item),
  );

export const isEverything = (resources: readonly string[], verbs: readonly string[]): boolean =>
  resources.includes('*') && verbs.includes('*');
