import { listOf, textOf, type Item } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { manifest } from '../resources/examples.js';
import { settingRule, weaknesses } from '../resources/setting.js';
import { isOneOf, isPresent, isTrue } from '../resources/tests.js';

const nginx = 'https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/';
const admission = 'https://kubernetes.io/docs/concepts/security/pod-security-admission/';

const ingress = (annotation: string): ReturnType<typeof manifest> =>
  manifest(`apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  annotations:
    ${annotation}
spec:
  tls:
    - secretName: shop`);
const service = (spec: string): ReturnType<typeof manifest> =>
  manifest(`apiVersion: v1
kind: Service
metadata:
  name: shop
spec:
  ${spec.replaceAll('\n', '\n  ')}`);
const namespace = (labels: string): ReturnType<typeof manifest> =>
  manifest(`apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    ${labels}`);
const api = (spec: string): ReturnType<typeof manifest> =>
  manifest(`apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata:
  name: v1.shop.example
spec:
  ${spec}`);

/** An annotation of the NGINX controller, by the end of its name: prefixes differ by installation. */
function annotationsOf(metadata: Item | undefined): { name: string; item: Item }[] {
  const annotations = metadata?.get('annotations');
  return (annotations?.names?.() ?? []).flatMap((full) => {
    const [, name] = /^nginx\.(?:ingress\.kubernetes\.io|org)\/(.+)$/.exec(full) ?? [];
    const item = name === undefined ? undefined : annotations?.get(full);
    return name !== undefined && item?.known ? [{ name, item }] : [];
  });
}

const ingressRule = (
  metadata: Pick<
    ResourceRule,
    'id' | 'title' | 'severity' | 'confidence' | 'description' | 'remediation' | 'examples'
  > & { readonly weakness: keyof typeof weaknesses; readonly cwe?: readonly number[] },
  flaw: (name: string, value: string) => string | undefined,
): ResourceRule => {
  const { weakness, cwe, ...rest } = metadata;
  return {
    ...weaknesses[weakness],
    ...(cwe && { cwe }),
    asvs: [],
    languages: ['kubernetes'],
    references: [nginx, 'https://kubernetes.github.io/ingress-nginx/deploy/hardening-guide/'],
    ...rest,
    resources: ['Ingress'],
    *check({ address, name: object, settings }) {
      for (const { name, item } of annotationsOf(settings.get('metadata'))) {
        const says = flaw(name, textOf(item) ?? '');
        if (says === undefined) continue;
        yield { message: says.replace('{}', `\`${object}\``), span: item.span, scope: address, anchor: name };
      }
    },
  };
};

/** How traffic gets into the cluster, and what its namespaces and interfaces take. */
export const kubernetesNetworkRules: readonly ResourceRule[] = [
  ingressRule(
    {
      id: 'kubernetes-ingress-snippet',
      title: 'Ingress that writes configuration of its controller',
      severity: 'medium',
      confidence: 'high',
      weakness: 'privilege',
      cwe: [94],
      description: `What stands in a snippet becomes part of the controller's configuration: whoever may change the Ingress reads files of the controller, its token and the secrets of other namespaces.`,
      remediation:
        'Use the annotation that is made for the purpose, and keep snippets switched off in the controller.',
      examples: {
        bad: [
          ingress('nginx.ingress.kubernetes.io/configuration-snippet: more_clear_headers Server; ◄'),
          ingress('nginx.ingress.kubernetes.io/server-snippet: "return 403;" ◄'),
        ],
        good: [
          ingress('nginx.ingress.kubernetes.io/rewrite-target: /'),
          ingress('nginx.ingress.kubernetes.io/configuration-snippet: ""'),
        ],
      },
    },
    (name, value) =>
      /(?:^|-)snippets?$/.test(name) && value.trim() !== ''
        ? 'Whoever may change {} writes configuration of its controller.'
        : undefined,
  ),
  ingressRule(
    {
      id: 'kubernetes-ingress-injection',
      title: 'Value of an Ingress that breaks out of the configuration',
      severity: 'high',
      confidence: 'medium',
      weakness: 'privilege',
      cwe: [94],
      description: `The value has characters that end a directive of NGINX. Controllers before 1.11.5 and 1.12.1 take what follows as configuration, and run code of whoever wrote it.`,
      remediation: 'Write an address or a name and nothing else, and update the controller.',
      examples: {
        bad: [
          ingress('nginx.ingress.kubernetes.io/auth-url: "http://login.example/#;\\n}" ◄'),
          ingress('nginx.ingress.kubernetes.io/mirror-target: "http://a.example/;" ◄'),
        ],
        good: [
          ingress('nginx.ingress.kubernetes.io/auth-url: https://login.example/check?next=$request_uri'),
          ingress('nginx.ingress.kubernetes.io/auth-tls-match-cn: CN=shop'),
        ],
      },
    },
    (name, value) =>
      /^(?:auth-url|auth-tls-match-cn|mirror-target|mirror-host|auth-signin|rewrite-target|canary-by-header)$/.test(
        name,
      ) && /[;\n\r]|#;|[{}](?!.*\$)/.test(value.replace(/\{\d+(?:,\d*)?\}/g, ''))
        ? 'The value breaks out of the configuration of the controller of {}.'
        : undefined,
  ),
  ingressRule(
    {
      id: 'kubernetes-ingress-redirect-off',
      title: 'Ingress that also answers in the clear',
      severity: 'low',
      confidence: 'high',
      weakness: 'transport',
      description: `The redirect to HTTPS is switched off, so that pages are read and changed by whoever is on the way of those who come by HTTP.`,
      remediation: 'Remove the annotation, or set it to `"true"`.',
      examples: {
        bad: [
          ingress('nginx.ingress.kubernetes.io/ssl-redirect: "false" ◄'),
          ingress('nginx.org/redirect-to-https: "false" ◄'),
        ],
        good: [
          ingress('nginx.ingress.kubernetes.io/ssl-redirect: "true"'),
          ingress('nginx.ingress.kubernetes.io/force-ssl-redirect: "false"'),
        ],
      },
    },
    (name, value) =>
      /^(?:ssl-redirect|redirect-to-https)$/.test(name) && value.toLowerCase() === 'false'
        ? '{} also answers in the clear.'
        : undefined,
  ),
  ingressRule(
    {
      id: 'kubernetes-ingress-scripts-open',
      title: 'Ingress that lets every site read its answers with logins',
      severity: 'medium',
      confidence: 'high',
      weakness: 'access',
      cwe: [942],
      description: `Every site may call the service from the browser of a visitor with the login of the visitor, and read what it answers.`,
      remediation: 'Name the origins of your pages in `cors-allow-origin`.',
      examples: {
        bad: [
          ingress('nginx.ingress.kubernetes.io/cors-allow-origin: "*" ◄'),
          ingress('nginx.ingress.kubernetes.io/cors-allow-origin: "https://a.example, *" ◄'),
        ],
        good: [
          ingress('nginx.ingress.kubernetes.io/cors-allow-origin: "https://a.example"'),
          ingress('nginx.ingress.kubernetes.io/enable-cors: "false"'),
        ],
      },
    },
    (name, value) =>
      name === 'cors-allow-origin' && value.split(',').some((origin) => origin.trim() === '*')
        ? 'Every site may read what {} answers.'
        : undefined,
  ),
  settingRule({
    id: 'kubernetes-service-external-address',
    title: 'Service that takes over an address',
    severity: 'medium',
    confidence: 'medium',
    weakness: 'access',
    cwe: [284, 441],
    description: `Traffic of the cluster for the address goes to the pods of the service: whoever may make such services intercepts what others send there (CVE-2020-8554).`,
    remediation: 'Use a load balancer or an Ingress, and forbid `externalIPs` by an admission policy.',
    references: ['https://kubernetes.io/docs/concepts/services-networking/service/#external-ips'],
    checks: [
      {
        at: { Service: 'spec.externalIPs' },
        bad: (item) => isPresent(item) && listOf(item).length > 0,
        says: '{} takes over an address.',
      },
    ],
    bad: [
      service('externalIPs: ["203.0.113.7"] ◄\nports: [{port: 443}]'),
      service('externalIPs: ◄\n  - 203.0.113.7'),
    ],
    good: [service('ports: [{port: 443}]'), service('externalIPs: []')],
  }),
  settingRule({
    id: 'kubernetes-namespace-privileged',
    title: 'Namespace that takes privileged pods',
    severity: 'medium',
    confidence: 'medium',
    weakness: 'protection',
    description: `The namespace is told to take every pod: whoever may make pods in it may make privileged ones, and has the node.`,
    remediation: 'Enforce `baseline` or `restricted`, and keep `privileged` for namespaces of the system.',
    references: [admission, 'https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
    checks: [
      {
        at: { Namespace: 'metadata.labels' },
        bad: (item) => isOneOf('privileged')(item?.get('pod-security.kubernetes.io/enforce')),
        when: { 'metadata.name': (item) => !/^kube-|system$/.test(textOf(item) ?? '') },
        says: '{} takes privileged pods.',
      },
    ],
    bad: [
      namespace('pod-security.kubernetes.io/enforce: privileged').text.replace('labels:', 'labels: ◄'),
      namespace('team: shop\n    pod-security.kubernetes.io/enforce: privileged').text.replace(
        'labels:',
        'labels: ◄',
      ),
    ].map((text) => ({ path: 'deploy.yaml', text })),
    good: [
      namespace('pod-security.kubernetes.io/enforce: baseline'),
      namespace('pod-security.kubernetes.io/warn: privileged'),
    ],
  }),
  settingRule({
    id: 'kubernetes-api-unchecked',
    title: 'Interface of the cluster whose server is not checked',
    severity: 'medium',
    weakness: 'transport',
    cwe: [295],
    description: `The API server takes any certificate from the server behind the interface: whoever stands between sees tokens and answers in its name.`,
    remediation: 'Remove `insecureSkipTLSVerify`, and give the authority in `caBundle`.',
    references: ['https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/api-service-v1/'],
    checks: [
      {
        at: { APIService: 'spec.insecureSkipTLSVerify' },
        bad: isTrue,
        says: 'Any server may answer for {}.',
        fix: 'false',
      },
    ],
    bad: [api('insecureSkipTLSVerify: true ◄'), api('group: shop.example\n  insecureSkipTLSVerify: true ◄')],
    good: [api('insecureSkipTLSVerify: false'), api('caBundle: QUJD')],
  }),
  settingRule({
    id: 'kubernetes-mesh-plaintext',
    title: 'Service mesh that takes or sends in the clear',
    severity: 'medium',
    weakness: 'transport',
    description: `Pods talk without the TLS of the mesh: whoever is in the network reads what they send, and nobody can tell who calls.`,
    remediation: 'Set `mode: STRICT` for peers, and `ISTIO_MUTUAL` or `SIMPLE` towards servers.',
    references: ['https://istio.io/latest/docs/reference/config/security/peer_authentication/'],
    checks: [
      {
        at: { PeerAuthentication: 'spec.mtls.mode' },
        bad: isOneOf('DISABLE'),
        says: 'Pods under {} talk in the clear.',
        fix: 'STRICT',
      },
      {
        at: { DestinationRule: 'spec.trafficPolicy.tls.mode' },
        bad: isOneOf('DISABLE'),
        severity: 'low',
        says: 'Pods talk to the host of {} in the clear.',
      },
    ],
    bad: [
      manifest(
        'apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata:\n  name: a\nspec:\n  mtls:\n    mode: DISABLE ◄',
      ),
      manifest(
        'apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata:\n  name: a\nspec:\n  trafficPolicy:\n    tls:\n      mode: DISABLE ◄',
      ),
    ],
    good: [
      manifest(
        'apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata:\n  name: a\nspec:\n  mtls:\n    mode: STRICT',
      ),
      manifest(
        'apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata:\n  name: a\nspec:\n  host: shop',
      ),
    ],
  }),
];
