import type { ResourceRule } from '../../resource-rule.js';
import { pod } from '../resources/examples.js';
import { weaknesses } from '../resources/setting.js';
import { startsOf } from './component-starts.js';
import { podPaths } from './container.js';

/** Flags for a certificate and its key, by program. */
const pairs: readonly { readonly programs: readonly string[]; readonly flags: readonly [string, string] }[] =
  [
    { programs: ['etcd'], flags: ['cert-file', 'key-file'] },
    { programs: ['etcd'], flags: ['peer-cert-file', 'peer-key-file'] },
    { programs: ['kube-apiserver'], flags: ['etcd-certfile', 'etcd-keyfile'] },
    { programs: ['kube-apiserver'], flags: ['kubelet-client-certificate', 'kubelet-client-key'] },
    { programs: ['kube-apiserver'], flags: ['proxy-client-cert-file', 'proxy-client-key-file'] },
    {
      programs: ['kube-apiserver', 'kubelet', 'kube-controller-manager', 'kube-scheduler'],
      flags: ['tls-cert-file', 'tls-private-key-file'],
    },
  ];

export const componentPairRules: readonly ResourceRule[] = [
  {
    id: 'kubernetes-component-certificate-half',
    title: 'Part of the cluster with a certificate but no key, or a key but no certificate',
    severity: 'medium',
    confidence: 'high',
    ...weaknesses.authentication,
    cwe: [295],
    asvs: [],
    languages: ['kubernetes'],
    description: `A certificate is of use only with its key. With one of the two flags left out, the program does not start, or goes on without showing who it is, so that the other side cannot tell it from a stranger.`,
    remediation: 'Give both flags, with files that belong together.',
    references: [
      'https://etcd.io/docs/v3.5/op-guide/security/',
      'https://kubernetes.io/docs/setup/best-practices/certificates/',
    ],
    examples: {
      bad: [
        pod('command:\n  - etcd\n  - --peer-cert-file=/pki/peer.crt ◄'),
        pod('command: ["kube-apiserver"]\nargs: ["--etcd-keyfile=/pki/etcd.key"] ◄'),
      ],
      good: [
        pod('command:\n  - etcd\n  - --peer-cert-file=/pki/peer.crt\n  - --peer-key-file=/pki/peer.key'),
        pod('command: ["kube-apiserver"]'),
      ],
    },
    resources: Object.keys(podPaths),
    *check(resource) {
      for (const { programs, flags } of pairs)
        for (const start of startsOf(resource, programs)) {
          const [certificate, key] = flags.map((flag) => start.flags.get(flag));
          const given = certificate ?? key;
          if (!given || (certificate && key)) continue;
          const [there, left] = certificate ? flags : [flags[1], flags[0]];
          yield {
            message: `\`--${there}\` is given without \`--${left}\`.`,
            span: given.item.span,
            scope: resource.address,
            anchor: there,
          };
        }
    },
  },
];
