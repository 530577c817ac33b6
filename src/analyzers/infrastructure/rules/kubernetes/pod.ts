import { textOf } from '../../formats/item.js';
import {
  hasItem,
  isBelow,
  isFalse,
  isMissing,
  isOn,
  isOneOf,
  isPresent,
  isTrue,
  matches,
} from '../resources/tests.js';
import { manifest, pod } from '../resources/examples.js';
import { podRule } from './container.js';

const standards = 'https://kubernetes.io/docs/concepts/security/pod-security-standards/';
const context = 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/';

const deployment = (spec: string, container = ''): ReturnType<typeof manifest> =>
  manifest(`apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  template:
    spec:
${spec === '' ? '' : `      ${spec.replaceAll('\n', '\n      ')}\n`}      containers:
        - name: shop
          image: shop:1.4.2
${container === '' ? '' : `          ${container.replaceAll('\n', '\n          ')}`}`);

export const podRules = [
  podRule({
    id: 'kubernetes-privileged',
    title: 'Privileged container',
    severity: 'critical',
    weakness: 'privilege',
    description: `A privileged container has every right over the machine that it runs on: whoever takes it over owns the node, and from there the other pods.`,
    remediation: 'Remove `privileged`, and add the one capability that is needed, if any.',
    references: [standards],
    checks: [
      {
        of: 'container',
        at: 'securityContext.privileged',
        bad: isTrue,
        says: '{} has every right over its node.',
        fix: 'false',
      },
    ],
    bad: [
      pod('securityContext:\n  privileged: true ◄'),
      deployment('', 'securityContext:\n  privileged: true ◄'),
    ],
    good: [
      pod('securityContext:\n  privileged: false'),
      deployment('', 'securityContext:\n  privileged: {{ .Values.privileged }}'),
    ],
  }),
  podRule({
    id: 'kubernetes-host-namespace',
    title: 'Pod in a namespace of its node',
    severity: 'high',
    weakness: 'privilege',
    description: `The pod shares the processes, the network or the memory of the machine. It sees other pods' processes with their environment, and reaches services that listen only locally.`,
    remediation: 'Remove `hostPID`, `hostIPC` and `hostNetwork`.',
    references: [standards],
    checks: [
      { of: 'pod', at: 'hostPID', bad: isTrue, says: '{} sees all processes of its node.', fix: 'false' },
      {
        of: 'pod',
        at: 'hostIPC',
        bad: isTrue,
        says: '{} shares memory with the processes of its node.',
        fix: 'false',
      },
      {
        of: 'pod',
        at: 'hostNetwork',
        bad: isTrue,
        severity: 'medium',
        says: '{} is in the network of its node.',
        fix: 'false',
      },
    ],
    bad: [pod('', 'hostPID: true ◄'), deployment('hostIPC: true ◄\nhostNetwork: true ◄')],
    good: [pod('', 'hostPID: false'), deployment('{{- if .Values.host }}\nhostNetwork: true\n{{- end }}')],
  }),
  podRule({
    id: 'kubernetes-host-path',
    title: 'Directory of the node in a pod',
    severity: 'high',
    weakness: 'exposure',
    cwe: [668, 250],
    description: `The pod mounts a directory of the machine. With the root, \`/etc\`, the container runtime's socket or the kubelet's files, whoever takes the pod over takes the node over.`,
    remediation:
      'Use a persistent volume, a `configMap` or `emptyDir`; give agents only the directories that they read.',
    references: [standards, 'https://kubernetes.io/docs/concepts/storage/volumes/#hostpath'],
    checks: [
      {
        of: 'pod',
        at: 'volumes.hostPath.path',
        bad: matches(/(?:docker|containerd|crio|cri-dockerd)(?:\/[\w-]+)?\.sock$/),
        severity: 'critical',
        says: '{} may command the container runtime of its node.',
      },
      {
        of: 'pod',
        at: 'volumes.hostPath.path',
        bad: matches(
          /^\/?$|^\/(?:etc|root|boot|dev|proc|sys|lib|lib64|usr|bin|sbin|home|var|run|var\/run|var\/lib|var\/lib\/(?:kubelet|docker|containerd|etcd))(?:\/|$)(?!.*\.sock$)/,
        ),
        says: '{} mounts a directory of the system of its node.',
      },
      {
        of: 'pod',
        at: 'volumes.hostPath.path',
        bad: matches(
          /^\/(?!$|(?:etc|root|boot|dev|proc|sys|lib|lib64|usr|bin|sbin|home|var|run)(?:\/|$)).*(?<!\.sock)$/,
        ),
        severity: 'medium',
        says: '{} mounts a directory of its node.',
      },
    ],
    bad: [
      pod('', 'volumes:\n  - name: host\n    hostPath:\n      path: / ◄\n'),
      deployment('volumes:\n  - name: runtime\n    hostPath:\n      path: /var/run/docker.sock ◄'),
    ],
    good: [
      pod('', 'volumes:\n  - name: data\n    emptyDir: {}'),
      deployment('volumes:\n  - name: data\n    persistentVolumeClaim:\n      claimName: data'),
    ],
  }),
  podRule({
    id: 'kubernetes-escalation-allowed',
    title: 'Container that may gain rights',
    severity: 'low',
    weakness: 'privilege',
    description: `A process in the container may gain more rights than its parent, by a \`setuid\` program for example, so that a flaw in the application can become root in the container.`,
    remediation: 'Set `allowPrivilegeEscalation: false` on each container.',
    references: [standards, context],
    checks: [
      {
        of: 'container',
        at: 'securityContext.allowPrivilegeEscalation',
        bad: isOn,
        when: (part) => part?.get('securityContext') !== undefined,
        says: 'Processes in {} may gain rights.',
        fix: 'false',
      },
    ],
    bad: [
      pod('securityContext: ◄\n  privileged: false'),
      deployment('', 'securityContext:\n  allowPrivilegeEscalation: true ◄'),
    ],
    good: [
      pod('securityContext:\n  allowPrivilegeEscalation: false'),
      deployment(
        '',
        '{{- with .Values.securityContext }}\nsecurityContext:\n  {{- toYaml . | nindent 12 }}\n{{- end }}',
      ),
    ],
  }),
  podRule({
    id: 'kubernetes-runs-as-root',
    title: 'Container that runs as root',
    severity: 'medium',
    weakness: 'privilege',
    description: `Nothing keeps the container from running as root, or it is told to. A flaw in the runtime or a mounted directory then gives the attacker root on the node.`,
    remediation: 'Set `runAsNonRoot: true` and a `runAsUser` above 10000.',
    references: [standards, context],
    checks: [
      {
        of: 'container',
        at: 'securityContext.runAsNonRoot',
        inherits: 'securityContext.runAsNonRoot',
        bad: isFalse,
        says: '{} may run as root.',
        fix: 'true',
      },
      {
        of: 'container',
        at: 'securityContext.runAsUser',
        inherits: 'securityContext.runAsUser',
        bad: isBelow(1),
        says: '{} runs as root.',
      },
      {
        of: 'container',
        at: 'securityContext.runAsUser',
        inherits: 'securityContext.runAsUser',
        bad: (item) => isBelow(10_000)(item) && !isBelow(1)(item),
        severity: 'low',
        says: '{} runs as a user that its node may know too.',
      },
    ],
    bad: [pod('securityContext:\n  runAsUser: 0 ◄'), deployment('securityContext:\n  runAsNonRoot: false ◄')],
    good: [
      pod('securityContext:\n  runAsUser: 10001\n  runAsNonRoot: true'),
      deployment('securityContext:\n  runAsUser: {{ .Values.user }}'),
    ],
  }),
  podRule({
    id: 'kubernetes-root-not-excluded',
    title: 'Container that nothing keeps from running as root',
    severity: 'low',
    weakness: 'privilege',
    description: `Neither the pod nor the container says \`runAsNonRoot\` or which user to run as, so that it is whatever the image says, which is root for most of them.`,
    remediation: 'Set `runAsNonRoot: true` and a `runAsUser` above 10000.',
    references: [standards, context],
    checks: [
      {
        of: 'container',
        at: 'securityContext.runAsUser',
        inherits: 'securityContext.runAsUser',
        bad: isMissing,
        says: 'Nothing keeps {} from running as root.',
        when: (part) =>
          isMissing(part?.get('securityContext')?.get('runAsNonRoot')) ||
          isFalse(part?.get('securityContext')?.get('runAsNonRoot')),
      },
    ],
    unless: (_resource, { spec }) => spec.get('securityContext')?.get('runAsNonRoot') !== undefined,
    bad: [
      pod('securityContext: ◄\n  privileged: false'),
      deployment('', 'securityContext: ◄\n  readOnlyRootFilesystem: true'),
    ],
    good: [
      pod('securityContext:\n  runAsNonRoot: true'),
      deployment('securityContext:\n  runAsNonRoot: true'),
    ],
  }),
  podRule({
    id: 'kubernetes-capability-added',
    title: 'Container with added capabilities',
    severity: 'medium',
    weakness: 'privilege',
    description: `The container gets rights over the kernel that containers do not have by default. \`SYS_ADMIN\`, \`SYS_PTRACE\`, \`SYS_MODULE\` and \`ALL\` are as good as root on the node.`,
    remediation: 'Drop all capabilities, and add only those of the standard profile that are needed.',
    references: [standards, 'https://man7.org/linux/man-pages/man7/capabilities.7.html'],
    checks: [
      {
        of: 'container',
        at: 'securityContext.capabilities.add',
        bad: hasItem(/^(?:CAP_)?(?:ALL|SYS_ADMIN|SYS_PTRACE|SYS_MODULE|SYS_RAWIO|DAC_READ_SEARCH|BPF)$/),
        severity: 'high',
        says: '{} gets capabilities that amount to root on its node.',
      },
      {
        of: 'container',
        at: 'securityContext.capabilities.add',
        bad: hasItem(
          /^(?!(?:CAP_)?(?:ALL|SYS_ADMIN|SYS_PTRACE|SYS_MODULE|SYS_RAWIO|DAC_READ_SEARCH|BPF|NET_BIND_SERVICE|CHOWN|SETUID|SETGID|FOWNER|DAC_OVERRIDE|KILL|SETPCAP|SETFCAP|FSETID|AUDIT_WRITE|MKNOD|SYS_CHROOT)$)[A-Z_]+$/,
        ),
        says: '{} gets capabilities over the kernel.',
      },
    ],
    bad: [
      pod('securityContext:\n  capabilities:\n    add: [SYS_ADMIN] ◄'),
      deployment('', 'securityContext:\n  capabilities:\n    add: ◄\n      - NET_ADMIN'),
    ],
    good: [
      pod('securityContext:\n  capabilities:\n    add: [NET_BIND_SERVICE]'),
      deployment('', 'securityContext:\n  capabilities:\n    drop: [ALL]'),
    ],
  }),
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
    description: `One container with a leak, or under attack, takes the memory of its whole node, and other pods are ended for it.`,
    remediation: 'Set `resources.limits.memory`, and `requests` for what it usually needs.',
    references: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],
    checks: [
      {
        of: 'container',
        at: 'resources.limits.memory',
        bad: isMissing,
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
    id: 'kubernetes-profile-off',
    title: 'Container without a filter of system calls',
    severity: 'medium',
    weakness: 'protection',
    description: `The profile that keeps a container from rare system calls, or AppArmor, is switched off: more of the kernel is open to attack.`,
    remediation: 'Set `seccompProfile.type` to `RuntimeDefault`.',
    references: [standards, 'https://kubernetes.io/docs/tutorials/security/seccomp/'],
    checks: [
      {
        of: 'container',
        at: 'securityContext.seccompProfile.type',
        inherits: 'securityContext.seccompProfile.type',
        bad: isOneOf('Unconfined'),
        says: 'No filter of system calls applies to {}.',
        fix: 'RuntimeDefault',
      },
      {
        of: 'container',
        at: 'securityContext.procMount',
        bad: isOneOf('Unmasked'),
        says: '{} sees all of `/proc`.',
      },
    ],
    bad: [
      pod('securityContext:\n  seccompProfile:\n    type: Unconfined ◄'),
      deployment('securityContext:\n  seccompProfile:\n    type: Unconfined ◄'),
    ],
    good: [
      pod('securityContext:\n  seccompProfile:\n    type: RuntimeDefault'),
      deployment('securityContext:\n  seccompProfile:\n    type: Localhost'),
    ],
  }),
  podRule({
    id: 'kubernetes-sysctl-unsafe',
    title: 'Pod that changes kernel parameters',
    severity: 'high',
    weakness: 'privilege',
    description: `The pod sets kernel parameters outside of those that are known to concern only itself: it may disturb or attack other pods of its node.`,
    remediation: 'Set only the parameters that Kubernetes lists as safe.',
    references: [standards, 'https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/'],
    checks: [
      {
        of: 'pod',
        at: 'securityContext.sysctls.name',
        bad: (item) =>
          isPresent(item) &&
          !isOneOf(
            'kernel.shm_rmid_forced',
            'net.ipv4.ip_local_port_range',
            'net.ipv4.ip_unprivileged_port_start',
            'net.ipv4.tcp_syncookies',
            'net.ipv4.ping_group_range',
            'net.ipv4.ip_local_reserved_ports',
            'net.ipv4.tcp_keepalive_time',
            'net.ipv4.tcp_fin_timeout',
            'net.ipv4.tcp_keepalive_intvl',
            'net.ipv4.tcp_keepalive_probes',
            'net.ipv4.tcp_rmem',
            'net.ipv4.tcp_wmem',
          )(item),
        says: '{} changes a kernel parameter that is not its own.',
      },
    ],
    bad: [
      pod('', 'securityContext:\n  sysctls:\n    - name: kernel.msgmax ◄\n      value: "65536"'),
      deployment('securityContext:\n  sysctls:\n    - name: net.core.somaxconn ◄\n      value: "1024"'),
    ],
    good: [
      pod('', 'securityContext:\n  sysctls:\n    - name: net.ipv4.tcp_syncookies\n      value: "1"'),
      deployment('securityContext:\n  runAsNonRoot: true'),
    ],
  }),
];
