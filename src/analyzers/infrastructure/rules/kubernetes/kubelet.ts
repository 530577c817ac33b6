import type { ResourceRule } from '../../resource-rule.js';
import { manifest } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isFalse, isTrue, isOneOf, hasItem, isAbove } from '../resources/tests.js';
import type { Severity } from '../../../../model/severity.js';
import type { weaknesses } from '../resources/setting.js';
import type { Test } from '../resources/tests.js';
import { weakCipher } from './flag-tests.js';

const hardening = 'https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/';
const configuration = (text: string): ReturnType<typeof manifest> =>
  manifest(`apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n${text}`);
interface KubeletFlaw {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly weakness: keyof typeof weaknesses;
  readonly cwe?: readonly number[];
  readonly path: string;
  readonly bad: Test;
  readonly says: string;
  readonly why: string;
  readonly advice: string;
  readonly sample: string;
  readonly sound: string;
  readonly fix?: string;
}
const kubelet: readonly KubeletFlaw[] = [
  {
    id: 'kubernetes-kubelet-anonymous',
    title: 'Kubelet that answers without a login',
    severity: 'high',
    weakness: 'authentication',
    path: 'authentication.anonymous.enabled',
    bad: isTrue,
    fix: 'false',
    says: 'The kubelet answers without a login.',
    why: 'Whoever reaches the port of the kubelet may list its pods, and with a loose authorization run commands in them.',
    advice: 'Set `authentication.anonymous.enabled` to `false`.',
    sample: 'authentication:\n  anonymous:\n    enabled: true ◄',
    sound: 'authentication:\n  anonymous:\n    enabled: false',
  },
  {
    id: 'kubernetes-kubelet-allows-all',
    title: 'Kubelet that allows every request',
    severity: 'high',
    weakness: 'access',
    path: 'authorization.mode',
    bad: isOneOf('AlwaysAllow'),
    fix: '"Webhook"',
    says: 'The kubelet allows every request.',
    why: 'Whoever has any login of the cluster may run commands in every pod of the node, and read what they hold.',
    advice: 'Set `authorization.mode` of the kubelet to `Webhook`.',
    sample: 'authorization:\n  mode: AlwaysAllow ◄',
    sound: 'authorization:\n  mode: Webhook',
  },
  {
    id: 'kubernetes-kubelet-read-only-port',
    title: 'Kubelet with the port that needs no login',
    severity: 'medium',
    weakness: 'exposure',
    path: 'readOnlyPort',
    bad: isAbove(0),
    fix: '0',
    says: 'The kubelet has a port that needs no login.',
    why: 'The port tells everybody who reaches it which pods run on the node, with their environment.',
    advice: 'Set `readOnlyPort` of the kubelet to 0, its default.',
    sample: 'readOnlyPort: 10255 ◄',
    sound: 'readOnlyPort: 0',
  },
  {
    id: 'kubernetes-kubelet-certificate-kept',
    title: 'Kubelet that does not renew its certificate',
    severity: 'medium',
    weakness: 'credential',
    cwe: [324],
    path: 'rotateCertificates',
    bad: isFalse,
    fix: 'true',
    says: 'The kubelet does not renew its certificate.',
    why: 'A certificate that leaks stays good, and one that ends takes the node out of the cluster.',
    advice: 'Set `rotateCertificates: true` for the kubelet.',
    sample: 'rotateCertificates: false ◄',
    sound: 'rotateCertificates: true',
  },
  {
    id: 'kubernetes-kubelet-kernel-changed',
    title: 'Kubelet that changes kernel parameters',
    severity: 'medium',
    weakness: 'protection',
    path: 'protectKernelDefaults',
    bad: isFalse,
    fix: 'true',
    says: 'The kubelet changes kernel parameters of the node.',
    why: 'The kubelet sets kernel parameters to what it likes instead of failing where the node was hardened otherwise.',
    advice: 'Set `protectKernelDefaults: true` for the kubelet.',
    sample: 'protectKernelDefaults: false ◄',
    sound: 'protectKernelDefaults: true',
  },
  {
    id: 'kubernetes-kubelet-streams-endless',
    title: 'Kubelet whose connections never time out',
    severity: 'medium',
    weakness: 'resources',
    path: 'streamingConnectionIdleTimeout',
    bad: isOneOf('0', '0s', '0m'),
    fix: '"5m"',
    says: 'Idle connections to the kubelet never end.',
    why: 'Idle sessions of commands stay open for good: they use up the node, and one that was left behind can be taken over.',
    advice: 'Set `streamingConnectionIdleTimeout` to some minutes.',
    sample: 'streamingConnectionIdleTimeout: 0s ◄',
    sound: 'streamingConnectionIdleTimeout: 5m',
  },
  {
    id: 'kubernetes-kubelet-ciphers-weak',
    title: 'Kubelet that takes weak ciphers',
    severity: 'medium',
    weakness: 'cipher',
    path: 'tlsCipherSuites',
    bad: hasItem(weakCipher),
    says: 'The kubelet takes ciphers that are weak.',
    why: 'Somebody on the way can talk both sides into ciphers that can be broken, or read recorded traffic later.',
    advice: 'List ciphers with `ECDHE` and AES in GCM or ChaCha20.',
    sample: 'tlsCipherSuites: [TLS_RSA_WITH_AES_128_CBC_SHA] ◄',
    sound: 'tlsCipherSuites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]',
  },
  {
    id: 'kubernetes-kubelet-rules-off',
    title: 'Kubelet that does not keep rules of the network',
    severity: 'low',
    weakness: 'protection',
    path: 'makeIPTablesUtilChains',
    bad: isFalse,
    fix: 'true',
    says: 'The kubelet does not keep rules of the network.',
    why: 'Rules that the network of the cluster rests on may be missing or be kept by hand and out of date.',
    advice: 'Set `makeIPTablesUtilChains: true` for the kubelet.',
    sample: 'makeIPTablesUtilChains: false ◄',
    sound: 'makeIPTablesUtilChains: true',
  },
];

export const kubernetesKubeletRules: readonly ResourceRule[] = [
  ...kubelet.map(({ id, title, severity, weakness, cwe, path, bad, says, why, advice, sample, sound, fix }) =>
    settingRule({
      id,
      title,
      severity,
      weakness,
      ...(cwe && { cwe }),
      description: why,
      remediation: advice,
      references: ['https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/', hardening],
      checks: [{ at: { KubeletConfiguration: path }, bad, says, ...(fix !== undefined && { fix }) }],
      bad: [configuration(sample), configuration(`clusterDomain: cluster.local\n${sample}`)],
      good: [configuration(sound), configuration('clusterDomain: cluster.local')],
    }),
  ),
  settingRule({
    id: 'kubernetes-secrets-unencrypted',
    title: 'Secrets of a cluster that are kept in the clear',
    severity: 'medium',
    weakness: 'encryption',
    description: `The first provider is \`identity\`, so that new secrets are written to etcd in the clear, with its backups.`,
    remediation: 'List `kms`, `secretbox` or `aescbc` first, and `identity` last.',
    references: ['https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/'],
    checks: [
      {
        at: { EncryptionConfiguration: 'resources.providers' },
        bad: (item) => item?.items?.[0]?.get('identity') !== undefined,
        says: 'New secrets are written in the clear.',
      },
      {
        at: { EncryptionConfiguration: 'resources.providers' },
        bad: (item) =>
          item?.items !== undefined &&
          item.items.every((part) =>
            ['aescbc', 'secretbox', 'kms', 'identity', 'aesgcm'].every((name) => !part.get(name)),
          ),
        says: 'New secrets are written in the clear.',
      },
    ],
    bad: [
      manifest(
        'apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources:\n  - resources: [secrets]\n    providers: ◄\n      - identity: {}',
      ),
      manifest(
        'apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources:\n  - resources: [secrets]\n    providers: ◄\n      - identity: {}\n      - aescbc:\n          keys: []',
      ),
    ],
    good: [
      manifest(
        'apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources:\n  - resources: [secrets]\n    providers:\n      - kms:\n          name: kms\n      - identity: {}',
      ),
      manifest('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: shop'),
    ],
  }),
];
