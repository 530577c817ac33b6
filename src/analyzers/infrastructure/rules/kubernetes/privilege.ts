import { textOf } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { deployment, pod } from '../resources/examples.js';
import { isMissing, isPresent, isFalse, isTrue, isOneOf, hasItem, isBelow } from '../resources/tests.js';
import { podRule } from './container.js';

const standards = 'https://kubernetes.io/docs/concepts/security/pod-security-standards/';
const context = 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/';

export const kubernetesPrivilegeRules: readonly ResourceRule[] = [
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
        bad: isTrue,
        says: 'Processes in {} may gain rights.',
        fix: 'false',
      },
    ],
    bad: [
      pod('securityContext:\n  allowPrivilegeEscalation: true ◄'),
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
    description: `The container is told to run as root, or that it may. A flaw in the runtime or a mounted directory then gives the attacker root on the node.`,
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
    ],
    bad: [pod('securityContext:\n  runAsUser: 0 ◄'), deployment('securityContext:\n  runAsNonRoot: false ◄')],
    good: [
      pod('securityContext:\n  runAsUser: 10001\n  runAsNonRoot: true'),
      deployment('securityContext:\n  runAsUser: {{ .Values.user }}'),
    ],
  }),
  podRule({
    id: 'kubernetes-user-low',
    title: 'Container that runs as a user that its node may know',
    severity: 'low',
    // Most images that leave root have such a user, and it takes another flaw to meet its files.
    confidence: 'low',
    weakness: 'privilege',
    description: `The number of the user is one that the node or other images may use too: files of the one are then files of the other when something leaks out of the container.`,
    remediation: 'Set a `runAsUser` above 10000 for the pod or the container.',
    references: [context],
    checks: [
      {
        of: 'container',
        at: 'securityContext.runAsUser',
        inherits: 'securityContext.runAsUser',
        bad: (item) => isBelow(10_000)(item) && !isBelow(1)(item),
        says: '{} runs as a user that its node may know too.',
      },
    ],
    bad: [pod('securityContext:\n  runAsUser: 1000 ◄'), deployment('securityContext:\n  runAsUser: 33 ◄')],
    good: [
      pod('securityContext:\n  runAsUser: 10001'),
      deployment('securityContext:\n  runAsUser: {{ .Values.user }}'),
    ],
  }),
  podRule({
    id: 'kubernetes-root-not-excluded',
    title: 'Pod that nothing keeps from running as root',
    severity: 'low',
    confidence: 'medium',
    weakness: 'privilege',
    description: `The pod says something of security, but neither it nor one of its containers says which user to run as, so that it is whatever the image says, which is root for most of them.`,
    remediation: 'Set `runAsNonRoot: true` and a `runAsUser` above 10000 for the pod.',
    references: [standards, context],
    checks: [
      {
        of: 'pod',
        at: 'securityContext.runAsNonRoot',
        bad: isMissing,
        when: (part) =>
          part?.get('securityContext') !== undefined &&
          isMissing(part.get('securityContext')?.get('runAsUser')),
        says: 'Nothing keeps {} from running as root.',
      },
    ],
    unless: (_resource, { containers }) =>
      containers.some((container) =>
        ['runAsNonRoot', 'runAsUser'].some(
          (name) => container.get('securityContext')?.get(name) !== undefined,
        ),
      ),
    bad: [pod('', 'securityContext: ◄\n  fsGroup: 2000'), deployment('securityContext: ◄\n  fsGroup: 2000')],
    good: [
      pod('securityContext:\n  runAsNonRoot: true', 'securityContext:\n  fsGroup: 2000'),
      deployment('securityContext:\n  runAsNonRoot: true'),
    ],
  }),
  podRule({
    id: 'kubernetes-capability-dangerous',
    title: 'Container with capabilities that amount to root',
    severity: 'high',
    weakness: 'privilege',
    description: `With these capabilities whoever takes the container over loads code into the kernel, reads its memory or mounts the disks of the node.`,
    remediation: 'Drop all capabilities, and add only those of the standard profile that are needed.',
    references: [standards, 'https://man7.org/linux/man-pages/man7/capabilities.7.html'],
    checks: [
      {
        of: 'container',
        at: 'securityContext.capabilities.add',
        bad: hasItem(/^(?:CAP_)?(?:ALL|SYS_ADMIN|SYS_PTRACE|SYS_MODULE|SYS_RAWIO|DAC_READ_SEARCH|BPF)$/),
        says: '{} gets capabilities that amount to root on its node.',
      },
    ],
    bad: [
      pod('securityContext:\n  capabilities:\n    add: [SYS_ADMIN] ◄'),
      deployment('', 'securityContext:\n  capabilities:\n    add: ◄\n      - ALL'),
    ],
    good: [
      pod('securityContext:\n  capabilities:\n    add: [NET_BIND_SERVICE]'),
      deployment('', 'securityContext:\n  capabilities:\n    drop: [ALL]'),
    ],
  }),
  podRule({
    id: 'kubernetes-capability-added',
    title: 'Container with added capabilities',
    severity: 'medium',
    weakness: 'privilege',
    description: `The container gets rights over the kernel that containers do not have by default.`,
    remediation: 'Drop all capabilities, and add only those of the standard profile that are needed.',
    references: [standards, 'https://man7.org/linux/man-pages/man7/capabilities.7.html'],
    checks: [
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
      pod('securityContext:\n  capabilities:\n    add: [SYS_TIME] ◄'),
      deployment('', 'securityContext:\n  capabilities:\n    add: ◄\n      - NET_ADMIN'),
    ],
    good: [
      pod('securityContext:\n  capabilities:\n    add: [NET_BIND_SERVICE]'),
      deployment('', 'securityContext:\n  capabilities:\n    drop: [ALL]'),
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
          )(item && { ...item, scalar: textOf(item)?.replaceAll('/', '.') }),
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
