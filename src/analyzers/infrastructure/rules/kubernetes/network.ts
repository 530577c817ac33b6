import { textOf, type Item } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { manifest } from '../resources/examples.js';
import { inPart, settingRule, weaknesses } from '../resources/setting.js';
import { isOneOf, isTrue } from '../resources/tests.js';

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
  /** What is wrong, with the severity where it is another one. `other` is what a second annotation says, or nothing. */
  flaw: (
    annotation: { readonly name: string; readonly value: string },
    other: (name: string) => string | undefined,
    spec: Item | undefined,
  ) => string | { readonly says: string; readonly severity: ResourceRule['severity'] } | undefined,
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
      const all = annotationsOf(settings.get('metadata'));
      const other = (name: string): string | undefined =>
        textOf(all.find((annotation) => annotation.name === name)?.item);
      for (const { name, item } of all) {
        const found = flaw({ name, value: textOf(item) ?? '' }, other, settings.get('spec'));
        if (found === undefined) continue;
        const { says, ...rest } = typeof found === 'string' ? { says: found } : found;
        const message = says.replace('{}', `\`${object}\``);
        yield { message, span: item.span, scope: address, anchor: name, ...rest };
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
    ({ name, value }) =>
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
    ({ name, value }) =>
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
    // Without a certificate nothing is redirected anyway: that it is missing has a rule of its own.
    ({ name, value }, other, spec) =>
      /^(?:ssl-redirect|redirect-to-https)$/.test(name) &&
      value.toLowerCase() === 'false' &&
      other('force-ssl-redirect') !== 'true' &&
      spec?.get('tls') !== undefined
        ? '{} also answers in the clear.'
        : undefined,
  ),
  ingressRule(
    {
      id: 'kubernetes-ingress-scripts-open',
      title: 'Ingress that lets every site read its answers',
      severity: 'low',
      confidence: 'high',
      weakness: 'access',
      cwe: [942],
      description: `Scripts of every site read what the service answers to the browser of a visitor, who may reach what the site does not. With \`*\` alone the controller answers \`*\`, with which browsers send no login. With \`*\` among other origins it takes almost every origin for one of them, and lets that site call with the login of the visitor.`,
      remediation: 'Name the origins of your pages in `cors-allow-origin`.',
      examples: {
        bad: [
          ingress(
            'nginx.ingress.kubernetes.io/enable-cors: "true"\n    nginx.ingress.kubernetes.io/cors-allow-origin: "*" ◄',
          ),
          ingress(
            'nginx.ingress.kubernetes.io/enable-cors: "true"\n    nginx.ingress.kubernetes.io/cors-allow-origin: "https://a.example, *" ◄',
          ),
        ],
        good: [
          ingress(
            'nginx.ingress.kubernetes.io/enable-cors: "true"\n    nginx.ingress.kubernetes.io/cors-allow-origin: "https://a.example"',
          ),
          ingress('nginx.ingress.kubernetes.io/cors-allow-origin: "*"'),
        ],
      },
    },
    ({ name, value }, other) => {
      if (name !== 'cors-allow-origin' || other('enable-cors') !== 'true') return undefined;
      const origins = value.split(',').map((origin) => origin.trim());
      if (!origins.includes('*')) return undefined;
      return origins.length > 1 && other('cors-allow-credentials') !== 'false'
        ? { says: 'Every site may read what {} answers with the login of a visitor.', severity: 'medium' }
        : 'Every site may read what {} answers.';
    },
  ),
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
        ...inPart((item) => [item.get('pod-security.kubernetes.io/enforce')].find(isOneOf('privileged'))),
        when: { 'metadata.name': (item) => !/^kube-|system$/.test(textOf(item) ?? '') },
        says: '{} takes privileged pods.',
      },
    ],
    bad: [
      namespace('pod-security.kubernetes.io/enforce: privileged ◄'),
      namespace('team: shop\n    pod-security.kubernetes.io/enforce: privileged ◄'),
    ],
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
