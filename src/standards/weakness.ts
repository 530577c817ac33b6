/**
 * Weaknesses by what they are about, as CWE numbers (https://cwe.mitre.org/data/definitions/1000.html), so that controls which
 * ask for the same name the same ones. One may be about several things.
 */
export const weakness = {
  /** Data from outside becomes code, a command, a path, an address, or is believed as it is. */
  input: [
    20, 22, 73, 77, 78, 79, 80, 88, 89, 90, 93, 94, 95, 98, 113, 116, 117, 134, 178, 183, 184, 434, 444, 454,
    470, 502, 601, 611, 643, 644, 697, 754, 776, 807, 843, 915, 918, 939, 943, 1286, 1287, 1321, 1336,
  ],
  /** What a browser is told, or not, to keep sites apart. */
  browser: [79, 352, 346, 598, 614, 942, 1004, 1021, 1275],
  /** Who may do or read what, once it is known who they are. */
  access: [276, 284, 548, 552, 639, 732, 862, 863],
  /** More rights than the task needs. */
  privilege: [250, 269, 272],
  /** Reachable from where nobody needs to reach it. */
  exposure: [441, 668, 918],
  /** Who somebody is, and for how long. */
  authentication: [287, 290, 293, 306, 307, 308, 309, 347, 384, 613, 640],
  /** Passwords that are weak, known, or kept so that they can be read. */
  password: [256, 521, 916, 1391, 1392],
  /** Credentials in code, files, images, addresses and environments. */
  secret: [214, 256, 259, 321, 522, 526, 538, 540, 798],
  /** Data that lies readable. */
  storage: [311, 312],
  /** Data on the way, and with whom one speaks. */
  transport: [295, 297, 319],
  /** Algorithms, modes and random numbers. */
  cryptography: [203, 208, 326, 327, 328, 329, 330, 338, 1204],
  /** How keys are kept, and how long they are used. */
  key: [321, 324],
  /** Events that nobody could look up. */
  log: [778],
  /** Messages, logs and pages that tell more than they should. */
  disclosure: [200, 209, 215, 497, 532, 538, 540, 548, 598],
  /** Components of others: known flaws, malice, no upkeep, and code that may be exchanged on the way. */
  supply: [345, 349, 353, 494, 506, 829, 1104, 1357, 1395],
  /** Work without bounds. */
  availability: [400, 625, 730, 770, 834, 1333],
  /** Settings that leave a protection out, or a door of developers open. */
  setting: [16, 489, 653, 693, 1188],
  /** Order of events, and conditions that do not say what they seem to. */
  logic: [367, 377, 379, 571, 696],
} as const satisfies Readonly<Record<string, readonly number[]>>;

/** Rules for what brings data back after a loss: their weakness, a protection that is left out, does not tell. */
export const recoveryRules: readonly string[] = [
  'aws-cache-backup-off',
  'aws-cache-one-zone',
  'aws-database-backup-off',
  'aws-database-deletion-unprotected',
  'aws-dynamodb-recovery-off',
  'aws-key-deleted-soon',
  'aws-s3-versioning-off',
  'aws-s3-deletion-without-mfa',
  'azure-vault-unprotected',
  'google-database-backup-off',
  'google-storage-versioning-off',
];
