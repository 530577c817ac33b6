import { listOf } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { manifest } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing, isPresent, isOneOf, isEverywhere } from '../resources/tests.js';

const binding = (role: string, kind: string, name: string): ReturnType<typeof manifest> => {
  const subject = `subjects:\n  - kind: ${kind}\n    name: ${name}`;
  return manifest(
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata:\n  name: a\n${subject}\nroleRef:\n  kind: ClusterRole\n  name: ${role}`,
  );
};

export const kubernetesExposureRules: readonly ResourceRule[] = [
  settingRule({
    id: 'kubernetes-binding-admin',
    title: 'Administrator of the cluster by a binding',
    severity: 'high',
    weakness: 'privilege',
    cwe: [250, 269],
    description: `The binding gives the role \`cluster-admin\`: whoever takes over one of its subjects owns the cluster.`,
    remediation: 'Bind a role with the rights that are needed, in one namespace.',
    references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
    checks: [
      {
        at: { ClusterRoleBinding: 'roleRef.name', RoleBinding: 'roleRef.name' },
        bad: isOneOf('cluster-admin'),
        says: '{} makes its subjects administrators.',
      },
    ],
    bad: [binding('cluster-admin ◄', 'User', 'ada'), binding('cluster-admin ◄', 'ServiceAccount', 'ci')],
    good: [binding('view', 'User', 'ada'), binding('edit', 'ServiceAccount', 'ci')],
  }),
  settingRule({
    id: 'kubernetes-binding-anonymous',
    title: 'Rights in the cluster for everybody',
    severity: 'high',
    weakness: 'permission',
    description: `The binding gives a role to requests without a login, or to everybody with any login.`,
    remediation: 'Name users, groups or service accounts that need the role.',
    references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
    checks: [
      {
        at: { ClusterRoleBinding: 'subjects.name', RoleBinding: 'subjects.name' },
        bad: isOneOf('system:anonymous', 'system:unauthenticated', 'system:authenticated'),
        says: '{} gives a role to everybody.',
      },
    ],
    bad: [
      binding('view', 'User', 'system:anonymous ◄'),
      binding('view', 'Group', 'system:unauthenticated ◄'),
    ],
    good: [binding('view', 'User', 'ada'), binding('view', 'Group', 'developers')],
  }),
  settingRule({
    id: 'kubernetes-binding-default-account',
    title: 'Rights for the default service account',
    severity: 'low',
    weakness: 'permission',
    description: `Every pod of the namespace that names no account gets the rights of the binding.`,
    remediation: 'Make a service account for the pods that need the rights, and bind that one.',
    references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
    checks: [
      {
        at: { ClusterRoleBinding: 'subjects', RoleBinding: 'subjects' },
        bad: (item) =>
          listOf(item).some(
            (part) => isOneOf('ServiceAccount')(part.get('kind')) && isOneOf('default')(part.get('name')),
          ),
        says: '{} gives rights to every pod that names no account.',
      },
    ],
    bad: [
      manifest(
        'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: a\nsubjects: ◄\n  - kind: ServiceAccount\n    name: default\nroleRef:\n  kind: Role\n  name: view',
      ),
      manifest(
        'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata:\n  name: a\nsubjects: ◄\n  - kind: ServiceAccount\n    name: default\n    namespace: shop\nroleRef:\n  kind: ClusterRole\n  name: view',
      ),
    ],
    good: [binding('view', 'User', 'default'), binding('view', 'ServiceAccount', 'shop')],
  }),
  settingRule({
    id: 'kubernetes-service-public',
    title: 'Service that every address reaches',
    severity: 'low',
    confidence: 'medium',
    weakness: 'exposure',
    description: `The load balancer of the service lets every address in, although the file names who may.`,
    remediation: 'Name the networks in `loadBalancerSourceRanges`, or make the load balancer internal.',
    references: ['https://kubernetes.io/docs/concepts/services-networking/service/'],
    checks: [
      {
        at: { Service: 'spec.loadBalancerSourceRanges' },
        bad: isEverywhere,
        says: '{} lets every address in.',
      },
      {
        at: { Service: 'spec.externalIPs' },
        bad: (item) => (item?.items ?? []).length > 0,
        severity: 'medium',
        says: '{} takes addresses that are not of the cluster, by which traffic of others can be taken over.',
      },
    ],
    bad: [
      manifest(
        'apiVersion: v1\nkind: Service\nmetadata:\n  name: shop\nspec:\n  type: LoadBalancer\n  loadBalancerSourceRanges: [0.0.0.0/0] ◄',
      ),
      manifest('apiVersion: v1\nkind: Service\nmetadata:\n  name: shop\nspec:\n  externalIPs: [192.0.2.7] ◄'),
    ],
    good: [
      manifest(
        'apiVersion: v1\nkind: Service\nmetadata:\n  name: shop\nspec:\n  type: LoadBalancer\n  loadBalancerSourceRanges: [192.0.2.0/24]',
      ),
      manifest('apiVersion: v1\nkind: Service\nmetadata:\n  name: shop\nspec:\n  type: ClusterIP'),
    ],
  }),
  settingRule({
    id: 'kubernetes-ingress-plaintext',
    title: 'Ingress without TLS',
    severity: 'low',
    confidence: 'medium',
    weakness: 'transport',
    description: `The ingress names hosts but no certificate, so that requests for them come in the clear unless something before it has TLS.`,
    remediation: 'Add `tls` with a secret for the hosts of the ingress.',
    references: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#tls'],
    checks: [
      {
        at: { Ingress: 'spec.tls' },
        bad: isMissing,
        when: { 'spec.rules.host': isPresent },
        says: '{} has no certificate for its hosts.',
      },
    ],
    bad: [
      manifest(
        'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: shop\nspec: ◄\n  rules:\n    - host: shop.example',
      ),
      manifest(
        'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: api\nspec: ◄\n  rules:\n    - host: api.shop.example\n      http: {}',
      ),
    ],
    good: [
      manifest(
        'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: shop\nspec:\n  tls:\n    - secretName: shop\n  rules:\n    - host: shop.example',
      ),
      manifest(
        'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: shop\nspec:\n  defaultBackend: {}',
      ),
    ],
  }),
  settingRule({
    id: 'kubernetes-network-policy-open',
    title: 'Network policy that allows every address',
    severity: 'medium',
    weakness: 'access',
    description: `The policy lets every address of the internet in, so that it protects nothing where a service is exposed.`,
    remediation: 'Name the pods, namespaces or networks that need it.',
    references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
    checks: [
      {
        at: { NetworkPolicy: 'spec.ingress.from.ipBlock.cidr' },
        bad: isEverywhere,
        says: '{} lets every address in.',
      },
    ],
    bad: [
      manifest(
        'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: shop\nspec:\n  ingress:\n    - from:\n        - ipBlock:\n            cidr: 0.0.0.0/0 ◄',
      ),
      manifest(
        'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: shop\nspec:\n  ingress:\n    - from:\n        - ipBlock:\n            cidr: ::/0 ◄',
      ),
    ],
    good: [
      manifest(
        'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: shop\nspec:\n  ingress:\n    - from:\n        - ipBlock:\n            cidr: 10.0.0.0/8',
      ),
      manifest(
        'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: shop\nspec:\n  ingress:\n    - from:\n        - podSelector: {}',
      ),
    ],
  }),
];
