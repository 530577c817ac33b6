import { afterAll, describe, expect, it } from '@jest/globals';
import { createInfrastructureAnalyzer } from '../../../src/analyzers/infrastructure/analyzer.js';
import { parseTerraform } from '../../../src/analyzers/infrastructure/formats/terraform-parse.js';
import { TerraformModule } from '../../../src/analyzers/infrastructure/formats/terraform-module.js';
import { mentionsOf, type Value } from '../../../src/analyzers/infrastructure/formats/terraform-value.js';
import { analyzeFile, placesOf } from './support.js';
import { expectWithin } from '../../support/time-limit.js';

async function moduleOf(
  files: Readonly<Record<string, string>>,
  settings: Readonly<Record<string, string>> = {},
): Promise<TerraformModule> {
  const parse = (texts: Readonly<Record<string, string>>) =>
    Promise.all(
      Object.entries(texts).map(async ([path, text]) => ({ path, syntax: await parseTerraform(text) })),
    );
  return new TerraformModule(await parse(files), await parse(settings), true);
}

/** The value of `resource "r" "x" { a = … }` in a module with some names. */
async function valueOf(expression: string, names = '', settings = ''): Promise<Value | undefined> {
  const module = await moduleOf(
    { 'main.tf': `resource "r" "x" {\n  a = ${expression}\n}\n`, 'names.tf': names },
    { 'terraform.tfvars': settings },
  );
  return module.all('r')[0]?.get('a');
}

describe('a value', () => {
  it.each([
    ['a literal', '"a\\n\\"b\\" $${c}"', 'a\n"b" ${c}'],
    ['a number', '-1.5', '-1.5'],
    ['an interpolation', '"a-${local.b}-${1 + 2}"', 'a-two-3'],
    ['a variable with a default', 'var.d', 'dee'],
    ['a local that names another', 'local.c', 'two'],
    ['an entry of an object', 'local.m.x["y"]', '7'],
    ['an item of a list', 'local.l[1]', 'q'],
    ['a condition that is decided', 'local.b == "two" ? "yes" : "no"', 'yes'],
    ['a logic that one side decides', 'false && var.unset', 'false'],
    ['a call', 'lower(join("-", concat(["A"], local.l)))', 'a-p-q'],
    ['a here document', '<<-EOT\nline ${local.b}\nEOT', 'line two\n'],
  ])('knows %s', async (_name, expression, text) => {
    const names = `
variable "d" { default = "dee" }
variable "unset" {}
locals {
  b = "two"
  c = local.b
  l = ["p", "q"]
  m = { x = { y = 7 } }
}`;
    expect((await valueOf(expression, names))?.text).toBe(text);
  });

  it.each([
    ['a variable without a default', 'var.unset'],
    ['a default that only asks for a value', 'var.blank'],
    ['an attribute of another resource', 'aws_s3_bucket.b.id'],
    ['a condition that is not decided', 'var.unset ? "a" : "b"'],
    ['a circle of locals', 'local.one'],
    ['a function that it does not know', 'file("x")'],
    ['a template with an unknown part', '"a-${var.unset}"'],
    ['an unknown index', '["a", "b"][var.unset]'],
    ['a comprehension', '[for s in ["a"] : s][0]'],
  ])('does not guess %s', async (_name, expression) => {
    const names = `
variable "unset" {}
variable "blank" { default = "" }
locals {
  one = local.two
  two = local.one
}`;
    const value = await valueOf(expression, names);
    expect(value?.isKnown).toBe(false);
    expect(value?.text).toBeUndefined();
  });

  it('takes what terraform.tfvars says over a default', async () => {
    expect((await valueOf('var.a', 'variable "a" { default = "old" }', 'a = "new"'))?.text).toBe('new');
  });

  it('takes null as absent', async () => {
    expect(await valueOf('null')).toBeUndefined();
  });

  it('keeps the known items of a list beside the unknown ones', async () => {
    const value = await valueOf('[var.unset, "0.0.0.0/0"]', 'variable "unset" {}');
    expect(value?.items?.map((item) => item.text)).toEqual([undefined, '0.0.0.0/0']);
  });

  it('shows what comes from elsewhere where it is used', async () => {
    const value = await valueOf('local.list', 'locals {\n  list = ["a", "b"]\n}');
    expect(value?.items?.[1]?.span).toMatchObject({ start: value?.span.start, end: value?.span.end });
  });

  it('names the resources that it is made from, through locals', async () => {
    const value = await valueOf('try(local.id, "")', 'locals { id = aws_s3_bucket.b[0].id }');
    expect(value && [...mentionsOf(value)]).toEqual(['aws_s3_bucket.b']);
  });

  it('stops at a text that doubles itself', async () => {
    const lines = Array.from(
      { length: 60 },
      (_, index) => `  n${index} = "\${local.n${index + 1}}\${local.n${index + 1}}"`,
    );
    const begun = Date.now();
    const value = await valueOf('local.n0', `locals {\n${lines.join('\n')}\n  n60 = "x"\n}`);
    expect(value?.text).toBeUndefined();
    expectWithin(Date.now() - begun, 2_000);
  });
});

describe('a module', () => {
  it.each([
    ['count = 0', 0],
    ['count = var.on ? 1 : 0', 1],
    ['for_each = toset(["a", "b"])', 2],
    ['for_each = var.on', 1],
  ])('has for %s as many instances as are known', async (meta, count) => {
    const module = await moduleOf({ 'main.tf': `variable "on" {}\nresource "r" "x" {\n  ${meta}\n}\n` });
    expect(module.all('r')).toHaveLength(count);
  });

  it('writes dynamic blocks out with the name of their iterator', async () => {
    const module = await moduleOf({
      'main.tf': `resource "r" "x" {
  dynamic "ingress" {
    for_each = { ssh = 22, web = 80 }
    iterator = port
    content {
      name = port.key
      from = port.value
    }
  }
}`,
    });
    const sections = module.all('r')[0]?.sections('ingress') ?? [];
    expect(sections.map((section) => [section.get('name')?.text, section.get('from')?.number])).toEqual([
      ['ssh', 22],
      ['web', 80],
    ]);
  });
});

describe('the Terraform rules', () => {
  const analyzer = createInfrastructureAnalyzer();
  afterAll(() => analyzer.close?.());
  const bucket = 'resource "aws_s3_bucket" "b" {\n  bucket = "shop"\n  acl    = "public-read"\n}\n';
  const block = (target: string, setting = 'true'): string =>
    `resource "aws_s3_bucket_public_access_block" "b" {
  bucket                  = ${target}
  block_public_acls       = ${setting}
  block_public_policy     = ${setting}
  ignore_public_acls      = ${setting}
  restrict_public_buckets = ${setting}
}
`;
  const open = 'terraform-s3-bucket-public:3';

  it.each([
    ['nothing completes the bucket', {}, [open]],
    ['public access is blocked by reference', { 'a/x.tf': block('aws_s3_bucket.b.id') }, []],
    ['public access is blocked by name', { 'a/x.tf': block('"shop"') }, []],
    ['public access is blocked for a bucket that no file names', { 'a/x.tf': block('var.bucket') }, []],
    ['the setting is not known', { 'a/x.tf': block('aws_s3_bucket.b.id', 'var.strict') }, []],
    ['the block is for another bucket', { 'a/x.tf': block('aws_s3_bucket.c.id') }, [open]],
    ['the block stands in another folder', { 'b/x.tf': block('aws_s3_bucket.b.id') }, [open]],
    ['the block is off', { 'a/x.tf': block('aws_s3_bucket.b.id', 'false') }, [open]],
    [
      'the block covers each of a list',
      {
        'a/x.tf': block('each.value').replace('{', '{\n  for_each = toset([aws_s3_bucket.b.id])'),
      },
      [],
    ],
  ])('judge a public list right where %s', async (_name, others, expected) => {
    const { detections } = await analyzeFile(analyzer, 'a/main.tf', { 'a/main.tf': bucket, ...others });
    expect(placesOf(detections).filter((place) => place.startsWith('terraform-s3-bucket-public'))).toEqual(
      expected,
    );
  });

  it('say nothing is missing when a file of the folder cannot be parsed', async () => {
    const { detections } = await analyzeFile(analyzer, 'main.tf', {
      'main.tf': 'resource "aws_s3_bucket" "b" {}\n',
      'broken.tf': 'resource "aws_s3" {{{\n',
    });
    expect(detections).toEqual([]);
  });

  it('say where a file cannot be parsed, and judge the rest', async () => {
    const { detections, problems } = await analyzeFile(analyzer, 'main.tf', {
      'main.tf': `${bucket}\nresource "x" "y" {\n  a = = 1\n}\n`,
    });
    expect(placesOf(detections)).toContain(open);
    expect(problems).toMatchObject([{ kind: 'incomplete', path: 'main.tf' }]);
  });

  it('report a loop once where all its instances fail alike', async () => {
    const { detections } = await analyzeFile(analyzer, 'main.tf', {
      'main.tf':
        'resource "aws_db_instance" "d" {\n  count = 3\n  for_each = toset(["a", "b"])\n  publicly_accessible = true\n}\n',
    });
    expect(placesOf(detections)).toEqual([
      'aws-database-backup-off:1',
      'aws-database-logs-off:1',
      'aws-database-unencrypted:1',
      'terraform-aws-database-public:4',
    ]);
  });

  it.each([
    ['22', '22', 'high'],
    ['3389', '3389', 'critical'],
    ['5432', '5432', 'critical'],
    ['0', '65535', 'critical'],
    ['8080', '8080', 'medium'],
    ['80', '80', undefined],
    ['var.port', 'var.port', undefined],
  ])('rate ports %s to %s open to all as %s', async (from, to, severity) => {
    const { detections } = await analyzeFile(analyzer, 'main.tf', {
      'main.tf': `resource "aws_security_group" "g" {
  ingress {
    from_port   = ${from}
    to_port     = ${to}
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
`,
    });
    expect(detections[0]?.severity).toBe(severity);
  });
});
