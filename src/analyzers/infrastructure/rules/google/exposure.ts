import { listOf } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { tf } from '../resources/examples.js';
import { settingRule, weaknesses } from '../resources/setting.js';
import {
  hasItem,
  isEverywhere,
  isFalse,
  isMissing,
  isOff,
  isOneOf,
  isPresent,
  isTrue,
} from '../resources/tests.js';

const docs = 'https://cloud.google.com';
const changesAnything = hasItem(/^(?:\*|PUT|POST|DELETE|PATCH)$/i);

/** Managed services of Google Cloud, and machines that they run. */
export const googleExposureRules: readonly ResourceRule[] = [
  settingRule({
    id: 'google-function-plaintext',
    title: 'Function of Google Cloud that answers in the clear',
    severity: 'medium',
    weakness: 'transport',
    description: `The function answers over HTTP: whoever is on the way reads tokens and passwords, and changes what is answered.`,
    remediation: 'Set `https_trigger_security_level = "SECURE_ALWAYS"`; the default takes HTTP as well.',
    references: [`${docs}/functions/1stgendocs/calling/http`],
    checks: [
      {
        at: { google_cloudfunctions_function: 'https_trigger_security_level' },
        bad: isOneOf('SECURE_OPTIONAL'),
        says: '{} answers in the clear.',
        fix: '"SECURE_ALWAYS"',
      },
      {
        at: { google_cloudfunctions_function: 'https_trigger_security_level' },
        bad: isMissing,
        when: { trigger_http: isTrue },
        says: '{} answers in the clear too.',
        severity: 'low',
      },
      {
        at: { google_app_engine_standard_app_version: 'handlers.security_level' },
        bad: isOneOf('SECURE_OPTIONAL', 'SECURE_NEVER'),
        says: '{} answers in the clear.',
        fix: '"SECURE_ALWAYS"',
      },
      {
        at: { google_app_engine_flexible_app_version: 'handlers.security_level' },
        bad: isOneOf('SECURE_OPTIONAL', 'SECURE_NEVER'),
        says: '{} answers in the clear.',
        fix: '"SECURE_ALWAYS"',
      },
    ],
    bad: [
      tf('google_cloudfunctions_function', 'https_trigger_security_level = "SECURE_OPTIONAL" ◄'),
      tf('google_cloudfunctions_function ◄', 'trigger_http = true'),
    ],
    good: [
      tf('google_cloudfunctions_function', 'https_trigger_security_level = "SECURE_ALWAYS"'),
      tf(
        'google_cloudfunctions_function',
        'event_trigger {\n  event_type = "google.pubsub.topic.publish"\n}',
      ),
    ],
  }),
  settingRule({
    id: 'google-function-reachable',
    title: 'Function of Google Cloud that every network reaches',
    severity: 'low',
    confidence: 'medium',
    weakness: 'exposure',
    description: `The function takes calls from the internet, past a load balancer with its firewall and certificates.`,
    remediation: 'Set `ALLOW_INTERNAL_AND_GCLB`, or `ALLOW_INTERNAL_ONLY` where nobody outside calls it.',
    references: [`${docs}/functions/docs/networking/network-settings`],
    checks: [
      {
        at: { google_cloudfunctions_function: 'ingress_settings' },
        bad: isOneOf('ALLOW_ALL'),
        says: 'Every network reaches {}.',
        fix: '"ALLOW_INTERNAL_AND_GCLB"',
      },
      {
        at: { google_cloudfunctions2_function: 'service_config.ingress_settings' },
        bad: isOneOf('ALLOW_ALL'),
        says: 'Every network reaches {}.',
        fix: '"ALLOW_INTERNAL_AND_GCLB"',
      },
    ],
    bad: [
      tf('google_cloudfunctions_function', 'ingress_settings = "ALLOW_ALL" ◄'),
      tf('google_cloudfunctions2_function', 'service_config {\n  ingress_settings = "ALLOW_ALL" ◄\n}'),
    ],
    good: [
      tf('google_cloudfunctions_function', 'ingress_settings = "ALLOW_INTERNAL_ONLY"'),
      tf('google_cloudfunctions_function', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'google-run-unchecked',
    title: 'Service of Cloud Run that does not ask who calls',
    severity: 'medium',
    weakness: 'authentication',
    description: `The check of IAM is off, so that everybody who reaches the service calls it, whatever roles say.`,
    remediation:
      'Leave `invoker_iam_disabled` off; give `allUsers` the role of an invoker where a page is meant for all.',
    references: [`${docs}/run/docs/authenticating/public`],
    checks: [
      {
        at: { google_cloud_run_v2_service: 'invoker_iam_disabled' },
        bad: isTrue,
        says: 'Everybody may call {}.',
        fix: 'false',
      },
    ],
    bad: [
      tf('google_cloud_run_v2_service', 'invoker_iam_disabled = true ◄'),
      tf('google_cloud_run_v2_service', 'name = "shop"\ninvoker_iam_disabled = true ◄'),
    ],
    good: [
      tf('google_cloud_run_v2_service', 'invoker_iam_disabled = false'),
      tf('google_cloud_run_v2_service', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'google-workbench-public',
    title: 'Notebook or worker of Google Cloud with a public address',
    severity: 'low',
    confidence: 'medium',
    weakness: 'exposure',
    description: `The machine has an address on the internet, and works on data with an account of the project: a mistake in a firewall rule is all it takes to reach both.`,
    remediation: 'Switch the public address off; what the machine needs from outside it gets by Cloud NAT.',
    references: [
      `${docs}/vertex-ai/docs/workbench/instances/create`,
      `${docs}/dataflow/docs/guides/routes-firewall`,
    ],
    checks: [
      {
        at: { google_notebooks_instance: 'no_public_ip' },
        bad: isOff,
        says: '{} has an address on the internet.',
        fix: 'true',
      },
      {
        at: { google_workbench_instance: 'gce_setup.disable_public_ip' },
        bad: isOff,
        when: { gce_setup: isPresent },
        says: '{} has an address on the internet.',
        fix: 'true',
      },
      {
        at: {
          google_dataflow_job: 'ip_configuration',
          google_dataflow_flex_template_job: 'ip_configuration',
        },
        bad: isOneOf('WORKER_IP_PUBLIC'),
        says: 'Workers of {} have addresses on the internet.',
        fix: '"WORKER_IP_PRIVATE"',
      },
      {
        at: { google_cloudbuild_worker_pool: 'worker_config.no_external_ip' },
        bad: isFalse,
        says: 'Workers of {} have addresses on the internet.',
        fix: 'true',
      },
      {
        at: { google_data_fusion_instance: 'private_instance' },
        bad: isOff,
        says: '{} has an address on the internet.',
        fix: 'true',
      },
    ],
    bad: [
      tf('google_notebooks_instance', 'no_public_ip = false ◄'),
      tf('google_workbench_instance', 'gce_setup { ◄\n  machine_type = "e2-small"\n}'),
    ],
    good: [
      tf('google_notebooks_instance', 'no_public_ip = true'),
      tf('google_dataflow_job', 'ip_configuration = "WORKER_IP_PRIVATE"'),
    ],
  }),
  settingRule({
    id: 'google-composer-open',
    title: 'Airflow of Google Cloud that every address reaches',
    severity: 'medium',
    weakness: 'exposure',
    description: `Every address may open the pages of Airflow, or its environment has public addresses: a stolen login is enough to run code with the rights of the environment.`,
    remediation: 'Name the networks in `web_server_network_access_control`, and use a private environment.',
    references: [`${docs}/composer/docs/composer-2/configure-private-ip`],
    checks: [
      {
        at: {
          google_composer_environment: 'config.web_server_network_access_control.allowed_ip_range.value',
        },
        bad: isEverywhere,
        says: 'Every address reaches the pages of {}.',
      },
      {
        at: { google_composer_environment: 'config.private_environment_config.enable_private_endpoint' },
        bad: isFalse,
        severity: 'low',
        says: 'The cluster of {} has a public endpoint.',
        fix: 'true',
      },
    ],
    bad: [
      tf(
        'google_composer_environment',
        'config {\n  web_server_network_access_control {\n    allowed_ip_range {\n      value = "0.0.0.0/0" ◄\n    }\n  }\n}',
      ),
      tf(
        'google_composer_environment',
        'config {\n  private_environment_config {\n    enable_private_endpoint = false ◄\n  }\n}',
      ),
    ],
    good: [
      tf(
        'google_composer_environment',
        'config {\n  web_server_network_access_control {\n    allowed_ip_range {\n      value = "192.0.2.0/24"\n    }\n  }\n}',
      ),
      tf('google_composer_environment', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'google-app-firewall-open',
    title: 'Firewall of App Engine that lets everybody in',
    severity: 'low',
    confidence: 'medium',
    weakness: 'exposure',
    description: `The rule allows every address, so that the firewall of the application keeps nobody out.`,
    remediation: 'Name the ranges that may come, or leave rules out where the application is for all.',
    references: [`${docs}/appengine/docs/standard/creating-firewalls`],
    checks: [
      {
        at: { google_app_engine_firewall_rule: 'source_range' },
        bad: (item) => isEverywhere(item),
        when: { action: isOneOf('ALLOW') },
        says: '{} lets every address in.',
      },
    ],
    bad: [
      tf('google_app_engine_firewall_rule', 'action = "ALLOW"\nsource_range = "*" ◄'),
      tf('google_app_engine_firewall_rule', 'action = "ALLOW"\nsource_range = "0.0.0.0/0" ◄'),
    ],
    good: [
      tf('google_app_engine_firewall_rule', 'action = "DENY"\nsource_range = "*"'),
      tf('google_app_engine_firewall_rule', 'action = "ALLOW"\nsource_range = "192.0.2.0/24"'),
    ],
  }),
  settingRule({
    id: 'google-share-open',
    title: 'File share of Google Cloud that every address mounts as root',
    severity: 'medium',
    weakness: 'permission',
    description: `Clients that are root there are root on the share, from every address that reaches it: one of them changes the files of all.`,
    remediation:
      'Name the ranges in `ip_ranges`, and set `squash_mode = "ROOT_SQUASH"` for those that only use files.',
    references: [`${docs}/filestore/docs/access-control`],
    checks: [
      {
        at: { google_filestore_instance: 'file_shares.nfs_export_options.ip_ranges' },
        bad: hasItem(/\/0$/),
        says: 'Every address may mount {}.',
      },
    ],
    bad: [
      tf(
        'google_filestore_instance',
        'file_shares {\n  nfs_export_options {\n    ip_ranges = ["0.0.0.0/0"] ◄\n  }\n}',
      ),
      tf(
        'google_filestore_instance',
        'file_shares {\n  nfs_export_options {\n    ip_ranges = ["10.0.0.0/24", "::/0"] ◄\n  }\n}',
      ),
    ],
    good: [
      tf(
        'google_filestore_instance',
        'file_shares {\n  nfs_export_options {\n    ip_ranges = ["10.0.0.0/24"]\n  }\n}',
      ),
      tf('google_filestore_instance', 'tier = "BASIC_SSD"'),
    ],
  }),
  {
    id: 'google-bucket-scripts-open',
    title: 'Bucket of Google Cloud that takes changes from scripts of every site',
    severity: 'low',
    confidence: 'high',
    ...weaknesses.access,
    cwe: [942],
    asvs: [],
    languages: ['terraform'],
    description: `Scripts of every site may change objects from the browser of a visitor, with whatever address or token the visitor has for it. Reading alone is not reported.`,
    remediation: 'Name the origins of your pages, and only the methods that they use.',
    references: [`${docs}/storage/docs/cross-origin`],
    examples: {
      bad: [
        tf('google_storage_bucket', 'cors {\n  origin = ["*"] ◄\n  method = ["GET", "PUT"]\n}'),
        tf('google_storage_bucket', 'cors {\n  origin = ["*"] ◄\n  method = ["*"]\n}'),
      ],
      good: [
        tf('google_storage_bucket', 'cors {\n  origin = ["*"]\n  method = ["GET"]\n}'),
        tf('google_storage_bucket', 'cors {\n  origin = ["https://shop.example"]\n  method = ["PUT"]\n}'),
      ],
    },
    resources: ['google_storage_bucket'],
    *check({ name, address, settings }) {
      // Origins go with the methods of their own block.
      for (const block of listOf(settings.get('cors'))) {
        const origin = block.get('origin');
        if (!origin || !hasItem(/^\*$/)(origin) || !changesAnything(block.get('method'))) continue;
        const message = `\`${name}\` takes changes from scripts of every site.`;
        yield { message, span: origin.span, scope: address, anchor: 'cors' };
      }
    },
  },
];
