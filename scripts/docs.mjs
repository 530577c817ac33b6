// Writes what follows from the code: rule pages, JSON Schemas, the configuration reference. With --check it writes nothing
// and fails where a file is stale.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { createAnalyzers } from '../dist/analyzers/index.js';
import { configSchema } from '../dist/config/schema.js';
import { renderConfigPage } from '../dist/reporters/config-page.js';
import { reportSchema } from '../dist/reporters/json-schema.js';
import { renderRuleIndex, renderRulePage } from '../dist/reporters/rule-page.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const rulePages = 'docs/rules';

const configIntro = `
# Configuration

Scrutineer reads \`.github/scrutineer.yml\`. Everything has a default; a repository without the file is reviewed. A review takes
the file of the base branch, so that a change cannot configure its own review; \`audit\` takes the one of the folder. An
unknown key or value is an error that names its line; the review then goes on with the defaults and says so.

\`scrutineer config check\` checks the file. Editors complete it with
[the schema](../schema/scrutineer.schema.json), named in its first line:

\`\`\`yaml
# yaml-language-server: $schema=./path/to/scrutineer.schema.json
scope:
  exclude: ['**/*.generated.ts', 'test/fixtures/']
report:
  comment-from: medium
  fail-from: high
rules:
  docker-root-user: low
ignore:
  - paths: ['scripts/']
    rules: [command-injection]
    reason: Developers run these by hand, with their own arguments.
    until: 2030-06-30
\`\`\`

Globs: \`*\` and \`?\` stay within a folder, \`**\` does not, \`{a,b}\` offers alternatives. One without a slash matches the name
in any folder; one that ends with a slash matches everything below that folder. What \`scope.exclude\` leaves out may say why, as
\`{ path: legacy/, reason: Taken off line. }\`: [reports tell it](reports.md#what-it-covered).

## Precedence

Each overrides those before it: the defaults, the file of the same path in the owner's \`.github\` repository, the one of the
repository that \`extends\` names, the repository's own. A value or list is taken as a whole, \`rules\` by id; \`ignore\`,
\`sources\`, \`sinks\` and \`sanitizers\` are added up. What the organization's file names under \`lock\` the others may make stricter, not looser; a locked rule cannot
be ignored, suppressed or put into the baseline. It looks at what is in scope: lock \`scope\` with it. The command line reads no other repository.

\`scrutineer config show\` prints what counts, and for each setting whether it comes from the default, the organization, the extended
repository or the repository's own file, with its line. \`--organization FILE\` and \`--extended FILE\` stand in for the files of others.

## Suppressions in the code

\`scrutineer-ignore RULE[, RULE]: reason\` at the start of a comment covers the findings that begin on its line, or where the comment
stands alone, on the next. With \`suppressions: maintainers\` one counts that stood on the base side on the same code, or that the author of
the pull request adds with write permission, from a branch of the repository or of an own fork; on the command line,
with \`review --trust-suppressions\`. What a change adds is always told.

## Baseline

\`.github/scrutineer-baseline.json\` on the base branch lists findings that are accepted as they are:
\`{ "version": 1, "findings": [{ "fingerprint", "rule", "path", "reason", "date" }] }\`. Entries that match nothing any more are told.
\`scrutineer baseline\` adds what an audit of the repository finds by now, with \`--reason\`; with \`--prune\` it takes out entries that
match nothing. On GitHub \`/scrutineer baseline\` and a button open a pull request with the findings that are left.
`;

const files = expectedFiles();
const orphans = existingPages().filter((path) => !files.has(path));
if (process.argv.includes('--check')) check();
else write();

function expectedFiles() {
  const analyzers = createAnalyzers();
  const configJson = z.toJSONSchema(configSchema, { io: 'input' });
  return new Map([
    ...analyzers
      .flatMap((analyzer) => analyzer.rules)
      .map((rule) => [`${rulePages}/${rule.id}.md`, renderRulePage(rule)]),
    [`${rulePages}/README.md`, renderRuleIndex(analyzers)],
    ['docs/configuration.md', renderConfigPage(configJson, configIntro)],
    ['schema/scrutineer.schema.json', toJson({ title: 'Configuration of Scrutineer', ...configJson })],
    ['schema/report.schema.json', toJson(z.toJSONSchema(reportSchema))],
  ]);
}

function toJson(value) {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function existingPages() {
  try {
    return readdirSync(join(root, rulePages)).map((name) => `${rulePages}/${name}`);
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

function write() {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  for (const path of orphans) rmSync(join(root, path));
}

function check() {
  const stale = [...files].filter(([path, text]) => readOrEmpty(path) !== text).map(([path]) => path);
  for (const path of [...stale, ...orphans]) console.error(`stale: ${path}`);
  if (stale.length + orphans.length === 0) return;
  console.error('Run: npm run docs');
  process.exitCode = 1;
}

function readOrEmpty(path) {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}
