import { textOf } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { deployment, manifest, pod } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing, isPresent, isFalse, isTrue, isOneOf, matches, isAbove } from '../resources/tests.js';
import { podRule } from './container.js';

const standards = 'https://kubernetes.io/docs/concepts/security/pod-security-standards/';
const context = 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/';

export const kubernetesWorkloadRules: readonly ResourceRule[] = [
  podRule({
    id: 'kubernetes-root-file-system-writable',
    title: 'Container whose root file system can be written',
    severity: 'low',
    weakness: 'protection',
    description: `An attacker who can run code in the container can also change its programs and leave tools behind.`,
    remediation: 'Set `readOnlyRootFilesystem: true`, and mount `emptyDir` where the application writes.',
    references: [context],
    checks: [
      {
        of: 'container',
        at: 'securityContext.readOnlyRootFilesystem',
        bad: isFalse,
        says: 'The root file system of {} can be written.',
        fix: 'true',
      },
    ],
    bad: [
      pod('securityContext:\n  readOnlyRootFilesystem: false ◄'),
      deployment('', 'securityContext:\n  readOnlyRootFilesystem: false ◄'),
    ],
    good: [
      pod('securityContext:\n  readOnlyRootFilesystem: true'),
      deployment('', 'securityContext:\n  readOnlyRootFilesystem: {{ .Values.readOnly }}'),
    ],
  }),
  podRule({
    id: 'kubernetes-limit-missing',
    title: 'Container without a memory limit',
    severity: 'low',
    weakness: 'resources',
    description: `One container with a leak, or under attack, takes the memory of its whole node, and other pods are ended for it.

Where a container says nothing of resources, a \`LimitRange\` of its namespace may: then this has low confidence.`,
    remediation: 'Set `resources.limits.memory`, and `requests` for what it usually needs.',
    references: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],
    checks: [
      {
        of: 'container',
        at: 'resources.limits.memory',
        bad: isMissing,
        mayBeSeenTo: true,
        says: 'Nothing limits the memory of {}.',
      },
    ],
    bad: [
      pod('resources: ◄\n  requests:\n    memory: 64Mi'),
      deployment('', 'resources:\n  limits: ◄\n    cpu: 1'),
    ],
    good: [
      pod('resources:\n  limits:\n    memory: 128Mi'),
      deployment('', 'resources:\n  {{- toYaml .Values.resources | nindent 12 }}'),
    ],
  }),
  podRule({
    id: 'kubernetes-token-mounted',
    title: 'Pod with a token for the cluster that it may not need',
    severity: 'low',
    weakness: 'permission',
    description: `Every pod gets a token for the API of the cluster unless it is told not to. Whoever takes the pod over may use it.`,
    remediation: 'Set `automountServiceAccountToken: false` on pods that do not talk to the cluster.',
    references: [
      'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting',
    ],
    checks: [
      {
        of: 'pod',
        at: 'automountServiceAccountToken',
        bad: isTrue,
        says: '{} gets a token for the cluster.',
        fix: 'false',
      },
    ],
    bad: [
      pod('', 'automountServiceAccountToken: true ◄'),
      deployment('automountServiceAccountToken: true ◄'),
    ],
    good: [pod('', 'automountServiceAccountToken: false'), deployment('automountServiceAccountToken: false')],
  }),
  settingRule({
    id: 'kubernetes-account-token-mounted',
    title: 'Service account whose token every pod gets',
    severity: 'low',
    weakness: 'permission',
    description: `Every pod of the account gets a token for the API of the cluster, whether it needs one or not. Whoever takes a pod over may use it.`,
    remediation: 'Set `automountServiceAccountToken: false` on the account, and mount it where it is needed.',
    references: [
      'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting',
    ],
    checks: [
      {
        at: { ServiceAccount: 'automountServiceAccountToken' },
        bad: isTrue,
        says: 'Every pod of {} gets its token.',
        fix: 'false',
      },
    ],
    bad: [
      manifest(
        'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: shop\nautomountServiceAccountToken: true ◄',
      ),
      manifest(
        'apiVersion: v1\nkind: ServiceAccount\nautomountServiceAccountToken: true ◄\nmetadata:\n  name: ci',
      ),
    ],
    good: [
      manifest(
        'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: shop\nautomountServiceAccountToken: false',
      ),
      manifest('apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: shop'),
    ],
  }),
  podRule({
    id: 'kubernetes-image-floating',
    title: 'Image without a fixed version',
    severity: 'low',
    weakness: 'integrity',
    cwe: [494],
    description: `The image is named without a tag or by \`latest\`: what runs changes without a change of the manifest, and two nodes may run different things.`,
    remediation: 'Name a version in the tag, or better still a digest of the image.',
    references: ['https://kubernetes.io/docs/concepts/containers/images/#image-names'],
    checks: [
      {
        of: 'container',
        at: 'image',
        bad: (item) => {
          const image = textOf(item) ?? '';
          return (
            image !== '' &&
            !image.includes('@') &&
            !image.includes('$') &&
            (/:latest$/.test(image) || !/:[^/]+$/.test(image))
          );
        },
        says: 'The version of the image of {} is not fixed.',
      },
    ],
    bad: [pod('', '', 'shop:latest ◄'), pod('', '', 'registry.example:5000/shop ◄')],
    good: [
      pod('', '', 'shop:1.4.2'),
      pod('', '', 'shop@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'),
    ],
  }),
  podRule({
    id: 'kubernetes-secret-in-environment',
    title: 'Secret in the environment of a container',
    severity: 'low',
    // The usual way of most charts and images, and no flaw until something else leaks the environment.
    confidence: 'low',
    weakness: 'credential',
    cwe: [526],
    description: `The environment is inherited by every process, printed in crash reports and shown to whoever may look at the pod.`,
    remediation: 'Mount secrets as files, and let the application read them from there.',
    references: ['https://kubernetes.io/docs/concepts/security/secrets-good-practices/'],
    checks: [
      {
        of: 'container',
        at: 'env.valueFrom.secretKeyRef',
        bad: isPresent,
        says: '{} has a secret in its environment.',
      },
      {
        of: 'container',
        at: 'envFrom.secretRef',
        bad: isPresent,
        says: '{} has secrets in its environment.',
      },
    ],
    bad: [
      pod(
        'env:\n  - name: PASSWORD\n    valueFrom:\n      secretKeyRef: ◄\n        name: shop\n        key: password',
      ),
      deployment('', 'envFrom:\n  - secretRef: ◄\n      name: shop'),
    ],
    good: [
      pod(
        'env:\n  - name: REGION\n    valueFrom:\n      configMapKeyRef:\n        name: shop\n        key: region',
      ),
      deployment('', 'envFrom:\n  - configMapRef:\n      name: shop'),
    ],
  }),
  podRule({
    id: 'kubernetes-port-of-node',
    title: 'Container with a port of its node',
    severity: 'low',
    weakness: 'exposure',
    description: `The port is open on the address of the machine itself, past services and most network policies.`,
    remediation: 'Remove `hostPort`, and reach the pods by a service.',
    references: [standards],
    checks: [
      {
        of: 'container',
        at: 'ports.hostPort',
        bad: isAbove(0),
        says: '{} has a port of its node.',
      },
    ],
    bad: [
      pod('ports:\n  - containerPort: 80\n    hostPort: 8080 ◄'),
      deployment('', 'ports:\n  - containerPort: 80\n    hostPort: 80 ◄'),
    ],
    good: [
      pod('ports:\n  - containerPort: 80'),
      deployment('', 'ports:\n  - containerPort: 80\n    hostPort: {{ .Values.port }}'),
    ],
  }),
  podRule({
    id: 'kubernetes-tiller',
    title: 'Tiller of Helm 2 in the cluster',
    severity: 'high',
    weakness: 'privilege',
    cwe: [1104, 250],
    description: `Tiller takes commands from everybody in the cluster without a login, mostly with the rights of an administrator, and has had no updates since 2020.`,
    remediation: 'Move to Helm 3, which needs no server, and remove Tiller.',
    references: ['https://helm.sh/docs/topics/v2_v3_migration/'],
    checks: [
      {
        of: 'container',
        at: 'image',
        bad: matches(/(?:^|\/)tiller(?::|@|$)/),
        says: '{} runs Tiller.',
      },
    ],
    bad: [pod('', '', 'ghcr.io/helm/tiller:v2.14.3 ◄'), pod('', '', 'tiller:v2.9 ◄')],
    good: [pod('', '', 'shop:1'), pod('', '', 'tillerman:1')],
  }),
  settingRule({
    id: 'kubernetes-tiller-service',
    title: 'Tiller by its name in the cluster',
    severity: 'high',
    weakness: 'exposure',
    description: `Every pod of the cluster may send Tiller commands, and it asks for no login. It mostly has the rights of an administrator.`,
    remediation: 'Remove Tiller with its service, and move to Helm 3.',
    references: ['https://helm.sh/docs/topics/v2_v3_migration/'],
    checks: [
      {
        at: { Service: 'metadata.name' },
        bad: isOneOf('tiller', 'tiller-deploy'),
        says: '{} opens Tiller to the cluster.',
      },
      {
        at: { Deployment: 'metadata.name' },
        bad: isOneOf('tiller-deploy'),
        says: '{} runs Tiller, which Helm 2 gives this name.',
      },
    ],
    bad: [
      manifest(
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: tiller-deploy ◄\n  namespace: tools',
      ),
      manifest('apiVersion: v1\nkind: Service\nmetadata:\n  name: tiller-deploy ◄'),
      manifest('apiVersion: v1\nkind: Service\nmetadata:\n  name: tiller ◄\n  namespace: kube-system'),
    ],
    good: [
      manifest('apiVersion: v1\nkind: Service\nmetadata:\n  name: shop'),
      manifest('apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Values.name }}'),
    ],
  }),
  settingRule({
    id: 'kubernetes-namespace-shared',
    title: 'Object in a namespace that is not its own',
    severity: 'low',
    confidence: 'medium',
    weakness: 'access',
    description: `The object is in the default namespace, or in one of the cluster itself: roles, quotas and network policies cannot tell it apart from everything else there.`,
    remediation: 'Give each application a namespace of its own.',
    references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/'],
    checks: [
      {
        at: Object.fromEntries(
          'Pod Deployment DaemonSet StatefulSet ReplicaSet Job CronJob Configuration Revision Service Secret ServiceAccount Role'
            .split(' ')
            .map((kind) => [kind, 'metadata.namespace']),
        ),
        bad: isOneOf('default', 'kube-public', 'kube-system'),
        says: '{} is in a namespace that others share.',
      },
    ],
    bad: [
      manifest('apiVersion: v1\nkind: Pod\nmetadata:\n  name: shop\n  namespace: default ◄'),
      manifest('apiVersion: v1\nkind: Service\nmetadata:\n  name: shop\n  namespace: kube-public ◄'),
    ],
    good: [
      manifest('apiVersion: v1\nkind: Pod\nmetadata:\n  name: shop\n  namespace: shop'),
      manifest('apiVersion: v1\nkind: Pod\nmetadata:\n  name: shop\n  namespace: {{ .Release.Namespace }}'),
    ],
  }),
];
