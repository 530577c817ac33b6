import { listOf, textOf, type Item } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { deployment, manifest, pod } from '../resources/examples.js';
import { weaknesses } from '../resources/setting.js';
import { isNoneOf, isTrue, matches } from '../resources/tests.js';
import { podRule } from './container.js';

const standards = 'https://kubernetes.io/docs/concepts/security/pod-security-standards/';

const configMap = (data: string): ReturnType<typeof manifest> =>
  manifest(`apiVersion: v1
kind: ConfigMap
metadata:
  name: shop
data:
  ${data}`);

const sample = ['hunt', 'er', '22x'].join('');

/** Names that end like a credential. */
const secretName =
  /(?:^|[_.-])(?:password|passwd|secret[_-]?key|client[_-]?secret|private[_-]?key|api[_-]?key|access[_-]?token|auth[_-]?token)$/i;

/** What a value has to be for a secret: no reference, no name of a file, no word that only stands for one. */
function isSecretValue(item: Item): boolean {
  const text = textOf(item) ?? '';
  return (
    text.length >= 6 &&
    !/\s|^\/|^https?:|[${}<>]|^(?:true|false|none|null|\*+|x+|\d+[smhd]?)$|example|change|placeholder|^your|^[a-z\d]+(?:[-.][a-z\d]+)+$/i.test(
      text,
    )
  );
}

export const kubernetesPodExtraRules: readonly ResourceRule[] = [
  podRule({
    id: 'kubernetes-host-process',
    title: 'Windows container that is a process of its node',
    severity: 'critical',
    weakness: 'privilege',
    description: `The container runs as a process of the machine with all its rights: whoever takes it over has the node.`,
    remediation: 'Remove `hostProcess`, except for agents that set up the node.',
    references: [
      standards,
      'https://kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod/',
    ],
    checks: [
      {
        of: 'container',
        at: 'securityContext.windowsOptions.hostProcess',
        inherits: 'securityContext.windowsOptions.hostProcess',
        bad: isTrue,
        says: '{} is a process of its node.',
        fix: 'false',
      },
    ],
    bad: [
      pod('securityContext:\n  windowsOptions:\n    hostProcess: true ◄'),
      deployment('securityContext:\n  windowsOptions:\n    hostProcess: true ◄'),
    ],
    good: [
      pod('securityContext:\n  windowsOptions:\n    hostProcess: false'),
      pod('securityContext:\n  windowsOptions:\n    runAsUserName: ContainerUser'),
    ],
  }),
  podRule({
    id: 'kubernetes-selinux-loosened',
    title: 'Container with a SELinux role of its own choice',
    severity: 'medium',
    weakness: 'protection',
    description: `The type, user or role of SELinux is none of those for containers, so that the policy of the node no longer holds the container in.`,
    remediation: 'Leave the options out, or use `container_t`, `container_init_t` or `container_kvm_t`.',
    references: [standards],
    checks: [
      {
        of: 'container',
        at: 'securityContext.seLinuxOptions.type',
        inherits: 'securityContext.seLinuxOptions.type',
        bad: isNoneOf('', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'),
        says: 'The policy of the node does not hold {} in.',
      },
      {
        of: 'container',
        at: 'securityContext.seLinuxOptions.user',
        inherits: 'securityContext.seLinuxOptions.user',
        bad: matches(/./),
        says: '{} chooses its own user of SELinux.',
      },
      {
        of: 'container',
        at: 'securityContext.seLinuxOptions.role',
        inherits: 'securityContext.seLinuxOptions.role',
        bad: matches(/./),
        says: '{} chooses its own role of SELinux.',
      },
    ],
    bad: [
      pod('securityContext:\n  seLinuxOptions:\n    type: spc_t ◄'),
      deployment('securityContext:\n  seLinuxOptions:\n    role: sysadm_r ◄'),
    ],
    good: [
      pod('securityContext:\n  seLinuxOptions:\n    type: container_t'),
      deployment('securityContext:\n  seLinuxOptions:\n    level: "s0:c123,c456"'),
    ],
  }),
  podRule({
    id: 'kubernetes-dashboard-open',
    title: 'Dashboard of a cluster that asks for no login',
    severity: 'high',
    weakness: 'authentication',
    description: `Whoever reaches the dashboard skips the login, or sends it in the clear, and acts with the rights of the dashboard itself.`,
    remediation:
      'Remove the flag, and reach the dashboard through `kubectl proxy` or a proxy that asks who comes.',
    references: ['https://kubernetes.io/docs/tasks/access-application-cluster/web-ui-dashboard/'],
    checks: [
      {
        of: 'container',
        at: 'args',
        bad: (item) => listOf(item).some(matches(/^--enable-skip-login(?:=true)?$/)),
        says: 'The dashboard {} asks for no login.',
      },
      {
        of: 'container',
        at: 'args',
        bad: (item) => listOf(item).some(matches(/^--enable-insecure-login(?:=true)?$/)),
        says: 'The dashboard {} takes logins in the clear.',
        severity: 'medium',
      },
    ],
    bad: [
      pod('args: ["--enable-skip-login"] ◄'),
      deployment('', 'args: ◄\n  - --enable-insecure-login=true'),
    ],
    good: [pod('args: ["--auto-generate-certificates"]'), pod('args: ["--enable-skip-login=false"]')],
  }),
  {
    id: 'kubernetes-profile-annotation-off',
    title: 'Pod whose annotations switch a filter off',
    severity: 'medium',
    confidence: 'high',
    ...weaknesses.protection,
    asvs: [],
    languages: ['kubernetes'],
    description: `The annotation takes AppArmor or the filter of system calls away from a container: more of the kernel is open to attack.`,
    remediation: 'Remove the annotation, or name `runtime/default`.',
    references: [standards, 'https://kubernetes.io/docs/tutorials/security/apparmor/'],
    examples: {
      bad: [
        manifest(
          'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  annotations:\n    container.apparmor.security.beta.kubernetes.io/a: unconfined ◄\nspec:\n  containers:\n    - name: a\n      image: a:1',
        ),
        manifest(
          'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\nspec:\n  template:\n    metadata:\n      annotations:\n        seccomp.security.alpha.kubernetes.io/pod: unconfined ◄\n    spec:\n      containers:\n        - name: a\n          image: a:1',
        ),
      ],
      good: [
        manifest(
          'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  annotations:\n    container.apparmor.security.beta.kubernetes.io/a: runtime/default\nspec:\n  containers:\n    - name: a\n      image: a:1',
        ),
        pod(''),
      ],
    },
    resources: ['Pod', 'Deployment', 'DaemonSet', 'StatefulSet', 'ReplicaSet', 'Job', 'CronJob'],
    *check({ address, name, settings }) {
      const template = settings.get('spec')?.get('template');
      const nested = settings.get('spec')?.get('jobTemplate')?.get('spec')?.get('template');
      for (const part of [settings, template, nested]) {
        const annotations = part?.get('metadata')?.get('annotations');
        for (const key of annotations?.names?.() ?? []) {
          const item = annotations?.get(key);
          if (
            !item ||
            textOf(item) !== 'unconfined' ||
            !/^(?:container\.apparmor\.security\.beta|(?:container\.)?seccomp\.security\.alpha)\.kubernetes\.io\//.test(
              key,
            )
          )
            continue;
          yield {
            message: `An annotation takes a filter away from \`${name}\`.`,
            span: item.span,
            scope: address,
            anchor: key,
          };
        }
      }
    },
  },
  {
    id: 'kubernetes-secret-in-config-map',
    title: 'Secret in a ConfigMap',
    severity: 'medium',
    confidence: 'medium',
    ...weaknesses.credential,
    cwe: [312, 522],
    asvs: [],
    languages: ['kubernetes'],
    description: `ConfigMaps are made for what everybody may see: more roles read them than secrets, and they are not encrypted in the store.`,
    remediation: 'Keep the value in a `Secret`, better one that is made from a vault, and change it.',
    references: ['https://kubernetes.io/docs/concepts/configuration/secret/'],
    examples: {
      bad: [configMap(`DB_PASSWORD: ${sample} ◄`), configMap(`mode: a\n  api-key: ${sample} ◄`)],
      good: [
        configMap('DB_PASSWORD: $(DB_PASSWORD)'),
        configMap('password_file: /run/secrets/db\n  existing-secret: shop-database'),
      ],
    },
    resources: ['ConfigMap'],
    *check({ address, name, settings }) {
      const data = settings.get('data');
      for (const key of data?.names?.() ?? []) {
        const item = data?.get(key);
        if (!item?.known || !secretName.test(key) || !isSecretValue(item)) continue;
        yield {
          message: `\`${key}\` of \`${name}\` stands where everybody with the ConfigMap reads it.`,
          span: item.span,
          scope: address,
          anchor: key,
        };
      }
    },
  },
];
