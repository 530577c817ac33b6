import type { ResourceRule } from '../../resource-rule.js';
import { tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import {
  isMissing,
  isPresent,
  isFalse,
  isTrue,
  either,
  isOneOf,
  matches,
  hasItem,
} from '../resources/tests.js';

const docs = 'https://cloud.google.com';

export const googleMachineRules: readonly ResourceRule[] = [
  settingRule({
    id: 'google-machine-forwards',
    title: 'Machine of Google Cloud that forwards packets',
    severity: 'medium',
    weakness: 'exposure',
    description: `The machine passes on packets that are not its own, which only routers need: one that is taken over stands between others.`,
    remediation: 'Switch forwarding off, unless the machine is a router.',
    references: [`${docs}/vpc/docs/using-routes#canipforward`],
    checks: [
      {
        at: { google_compute_instance: 'can_ip_forward', google_compute_instance_template: 'can_ip_forward' },
        bad: isTrue,
        says: '{} forwards packets.',
        fix: 'false',
      },
    ],
    bad: [
      tf('google_compute_instance', 'can_ip_forward = true ◄'),
      tf('google_compute_instance_template', 'can_ip_forward = true ◄'),
    ],
    good: [
      tf('google_compute_instance', 'can_ip_forward = false'),
      tf('google_compute_instance', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'google-serial-port-open',
    title: 'Machine of Google Cloud with an open serial console',
    severity: 'medium',
    weakness: 'exposure',
    description: `The serial console answers to every address of the internet, past all firewall rules; a key is all that guards it.`,
    remediation: 'Switch the serial port off, and enable it only while it is needed.',
    references: [`${docs}/compute/docs/troubleshooting/troubleshooting-using-serial-console`],
    checks: [
      {
        at: {
          google_compute_instance: 'metadata.serial-port-enable',
          google_compute_instance_template: 'metadata.serial-port-enable',
          google_compute_project_metadata: 'metadata.serial-port-enable',
        },
        bad: either(isTrue, isOneOf('1')),
        says: 'The serial console of {} is open.',
        fix: 'false',
      },
      {
        at: { google_compute_project_metadata_item: 'value' },
        bad: either(isTrue, isOneOf('1')),
        when: { key: isOneOf('serial-port-enable') },
        says: 'The serial consoles of the project are open.',
      },
    ],
    bad: [
      tf('google_compute_instance', 'metadata = {\n  serial-port-enable = true ◄\n}'),
      tf('google_compute_project_metadata_item', 'key = "serial-port-enable"\nvalue = "TRUE" ◄'),
    ],
    good: [
      tf('google_compute_instance', 'metadata = {\n  serial-port-enable = false\n}'),
      tf('google_compute_project_metadata_item', 'key = "team"\nvalue = "true"'),
    ],
  }),
  settingRule({
    id: 'google-os-login-off',
    title: 'Logins to machines that IAM does not govern',
    severity: 'medium',
    weakness: 'authentication',
    cwe: [287],
    description: `Keys in the metadata open the machines, whoever they belong to. Nobody takes them away when people leave.`,
    remediation: 'Set `enable-oslogin` to `TRUE` for the project.',
    references: [`${docs}/compute/docs/oslogin`],
    checks: [
      {
        at: {
          google_compute_instance: 'metadata.enable-oslogin',
          google_compute_instance_template: 'metadata.enable-oslogin',
          google_compute_project_metadata: 'metadata.enable-oslogin',
        },
        bad: isFalse,
        says: 'Logins to {} are not governed by IAM.',
        fix: 'true',
      },
      {
        at: { google_compute_project_metadata: 'metadata.enable-oslogin' },
        bad: isMissing,
        severity: 'low',
        says: 'Logins to machines are not governed by IAM.',
      },
    ],
    bad: [
      tf('google_compute_instance', 'metadata = {\n  enable-oslogin = false ◄\n}'),
      tf('google_compute_project_metadata', 'metadata = {\n  enable-oslogin = false ◄\n}'),
    ],
    good: [
      tf('google_compute_instance', 'metadata = {\n  enable-oslogin = true\n}'),
      tf('google_compute_project_metadata', 'metadata = {\n  enable-oslogin = true\n}'),
    ],
  }),
  settingRule({
    id: 'google-project-keys-taken',
    title: 'Machine of Google Cloud that takes every key of the project',
    severity: 'low',
    weakness: 'authentication',
    cwe: [287],
    description: `Each key in the metadata of the project opens the machine: one that leaks opens all of them.`,
    remediation: 'Set `block-project-ssh-keys`, or enable OS Login.',
    references: [`${docs}/compute/docs/connect/restrict-ssh-keys`],
    checks: [
      {
        at: {
          google_compute_instance: 'metadata.block-project-ssh-keys',
          google_compute_instance_template: 'metadata.block-project-ssh-keys',
        },
        bad: isFalse,
        severity: 'medium',
        says: '{} takes every key of the project.',
        fix: 'true',
      },
      {
        at: { google_compute_instance: 'metadata.block-project-ssh-keys' },
        bad: isMissing,
        when: { metadata: isPresent, 'metadata.enable-oslogin': either(isMissing, isFalse) },
        says: '{} takes every key of the project.',
      },
    ],
    bad: [
      tf('google_compute_instance', 'metadata = {\n  block-project-ssh-keys = false ◄\n}'),
      tf('google_compute_instance', 'metadata = { ◄\n  team = "shop"\n}'),
    ],
    good: [
      tf('google_compute_instance', 'metadata = {\n  block-project-ssh-keys = true\n}'),
      tf('google_compute_instance', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'google-shielded-off',
    title: 'Machine of Google Cloud that does not check how it boots',
    severity: 'low',
    weakness: 'integrity',
    description: `What is changed in the boot loader or the kernel is not seen, so that an intruder survives a restart.`,
    remediation: 'Leave the virtual trusted module and integrity monitoring of the machine on.',
    references: [`${docs}/compute/shielded-vm/docs/shielded-vm`],
    checks: [
      {
        at: {
          google_compute_instance: 'shielded_instance_config.enable_vtpm',
          google_compute_instance_template: 'shielded_instance_config.enable_vtpm',
          google_notebooks_instance: 'shielded_instance_config.enable_vtpm',
          google_workbench_instance: 'gce_setup.shielded_instance_config.enable_vtpm',
        },
        bad: isFalse,
        says: '{} does not measure how it boots.',
        fix: 'true',
      },
      {
        at: {
          google_compute_instance: 'shielded_instance_config.enable_secure_boot',
          google_compute_instance_template: 'shielded_instance_config.enable_secure_boot',
          google_notebooks_instance: 'shielded_instance_config.enable_secure_boot',
          google_workbench_instance: 'gce_setup.shielded_instance_config.enable_secure_boot',
        },
        bad: isFalse,
        says: '{} starts whatever is on its disk.',
        fix: 'true',
      },
      {
        at: {
          google_compute_instance: 'shielded_instance_config.enable_integrity_monitoring',
          google_compute_instance_template: 'shielded_instance_config.enable_integrity_monitoring',
          google_container_node_pool: 'node_config.shielded_instance_config.enable_integrity_monitoring',
          google_container_cluster: 'node_config.shielded_instance_config.enable_integrity_monitoring',
          google_notebooks_instance: 'shielded_instance_config.enable_integrity_monitoring',
          google_workbench_instance: 'gce_setup.shielded_instance_config.enable_integrity_monitoring',
        },
        bad: isFalse,
        says: 'Nobody is told when the boot of {} changes.',
        fix: 'true',
      },
    ],
    bad: [
      tf('google_compute_instance', 'shielded_instance_config {\n  enable_vtpm = false ◄\n}'),
      tf('google_compute_instance', 'shielded_instance_config {\n  enable_integrity_monitoring = false ◄\n}'),
    ],
    good: [
      tf('google_compute_instance', 'shielded_instance_config {\n  enable_vtpm = true\n}'),
      tf('google_compute_instance', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'google-machine-account-broad',
    title: 'Machine of Google Cloud with every right of its account',
    severity: 'medium',
    weakness: 'privilege',
    description: `The machine may use every API with the rights of its account: a request forged through an application on it gets a token for all of them.`,
    remediation: 'Give the machine an account of its own with few roles.',
    references: [`${docs}/compute/docs/access/service-accounts#default_service_account`],
    checks: [
      {
        at: {
          google_compute_instance: 'service_account.scopes',
          google_compute_instance_template: 'service_account.scopes',
        },
        bad: hasItem(/(?:^|\/auth\/)cloud-platform$/),
        when: { 'service_account.email': either(isMissing, matches(/-compute@developer\./)) },
        says: '{} may use every API.',
      },
      {
        at: {
          google_compute_instance: 'service_account.email',
          google_compute_instance_template: 'service_account.email',
        },
        bad: matches(/-compute@developer\.gserviceaccount\.com$/),
        when: { 'service_account.scopes': (item) => !hasItem(/(?:^|\/auth\/)cloud-platform$/)(item) },
        severity: 'low',
        says: '{} runs as the default account of the project.',
      },
    ],
    bad: [
      tf('google_compute_instance', 'service_account {\n  scopes = ["cloud-platform"] ◄\n}'),
      tf(
        'google_compute_instance_template',
        'service_account {\n  scopes = ["https://www.googleapis.com/auth/cloud-platform"] ◄\n}',
      ),
    ],
    good: [
      tf('google_compute_instance', 'service_account {\n  scopes = ["logging-write"]\n}'),
      tf(
        'google_compute_instance',
        'service_account {\n  email = google_service_account.shop.email\n  scopes = ["cloud-platform"]\n}',
      ),
    ],
  }),
];
