// Writes test/fixtures/github-graphql.json: the types of GitHub's GraphQL schema that this project's queries touch.
//
//   cd "$(mktemp -d)" && npm pack @octokit/graphql-schema && tar xzf *.tgz
//   node scripts/graphql-slice.mjs "$OLDPWD/package"   (from the project, with the unpacked folder)
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const names = ['Query', 'Repository', 'PullRequest', 'Ref', 'GitObject', 'Commit', 'TreeEntry', 'Blob'];

const folder = process.argv[2];
if (!folder) throw new Error('Name the folder of the unpacked package @octokit/graphql-schema.');
const read = (path) => JSON.parse(readFileSync(join(folder, path), 'utf8'));
const { version } = read('package.json');
const { types } = read('schema.json').__schema;

const slice = {
  origin: `@octokit/graphql-schema ${version}, schema.json, MIT licence; cut by scripts/graphql-slice.mjs`,
  types: Object.fromEntries(names.map((name) => [name, slim(types.find((type) => type.name === name))])),
};
writeFileSync(
  new URL('../test/fixtures/github-graphql.json', import.meta.url),
  `${JSON.stringify(slice, null, 1)}\n`,
);

function slim(type) {
  return {
    possibleTypes: (type.possibleTypes ?? [{ name: type.name }]).map((possible) => possible.name),
    fields: Object.fromEntries(
      type.fields.map((field) => [
        field.name,
        {
          type: spell(field.type),
          ...(field.args.length > 0 && {
            args: Object.fromEntries(field.args.map((arg) => [arg.name, spell(arg.type)])),
          }),
        },
      ]),
    ),
  };
}

function spell(type) {
  if (type.kind === 'NON_NULL') return `${spell(type.ofType)}!`;
  return type.kind === 'LIST' ? `[${spell(type.ofType)}]` : type.name;
}
