// Writes test/fixtures/github-openapi.json: the part of GitHub's own OpenAPI description that this project uses.
//
//   cd "$(mktemp -d)" && npm pack @octokit/openapi && tar xzf *.tgz
//   node scripts/openapi-slice.mjs "$OLDPWD/package"   (from the project, with the unpacked folder)
//
// The package is 400 MB unpacked, so it is not a dependency. Its descriptions are GitHub's, under the MIT licence.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const operations = [
  'GET /advisories',
  'DELETE /applications/{client_id}/token',
  'GET /app/hook/deliveries',
  'POST /app/hook/deliveries/{delivery_id}/attempts',
  'GET /app/installations',
  'GET /installation/repositories',
  'POST /app/installations/{installation_id}/access_tokens',
  'GET /repos/{owner}/{repo}',
  'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
  'POST /repos/{owner}/{repo}/check-runs',
  'GET /repos/{owner}/{repo}/check-runs/{check_run_id}',
  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
  'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations',
  'GET /repos/{owner}/{repo}/compare/{basehead}',
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments',
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
  'POST /repos/{owner}/{repo}/code-scanning/sarifs',
  'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
  'GET /repos/{owner}/{repo}/git/trees/{tree_sha}',
  'GET /repos/{owner}/{repo}/git/blobs/{file_sha}',
  'GET /user',
  'GET /user/installations',
  'GET /user/installations/{installation_id}/repositories',
];

const folder = process.argv[2];
if (!folder) throw new Error('Name the folder of the unpacked package @octokit/openapi.');
const read = (path) => JSON.parse(readFileSync(join(folder, path), 'utf8'));
const { version } = read('package.json');
const description = read('generated/api.github.com.deref.json');

const slice = {
  origin: `@octokit/openapi ${version}, generated/api.github.com.deref.json, MIT licence; cut by scripts/openapi-slice.mjs`,
  operations: Object.fromEntries(operations.map((name) => [name, operation(name)])),
};
writeFileSync(
  new URL('../test/fixtures/github-openapi.json', import.meta.url),
  `${JSON.stringify(slice, null, 1)}\n`,
);

function operation(name) {
  const [method, path] = name.split(' ');
  const found = description.paths[path]?.[method.toLowerCase()];
  if (!found) throw new Error(`GitHub describes no ${name}.`);
  const body = found.requestBody?.content['application/json']?.schema;
  const [status, response] = Object.entries(found.responses).find(([code]) => code.startsWith('2'));
  const content = response.content?.['application/json'];
  return {
    parameters: (found.parameters ?? []).map(({ name, in: place, required = false, schema }) => ({
      name,
      in: place,
      required,
      schema: slim(schema),
    })),
    ...(body && { body: close(slim(body)), isBodyRequired: found.requestBody.required ?? false }),
    status: Number(status),
    response: content ? slim(content.schema) : {},
    // GitHub's own example of the answer: the stand-in fills its fields in.
    example: scrub(Object.values(content?.examples ?? {})[0]?.value ?? null),
  };
}

/** Takes out the tokens and signatures of GitHub's examples, which secret scanners take for real ones. */
function scrub(example) {
  const text = JSON.stringify(example).replace(/"(\w*token|signature|payload)":"[^"]*"/g, '"$1":"taken out"');
  return JSON.parse(text);
}

/** The schema without what only people read, and as JSON Schema where OpenAPI 3.0 has its own `nullable`. */
function slim(schema) {
  const kept = {};
  for (const [key, value] of Object.entries(schema)) {
    if (
      ['description', 'title', 'example', 'examples', 'externalDocs', 'deprecated', 'nullable'].includes(key)
    )
      continue;
    if (key.startsWith('x-')) continue;
    if (key === 'properties') kept[key] = mapValues(value, slim);
    else if (['allOf', 'anyOf', 'oneOf'].includes(key)) kept[key] = value.map(slim);
    else if (['items', 'not', 'additionalProperties'].includes(key) && typeof value === 'object')
      kept[key] = slim(value);
    else kept[key] = value;
  }
  return schema.nullable ? { anyOf: [kept, { type: 'null' }] } : kept;
}

/** A request's schema that refuses fields which GitHub does not describe: GitHub itself would ignore them in silence. */
function close(schema) {
  const closed = { ...schema };
  if (schema.properties) {
    closed.properties = mapValues(schema.properties, close);
    closed.additionalProperties ??= false;
  }
  if (schema.items) closed.items = close(schema.items);
  return closed;
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
