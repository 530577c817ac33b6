import type { Severity } from '../../../../model/severity.js';
import { at, entryOf, itemsOf, textOf } from '../../formats/yaml-syntax.js';
import { serviceRule } from './service-rule.js';

const security = 'https://docs.docker.com/engine/security/';
const services = 'https://docs.docker.com/reference/compose-file/services/';

const privileged = serviceRule({
  id: 'compose-privileged',
  title: 'Privileged container',
  severity: 'high',
  confidence: 'high',
  cwe: [250],
  description: `A privileged container has every capability and every device of the host, and no seccomp or AppArmor profile.
Whoever takes over the process takes over the machine (CIS Docker Benchmark 1.6, 5.4).`,
  remediation:
    'Remove `privileged`, and give the one device or capability that is needed by `devices` or `cap_add`.',
  references: [`${services}#privileged`, security],
  bad: ['image: app:1.2\nprivileged: true ◄', 'build: .\nprivileged: "true" ◄'],
  good: ['image: app:1.2\nprivileged: false', 'image: app:1.2\ndevices: ["/dev/ttyUSB0:/dev/ttyUSB0"]'],
  *look({ node }) {
    const entry = entryOf(node, 'privileged');
    if (entry && textOf(entry.value) === 'true')
      yield {
        message: 'The container has every right on the host.',
        span: { start: entry.key.start, end: entry.value.end },
        fix: { description: 'Run it without', edits: [{ ...span(entry.value), text: 'false' }] },
      };
  },
});

const capability = serviceRule({
  id: 'compose-dangerous-capability',
  title: 'Capability that leads out of the container',
  severity: 'high',
  confidence: 'high',
  cwe: [250],
  description: `With this capability a process in the container can mount file systems, load code into the kernel, read other
processes or change the network of the host, and so leave the container (CIS Docker Benchmark 1.6, 5.3).`,
  remediation: 'Take the capability out of `cap_add`, or use the narrowest one that the program needs.',
  references: ['https://man7.org/linux/man-pages/man7/capabilities.7.html', `${services}#cap_add`],
  bad: ['image: app:1.2\ncap_add:\n  - SYS_ADMIN ◄', 'image: app:1.2\ncap_add: ["ALL"] ◄'],
  good: [
    'image: app:1.2\ncap_drop: [ALL]\ncap_add: [NET_BIND_SERVICE]',
    'image: app:1.2\ncap_add:\n  - CHOWN\n  - SETUID',
  ],
  *look({ node }) {
    for (const item of itemsOf(at(node, 'cap_add'))) {
      const name = (textOf(item) ?? '').toUpperCase().replace(/^CAP_/, '');
      const severity = capabilities.get(name);
      if (severity)
        yield {
          message: `\`${name}\` ${severity === 'low' ? 'acts on the whole host' : 'leads out of the container'}.`,
          span: item,
          severity,
        };
    }
  },
});

const capabilities = new Map<string, Severity>([
  ...['ALL', 'SYS_ADMIN', 'SYS_MODULE', 'SYS_RAWIO', 'DAC_READ_SEARCH', 'BPF'].map(
    (name) => [name, 'high'] as const,
  ),
  ...[
    'SYS_PTRACE',
    'NET_ADMIN',
    'SYS_BOOT',
    'MAC_ADMIN',
    'MAC_OVERRIDE',
    'PERFMON',
    'CHECKPOINT_RESTORE',
  ].map((name) => [name, 'medium'] as const),
  // What reaches other processes of the host, but does not lead to them.
  ...['SYSLOG', 'SYS_TIME', 'SYS_RESOURCE', 'SYS_TTY_CONFIG', 'LINUX_IMMUTABLE', 'AUDIT_CONTROL'].map(
    (name) => [name, 'low'] as const,
  ),
]);

const profiles = serviceRule({
  id: 'compose-security-profile-off',
  title: 'Container without a security profile',
  severity: 'medium',
  confidence: 'high',
  cwe: [693],
  description: `The default profiles keep a container from some 40 system calls and from files of the kernel that have been
used to break out. This option turns one of them off.`,
  remediation: 'Remove the option, or name a profile that allows the one call that is needed.',
  references: [
    'https://docs.docker.com/engine/security/seccomp/',
    'https://docs.docker.com/engine/security/apparmor/',
  ],
  bad: [
    'image: app:1.2\nsecurity_opt:\n  - seccomp:unconfined ◄',
    'image: app:1.2\nsecurity_opt: [apparmor=unconfined] ◄',
    'image: app:1.2\nsecurity_opt:\n  - label:disable ◄',
  ],
  good: [
    'image: app:1.2\nsecurity_opt:\n  - no-new-privileges:true',
    'image: app:1.2\nsecurity_opt:\n  - seccomp:profile.json',
  ],
  *look({ node }) {
    for (const item of itemsOf(at(node, 'security_opt'))) {
      const [, name] =
        /\b(seccomp|apparmor|systempaths)[:=]unconfined$|^label[:=]disable$/.exec(textOf(item) ?? '') ?? [];
      if (/unconfined$|^label[:=]disable$/.test(textOf(item) ?? ''))
        yield { message: `The container runs without the ${name ?? 'SELinux'} profile.`, span: item };
    }
  },
});

const newPrivileges = serviceRule({
  id: 'compose-new-privileges',
  title: 'Container whose processes may gain rights',
  severity: 'low',
  confidence: 'medium',
  cwe: [250],
  description: `The service sets security options, but not \`no-new-privileges\`: a setuid program in the image can still make
root out of an ordinary user. Services without any \`security_opt\` are not reported.`,
  remediation: 'Add `no-new-privileges:true` to `security_opt`.',
  references: [`${services}#security_opt`, 'https://docs.kernel.org/userspace-api/no_new_privs.html'],
  bad: [
    'image: app:1.2\nsecurity_opt:\n  - no-new-privileges:false ◄',
    'image: app:1.2\nsecurity_opt:\n  - apparmor:strict ◄',
  ],
  good: [
    'image: app:1.2\nsecurity_opt:\n  - no-new-privileges:true',
    'image: app:1.2\nsecurity_opt: [no-new-privileges]',
  ],
  *look({ node, partial }) {
    const options = itemsOf(at(node, 'security_opt'));
    const own = options.find((item) => /^no-new-privileges/.test(textOf(item) ?? ''));
    const off = own && /[:=]\s*false$/.test(textOf(own) ?? '');
    const place = off ? own : own ? undefined : options[0];
    const otherwise = options.some((item) => /unconfined|disable/.test(textOf(item) ?? ''));
    if (!place || (!off && (partial || otherwise))) return;
    yield {
      message: 'A setuid program can make root out of the user of this container.',
      span: place,
      anchor: 'no-new-privileges',
    };
  },
});

interface Namespace {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly severity: Severity;
  readonly harm: string;
}

/** Namespaces that a service can share with the host. */
const namespaces: readonly Namespace[] = [
  {
    id: 'network',
    key: 'network_mode',
    name: 'network',
    severity: 'medium',
    harm: 'It reaches every service that listens on the loopback of the host, and each port that it opens is open on the host.',
  },
  {
    id: 'processes',
    key: 'pid',
    name: 'process',
    severity: 'medium',
    harm: 'It sees every process of the host with its environment, and can signal those of the same user.',
  },
  {
    id: 'memory',
    key: 'ipc',
    name: 'IPC',
    severity: 'medium',
    harm: 'It can read and change the shared memory of the processes on the host.',
  },
  {
    id: 'users',
    key: 'userns_mode',
    name: 'user',
    severity: 'medium',
    harm: 'Root in the container is root on the host, even where the daemon remaps users.',
  },
  {
    id: 'hostname',
    key: 'uts',
    name: 'UTS',
    severity: 'low',
    harm: 'It can change the name of the host.',
  },
];

const hostNamespaces = namespaces.map(({ id, key, name, severity, harm }) =>
  serviceRule({
    id: `compose-host-${id}`,
    title: `Container in the ${name} namespace of the host`,
    severity,
    confidence: 'high',
    cwe: [653],
    description: `\`${key}: host\` takes away one of the walls between the container and the machine. ${harm}`,
    remediation: `Remove \`${key}\`, and open a port, a volume or a named namespace for what is really shared.`,
    references: [`${services}#${key}`, security],
    bad: [`image: app:1.2\n${key}: host ◄`, `build: .\n${key}: "host" ◄`],
    good: [`image: app:1.2\n${key}: \${MODE}`, `image: app:1.2\n# ${key}: host`],
    *look({ node }) {
      const entry = entryOf(node, key);
      if (entry && textOf(entry.value) === 'host')
        yield {
          message: `The container shares the ${name} namespace of the host.`,
          span: { start: entry.key.start, end: entry.value.end },
        };
    },
  }),
);

const cgroup = serviceRule({
  id: 'compose-cgroup-parent',
  title: 'Container in a control group of its own choice',
  severity: 'low',
  confidence: 'medium',
  cwe: [770],
  description: `The container is put under another control group than the daemon's, so limits that an administrator has set for
containers do not hold for it.`,
  remediation: 'Remove `cgroup_parent` and `cgroup: host`, unless the group has limits of its own.',
  references: [
    `${services}#cgroup_parent`,
    'https://docs.docker.com/engine/containers/resource_constraints/',
  ],
  bad: ['image: app:1.2\ncgroup_parent: jobs ◄', 'image: app:1.2\ncgroup: host ◄'],
  good: ['image: app:1.2\ncgroup: private', 'image: app:1.2\nmem_limit: 200m\npids_limit: 100'],
  *look({ node }) {
    const parent = entryOf(node, 'cgroup_parent');
    const shared = entryOf(node, 'cgroup');
    const entry = parent ?? (textOf(shared?.value) === 'host' ? shared : undefined);
    if (entry)
      yield {
        message: 'Limits that are set for containers do not hold for this one.',
        span: { start: entry.key.start, end: entry.value.end },
      };
  },
});

function span({ start, end }: { start: number; end: number }): { start: number; end: number } {
  return { start, end };
}

export const isolationRules = [privileged, capability, profiles, newPrivileges, ...hostNamespaces, cgroup];
