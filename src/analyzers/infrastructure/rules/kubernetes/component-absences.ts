import type { Severity } from '../../../../model/severity.js';
import type { ResourceRule } from '../../resource-rule.js';
import { pod } from '../resources/examples.js';
import { weaknesses } from '../resources/setting.js';
import { startsOf, type Start } from './component-starts.js';
import { podPaths } from './container.js';

/** A flag without which a part of the cluster goes on unsafely. */
interface Absence {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly weakness: keyof typeof weaknesses;
  readonly program: keyof typeof needed;
  readonly flag: string;
  /** Flags that may say the same in another way. */
  readonly instead?: readonly string[];
  readonly says: string;
  readonly why: string;
  readonly advice: string;
}

/**
 * Flags without which the programs are not run in a cluster. A start without any of them is a fragment, or gets its flags
 * from elsewhere, so that nothing is missed in it.
 */
const needed = {
  'kube-apiserver': ['etcd-servers'],
  'kube-controller-manager': ['kubeconfig', 'master'],
  etcd: ['data-dir', 'listen-client-urls', 'advertise-client-urls'],
} as const;

/** From the CIS benchmark of Kubernetes, sections 1.2, 1.3, 2 and 3. */
const absences: readonly Absence[] = [
  {
    id: 'kubernetes-apiserver-authorization-missing',
    title: 'API server that is not told how to check rights',
    severity: 'critical',
    weakness: 'access',
    program: 'kube-apiserver',
    flag: 'authorization-mode',
    instead: ['authorization-config', 'config'],
    says: 'Nothing says how rights are checked, so that every request is allowed.',
    why: 'Without the flag the server allows every request: whoever gets in may do everything.',
    advice: 'Set `--authorization-mode=Node,RBAC` on the server.',
  },
  {
    id: 'kubernetes-apiserver-clients-unchecked',
    title: 'API server that checks no certificates of clients',
    severity: 'medium',
    weakness: 'authentication',
    program: 'kube-apiserver',
    flag: 'client-ca-file',
    instead: ['authentication-config', 'oidc-issuer-url'],
    says: 'Certificates of clients are not checked.',
    why: 'Without an authority for clients the parts of the cluster cannot show who they are, and log in with what can be copied, or not at all.',
    advice: 'Set `--client-ca-file` to the authority that signs for clients.',
  },
  {
    id: 'kubernetes-apiserver-store-unchecked',
    title: 'API server that does not check its store',
    severity: 'medium',
    weakness: 'transport',
    program: 'kube-apiserver',
    flag: 'etcd-cafile',
    says: 'The certificate of the store is not checked.',
    why: 'Whoever stands between the server and etcd reads and changes all that the cluster knows, secrets too.',
    advice: 'Set `--etcd-cafile`, `--etcd-certfile` and `--etcd-keyfile`.',
  },
  {
    id: 'kubernetes-apiserver-kubelets-unchecked',
    title: 'API server that does not check kubelets',
    severity: 'low',
    weakness: 'transport',
    program: 'kube-apiserver',
    flag: 'kubelet-certificate-authority',
    says: 'Certificates of kubelets are not checked.',
    why: 'Whoever stands between the server and a node reads logs and takes over commands that people run in pods.',
    advice: 'Set `--kubelet-certificate-authority`, with certificates of kubelets that it has signed.',
  },
  {
    id: 'kubernetes-apiserver-kubelet-login-missing',
    title: 'API server without a certificate for kubelets',
    severity: 'medium',
    weakness: 'authentication',
    program: 'kube-apiserver',
    flag: 'kubelet-client-certificate',
    says: 'The server does not show kubelets who it is.',
    why: 'Kubelets then have to take requests without a login, which others send as well.',
    advice: 'Set `--kubelet-client-certificate` and `--kubelet-client-key`.',
  },
  {
    id: 'kubernetes-apiserver-certificate-missing',
    title: 'API server without a certificate',
    severity: 'medium',
    weakness: 'transport',
    program: 'kube-apiserver',
    flag: 'tls-cert-file',
    instead: ['cert-dir', 'tls-sni-cert-key'],
    says: 'The server signs its certificate itself.',
    why: 'Clients cannot tell a certificate that the server has made for itself from that of somebody who stands between.',
    advice: 'Set `--tls-cert-file` and `--tls-private-key-file`.',
  },
  {
    id: 'kubernetes-apiserver-audit-missing',
    title: 'API server without an audit log',
    severity: 'medium',
    weakness: 'logging',
    program: 'kube-apiserver',
    flag: 'audit-log-path',
    instead: ['audit-webhook-config-file'],
    says: 'Nothing records who did what in the cluster.',
    why: 'After an intrusion nobody can tell what was read and changed, and by whom.',
    advice: 'Set `--audit-log-path` and `--audit-policy-file`.',
  },
  {
    id: 'kubernetes-apiserver-encryption-missing',
    title: 'API server that keeps secrets in the clear',
    severity: 'low',
    weakness: 'encryption',
    program: 'kube-apiserver',
    flag: 'encryption-provider-config',
    says: 'Secrets are kept in the clear in the store.',
    why: 'Whoever gets a copy of the store, or of a backup of it, has every secret of the cluster.',
    advice: 'Set `--encryption-provider-config` to a configuration with `kms` or `secretbox` first.',
  },
  {
    id: 'kubernetes-controller-login-missing',
    title: 'Controllers that are not told to log in for themselves',
    severity: 'medium',
    weakness: 'privilege',
    program: 'kube-controller-manager',
    flag: 'use-service-account-credentials',
    says: 'All controllers share one login.',
    why: 'Each controller has the rights of all of them, so that a flaw in one gives away the rest.',
    advice: 'Set `--use-service-account-credentials=true`.',
  },
  {
    id: 'kubernetes-controller-account-key-missing',
    title: 'Controller without a key for tokens of service accounts',
    severity: 'low',
    weakness: 'authentication',
    program: 'kube-controller-manager',
    flag: 'service-account-private-key-file',
    instead: ['service-account-signing-key-file'],
    says: 'Tokens of service accounts have no key of their own.',
    why: 'Without a key that is kept for them, tokens cannot be changed for new ones when one has leaked.',
    advice: 'Set `--service-account-private-key-file` to a key that nothing else uses.',
  },
  {
    id: 'kubernetes-controller-authority-missing',
    title: 'Controller that gives pods no authority to check the API server by',
    severity: 'medium',
    weakness: 'transport',
    program: 'kube-controller-manager',
    flag: 'root-ca-file',
    says: 'Pods cannot check whom they send their tokens to.',
    why: 'Pods find no certificate of the authority beside their token, and send it to whoever stands between.',
    advice: 'Set `--root-ca-file` to the authority of the API server.',
  },
  {
    id: 'kubernetes-etcd-certificate-missing',
    title: 'Store of the cluster without a certificate',
    severity: 'high',
    weakness: 'transport',
    program: 'etcd',
    flag: 'cert-file',
    instead: ['auto-tls', 'config-file'],
    says: 'The store answers in the clear.',
    why: 'Everything that the cluster knows, secrets too, goes over the network in the clear, and nobody has to log in with a certificate.',
    advice: 'Set `--cert-file`, `--key-file`, `--trusted-ca-file` and `--client-cert-auth=true`.',
  },
  {
    id: 'kubernetes-etcd-clients-unchecked',
    title: 'Store of the cluster that is not told to check clients',
    severity: 'high',
    weakness: 'authentication',
    program: 'etcd',
    flag: 'client-cert-auth',
    instead: ['config-file'],
    says: 'The store asks clients for no certificate.',
    why: 'Whoever reaches the store reads and changes all that the cluster knows, past every role.',
    advice: 'Set `--client-cert-auth=true`, with `--trusted-ca-file`.',
  },
];

export const componentAbsenceRules: readonly ResourceRule[] = absences.map((absence): ResourceRule => {
  const { id, title, severity, weakness, program, flag, instead = [], says, why, advice } = absence;
  const [first] = needed[program];
  const started = (flags: string, mark = ''): ReturnType<typeof pod> =>
    pod(`command:${mark}\n  - ${program}\n  - --${first}=a${flags}`);
  return {
    id,
    title,
    severity,
    confidence: 'high',
    ...weaknesses[weakness],
    asvs: [],
    languages: ['kubernetes'],
    description: `${why} Commands without the flags that every ${program} needs are fragments, and are not reported.`,
    remediation: advice,
    references: [
      'https://www.cisecurity.org/benchmark/kubernetes',
      program === 'etcd'
        ? 'https://etcd.io/docs/v3.5/op-guide/security/'
        : `https://kubernetes.io/docs/reference/command-line-tools-reference/${program}/`,
    ],
    examples: {
      bad: [started('', ' ◄'), started('\n  - --v=2', ' ◄')],
      good: [started(`\n  - --${flag}=b`), pod(`command:\n  - ${program}\n  - --v=2`)],
    },
    resources: Object.keys(podPaths),
    *check(resource) {
      for (const start of startsOf(resource, [program])) {
        if (!isWhole(start, program) || [flag, ...instead].some((name) => start.flags.has(name))) continue;
        yield { message: says, span: start.command.span, scope: resource.address, anchor: `no ${flag}` };
      }
    },
  };
});

function isWhole(start: Start, program: keyof typeof needed): boolean {
  return needed[program].some((name) => start.flags.has(name));
}
