import type { ResourceRule } from '../../resource-rule.js';
import { manifest } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isPresent, isTrue, isOff, hasItem } from '../resources/tests.js';

const policies = 'https://kubernetes.io/docs/concepts/security/pod-security-policy/';
const policy = (spec: string): ReturnType<typeof manifest> =>
  manifest(
    `apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: pods\nspec:\n  ${spec.replaceAll('\n', '\n  ')}`,
  );
const switches = [
  {
    id: 'kubernetes-policy-privileged',
    title: 'Pod policy that allows privileged containers',
    severity: 'high',
    setting: 'privileged',
    what: 'Containers under the policy may have every right over the machine that they run on',
    says: '{} allows privileged containers.',
  },
  {
    id: 'kubernetes-policy-escalation',
    title: 'Pod policy that lets processes gain rights',
    severity: 'medium',
    setting: 'allowPrivilegeEscalation',
    what: 'Processes of containers under the policy may gain more rights than their parent has',
    says: '{} lets processes gain rights.',
  },
  {
    id: 'kubernetes-policy-host-processes',
    title: 'Pod policy that shows pods the processes of the node',
    severity: 'medium',
    setting: 'hostPID',
    what: 'Pods under the policy may see and end all processes of the machine',
    says: '{} lets pods see the processes of the node.',
  },
  {
    id: 'kubernetes-policy-host-memory',
    title: 'Pod policy that shares memory with the node',
    severity: 'medium',
    setting: 'hostIPC',
    what: 'Pods under the policy may share memory with processes of the machine',
    says: '{} lets pods share memory with the node.',
  },
  {
    id: 'kubernetes-policy-host-network',
    title: 'Pod policy that lets pods into the network of the node',
    severity: 'medium',
    setting: 'hostNetwork',
    what: 'Pods under the policy may be in the network of the machine',
    says: '{} lets pods into the network of the node.',
  },
] as const;

export const kubernetesPodPolicyRules: readonly ResourceRule[] = [
  ...switches.map(({ id, title, severity, setting, what, says }) =>
    settingRule({
      id,
      title,
      severity,
      weakness: 'privilege',
      description: `${what}. Whoever may make pods under the policy takes the node over.`,
      remediation:
        'Set it to `false`, and move to Pod Security Admission: policies of pods were removed in Kubernetes 1.25.',
      references: [policies],
      checks: [{ at: { PodSecurityPolicy: `spec.${setting}` }, bad: isTrue, says, fix: 'false' }],
      bad: [policy(`${setting}: true ◄`), policy(`readOnlyRootFilesystem: true\n${setting}: true ◄`)],
      good: [policy(`${setting}: false`), policy(`readOnlyRootFilesystem: true`)],
    }),
  ),
  settingRule({
    id: 'kubernetes-policy-capabilities',
    title: 'Pod policy that lets containers add capabilities',
    severity: 'high',
    weakness: 'privilege',
    description: `Containers under the policy may get rights over the kernel that containers do not have by default.`,
    remediation: 'Remove `allowedCapabilities`, and require to drop all.',
    references: [policies],
    checks: [
      {
        at: { PodSecurityPolicy: 'spec.allowedCapabilities' },
        bad: (item) => (item?.items ?? []).length > 0,
        says: '{} lets containers add capabilities.',
      },
    ],
    bad: [policy('allowedCapabilities: ◄\n  - NET_ADMIN'), policy("allowedCapabilities: ['*'] ◄")],
    good: [policy('allowedCapabilities: []'), policy('requiredDropCapabilities: [ALL]')],
  }),
  settingRule({
    id: 'kubernetes-policy-raw-network',
    title: 'Pod policy that leaves raw network access',
    severity: 'medium',
    weakness: 'privilege',
    description: `Containers under the policy may write any packet: they can pass themselves off as other pods of their node.`,
    remediation: 'Add `ALL` or `NET_RAW` to `requiredDropCapabilities`.',
    references: [policies],
    checks: [
      {
        at: { PodSecurityPolicy: 'spec.requiredDropCapabilities' },
        bad: (item) => item?.items !== undefined && !hasItem(/^(?:ALL|NET_RAW)$/)(item),
        says: '{} leaves containers raw network access.',
      },
    ],
    bad: [policy('requiredDropCapabilities: ◄\n  - KILL'), policy('requiredDropCapabilities: [SYS_TIME] ◄')],
    good: [policy('requiredDropCapabilities: [ALL]'), policy('requiredDropCapabilities: [NET_RAW]')],
  }),
  settingRule({
    id: 'kubernetes-policy-host-path',
    title: 'Pod policy that lets pods write directories of the node',
    severity: 'high',
    weakness: 'exposure',
    description: `Pods under the policy may mount directories of the machine and write to them, from where they take it over.`,
    remediation: 'Set `readOnly: true` for each path, or leave `hostPath` out of the volumes.',
    references: [policies],
    checks: [
      {
        at: { PodSecurityPolicy: 'spec.allowedHostPaths.readOnly' },
        bad: isOff,
        when: { 'spec.allowedHostPaths': isPresent },
        says: '{} lets pods write directories of the node.',
        fix: 'true',
      },
    ],
    bad: [
      policy('allowedHostPaths:\n  - pathPrefix: /dev\n    readOnly: false ◄'),
      policy('allowedHostPaths:\n  - pathPrefix: /dev ◄'),
    ],
    good: [
      policy('allowedHostPaths:\n  - pathPrefix: /dev\n    readOnly: true'),
      policy('volumes: [configMap]'),
    ],
  }),
  settingRule({
    id: 'kubernetes-policy-sysctls',
    title: 'Pod policy that lets pods change kernel parameters',
    severity: 'high',
    weakness: 'privilege',
    description: `Pods under the policy may set kernel parameters that concern the whole node: they may disturb or attack other pods.`,
    remediation: 'Remove `allowedUnsafeSysctls`, or name what is needed.',
    references: [policies],
    checks: [
      {
        at: { PodSecurityPolicy: 'spec.allowedUnsafeSysctls' },
        bad: (item) => (item?.items ?? []).length > 0,
        says: '{} lets pods change kernel parameters.',
      },
    ],
    bad: [policy('allowedUnsafeSysctls: ◄\n  - kernel.msg*'), policy("allowedUnsafeSysctls: ['*'] ◄")],
    good: [policy('allowedUnsafeSysctls: []'), policy('volumes: [configMap]')],
  }),
];
