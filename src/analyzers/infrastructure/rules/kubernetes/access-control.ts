import type { ResourceRule } from '../../resource-rule.js';
import { grantRule, has, isEverything, role } from './access.js';

const practice = 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/';

/** A role for all that there is, with a few verbs: what follows from that is said once, by the rule for secrets. */
const isForAll = (groups: readonly string[], resources: readonly string[]): boolean =>
  groups.includes('*') && resources.includes('*');

/** Rights over what the cluster itself is controlled by. */
export const accessControlRules: readonly ResourceRule[] = [
  grantRule({
    id: 'kubernetes-role-certificates',
    title: 'Role that approves certificates',
    severity: 'medium',
    description: `Whoever may approve requests, or sign for a signer, gets a certificate for any name, that of a node or an administrator too.`,
    remediation: 'Leave approval to the controllers of the cluster, or name the signer in `resourceNames`.',
    references: [`${practice}#csrs-and-certificate-issuing`],
    // To update an approval is of use only with the right to approve for a signer.
    flaw: ({ groups, resources, verbs, named }) =>
      !named &&
      !isEverything(resources, verbs) &&
      !isForAll(groups, resources) &&
      has(groups, 'certificates.k8s.io') &&
      has(resources, 'signers') &&
      has(verbs, 'approve', 'sign'),
    says: 'Whoever has the role {} gets certificates for any name.',
    bad: [
      role('apiGroups: ["certificates.k8s.io"]\nresources: ["signers"]\nverbs: ["approve"] ◄'),
      role('apiGroups: ["certificates.k8s.io"]\nresources: ["*"]\nverbs: ["sign"] ◄'),
    ],
    good: [
      role(
        'apiGroups: ["certificates.k8s.io"]\nresources: ["certificatesigningrequests"]\nverbs: ["create"]',
      ),
      role(
        'apiGroups: ["certificates.k8s.io"]\nresources: ["signers"]\nresourceNames: ["shop.example/web"]\nverbs: ["sign"]',
      ),
    ],
  }),
  grantRule({
    id: 'kubernetes-role-webhooks',
    title: 'Role that puts itself before every change of the cluster',
    severity: 'medium',
    description: `A webhook for admission sees every object that is made, secrets too, and a mutating one changes them.`,
    remediation: 'Name the one configuration that is kept up to date in `resourceNames`.',
    references: [`${practice}#control-admission-webhooks`],
    flaw: ({ groups, resources, verbs, named }) =>
      !named &&
      !isEverything(resources, verbs) &&
      !isForAll(groups, resources) &&
      has(groups, 'admissionregistration.k8s.io') &&
      has(resources, 'validatingwebhookconfigurations', 'mutatingwebhookconfigurations') &&
      has(verbs, 'create', 'update', 'patch'),
    says: 'Whoever has the role {} sees and changes every object that is made.',
    bad: [
      role(
        'apiGroups: ["admissionregistration.k8s.io"]\nresources: ["mutatingwebhookconfigurations"]\nverbs: ["create"] ◄',
      ),
      role(
        'apiGroups: ["admissionregistration.k8s.io"]\nresources: ["validatingwebhookconfigurations"]\nverbs: ["get", "patch"] ◄',
      ),
    ],
    good: [
      role(
        'apiGroups: ["admissionregistration.k8s.io"]\nresources: ["mutatingwebhookconfigurations"]\nverbs: ["get", "watch"]',
      ),
      role(
        'apiGroups: ["admissionregistration.k8s.io"]\nresources: ["mutatingwebhookconfigurations"]\nresourceNames: ["shop"]\nverbs: ["patch"]',
      ),
    ],
  }),
  grantRule({
    id: 'kubernetes-role-nodes',
    title: 'Role that reaches kubelets past the API server',
    severity: 'high',
    description: `With \`nodes/proxy\` its bearer talks to kubelets and runs commands in every pod of a node, past audit log and admission.`,
    remediation: 'Give `nodes/metrics`, `nodes/stats` or `nodes/log` for what is only read.',
    references: [`${practice}#access-to-proxy-subresource-of-nodes`],
    flaw: ({ resources, verbs, named }) =>
      !named &&
      !isEverything(resources, verbs) &&
      resources.includes('nodes/proxy') &&
      has(verbs, 'get', 'create', 'update', 'patch'),
    says: 'Whoever has the role {} runs commands in every pod.',
    bad: [
      role('apiGroups: [""]\nresources: ["nodes/proxy"]\nverbs: ["create", "get"] ◄'),
      role('apiGroups: [""]\nresources: ["nodes", "nodes/proxy"]\nverbs: ["*"] ◄'),
    ],
    good: [
      role('apiGroups: [""]\nresources: ["nodes/metrics"]\nverbs: ["get"]'),
      role('apiGroups: [""]\nresources: ["nodes"]\nverbs: ["get", "list"]'),
    ],
  }),
  grantRule({
    id: 'kubernetes-role-tokens',
    title: 'Role that makes tokens for service accounts',
    severity: 'medium',
    description: `Whoever may make tokens for every service account acts as each of them, and has the rights of all.`,
    remediation: 'Name the service account in `resourceNames`.',
    references: [`${practice}#token-request`],
    flaw: ({ resources, verbs, named }) =>
      !named &&
      !isEverything(resources, verbs) &&
      resources.includes('serviceaccounts/token') &&
      has(verbs, 'create'),
    says: 'Whoever has the role {} acts as every service account.',
    bad: [
      role('apiGroups: [""]\nresources: ["serviceaccounts/token"]\nverbs: ["create"] ◄'),
      role('apiGroups: [""]\nresources: ["serviceaccounts", "serviceaccounts/token"]\nverbs: ["*"] ◄'),
    ],
    good: [
      role(
        'apiGroups: [""]\nresources: ["serviceaccounts/token"]\nresourceNames: ["shop"]\nverbs: ["create"]',
      ),
      role('apiGroups: [""]\nresources: ["serviceaccounts"]\nverbs: ["get"]'),
    ],
  }),
];
