import type { Span } from './span.js';
import type { Attribute, Block, Body, Expression, TerraformSyntax } from './terraform-syntax.js';
import { Budget, Value, type Resolved, type Scope } from './terraform-value.js';

/** More instances of one block than this are judged as one whose `each` is not known. */
const maxInstances = 20;

/** Steps of evaluation for a module; a large real one needs some tens of thousands. */
const maxSteps = 1_000_000;

/** A block in its module: attributes evaluated, nested blocks with the `dynamic` ones written out. */
export class Section {
  constructor(
    readonly block: Block,
    readonly scope: Scope,
  ) {}

  get type(): string {
    return this.block.type;
  }

  /** From the type to the last label: what to point at when something is missing. */
  get header(): Span {
    return this.block.header;
  }

  /** An attribute's value; undefined where it is absent or null, which mean the same. */
  get(name: string): Value | undefined {
    const attribute = this.attribute(name);
    const value = attribute && new Value(attribute.value, this.scope);
    return value?.isNull ? undefined : value;
  }

  /** The whole attribute, name and value. */
  attribute(name: string): Attribute | undefined {
    return this.block.body.attributes.find((attribute) => attribute.name === name);
  }

  /** The nested blocks of a type. */
  sections(type: string): Section[] {
    return this.block.body.blocks.flatMap((block) => {
      if (block.type === type) return [new Section(block, this.scope)];
      return block.type === 'dynamic' && block.labels[0] === type ? this.unroll(block, type) : [];
    });
  }

  section(type: string): Section | undefined {
    return this.sections(type)[0];
  }

  private unroll(block: Block, type: string): Section[] {
    const content = block.body.blocks.find((inner) => inner.type === 'content');
    const each = block.body.attributes.find((attribute) => attribute.name === 'for_each');
    if (!content || !each) return [];
    const named = block.body.attributes.find((attribute) => attribute.name === 'iterator')?.value;
    const iterator = named?.kind === 'reference' ? named.name : type;
    const shown: Block = { ...content, type, header: block.header };
    return instancesOf(new Value(each.value, this.scope)).map(
      (instance) => new Section(shown, bind(this.scope, iterator, instance)),
    );
  }
}

/** A resource or data source; with `for_each` or `count` over known values, one instance of it. */
export class Resource extends Section {
  constructor(
    block: Block,
    scope: Scope,
    readonly file: string,
  ) {
    super(block, scope);
  }

  get kind(): 'resource' | 'data' {
    return this.block.type === 'data' ? 'data' : 'resource';
  }

  override get type(): string {
    return this.block.labels[0] ?? '';
  }

  get name(): string {
    return this.block.labels[1] ?? '';
  }

  /** As Terraform writes it: `aws_s3_bucket.logs`, `data.aws_iam_policy_document.logs`. */
  get address(): string {
    return `${this.kind === 'data' ? 'data.' : ''}${this.type}.${this.name}`;
  }
}

/** A call of another module. */
export interface ModuleCall {
  readonly name: string;
  readonly section: Section;
  readonly file: string;
}

export interface ModuleFile {
  readonly path: string;
  readonly syntax: TerraformSyntax;
}

/** The files of one folder, which Terraform reads as one. */
export class TerraformModule {
  readonly budget = new Budget(maxSteps);
  readonly resources: readonly Resource[];
  readonly calls: readonly ModuleCall[];
  private readonly byType = new Map<string, Resource[]>();

  constructor(
    files: readonly ModuleFile[],
    /** Values that `.tfvars` files give to variables. */
    settings: readonly ModuleFile[],
    /** False when a file of the folder could not be read whole: then what is missing may stand there. */
    readonly whole: boolean,
    /** Values that a call gives to variables. */
    inputs: ReadonlyMap<string, Value> = new Map(),
  ) {
    const names = new Names(files, settings, this.budget, inputs);
    this.resources = files.flatMap((file) => resourcesOf(file, names.scope(file.path)));
    this.calls = files.flatMap(({ path, syntax }) =>
      syntax.body.blocks
        .filter(({ type }) => type === 'module')
        .map((block) => ({
          name: block.labels[0] ?? '',
          section: new Section(block, names.scope(path)),
          file: path,
        })),
    );
    for (const resource of this.resources) {
      const key = resource.kind === 'data' ? `data.${resource.type}` : resource.type;
      const sameType = this.byType.get(key);
      if (sameType) sameType.push(resource);
      else this.byType.set(key, [resource]);
    }
  }

  /** The resources of a type; of data sources with `data.` before it. */
  all(type: string): readonly Resource[] {
    return this.byType.get(type) ?? [];
  }
}

function resourcesOf({ path, syntax }: ModuleFile, scope: Scope): Resource[] {
  return syntax.body.blocks.flatMap((block) => {
    if ((block.type !== 'resource' && block.type !== 'data') || block.labels.length !== 2) return [];
    const given = (name: string): Value | undefined => {
      const attribute = block.body.attributes.find((candidate) => candidate.name === name);
      return attribute && new Value(attribute.value, scope);
    };
    const count = given('count');
    if (count?.number === 0) return [];
    const each = given('for_each');
    const instances = each ? instancesOf(each) : [{}];
    return instances.map((instance) => new Resource(block, bind(scope, 'each', instance), path));
  });
}

interface Instance {
  readonly key?: Value;
  readonly value?: Value;
}

/** One instance for each known item; one with what is mentioned, but unknown, otherwise. */
function instancesOf(each: Value): Instance[] {
  const { resolution } = each;
  if (resolution.kind === 'list' && resolution.items.length <= maxInstances)
    return resolution.items.map((item) => ({ key: item, value: item }));
  if (resolution.kind === 'object' && resolution.whole && resolution.entries.size <= maxInstances)
    return [...resolution.entries].map(([key, value]) => ({ key: textValue(key, value), value }));
  const someItem: Resolved = { kind: 'unknown' };
  const value = new Value(each.expression, each.scope, each.span, someItem);
  return [{ key: value, value }];
}

function textValue(text: string, { span, scope }: Value): Value {
  const { start, end } = span;
  return new Value({ kind: 'literal', value: text, start, end }, scope);
}

function bind(outer: Scope, name: string, instance: Instance): Scope {
  return {
    file: outer.file,
    budget: outer.budget,
    find(wanted, steps) {
      if (wanted !== name) return outer.find(wanted, steps);
      const value = steps[0] === 'key' ? instance.key : steps[0] === 'value' ? instance.value : undefined;
      return value && { value, used: 1 };
    },
  };
}

/** The variables and locals of a module, each evaluated once. */
class Names {
  private readonly values = new Map<string, Value>();

  constructor(
    files: readonly ModuleFile[],
    settings: readonly ModuleFile[],
    private readonly budget: Budget,
    inputs: ReadonlyMap<string, Value>,
  ) {
    for (const { path, syntax } of files) {
      for (const block of syntax.body.blocks) this.declare(block, this.scope(path));
    }
    for (const { path, syntax } of settings)
      for (const { name, value } of syntax.body.attributes) this.set(`var.${name}`, value, this.scope(path));
    for (const [name, value] of inputs) this.values.set(`var.${name}`, value);
  }

  scope(file: string): Scope {
    return {
      file,
      budget: this.budget,
      find: (name, [first]) => {
        const value =
          typeof first === 'string' && (name === 'var' || name === 'local')
            ? this.values.get(`${name}.${first}`)
            : undefined;
        return value && { value, used: 1 };
      },
    };
  }

  private declare(block: Block, scope: Scope): void {
    if (block.type === 'locals') this.setAll('local', block.body, scope);
    const preset = block.body.attributes.find((attribute) => attribute.name === 'default')?.value;
    if (block.type === 'variable' && preset && !isBlank(preset))
      this.set(`var.${block.labels[0] ?? ''}`, preset, scope);
  }

  private setAll(prefix: string, body: Body, scope: Scope): void {
    for (const { name, value } of body.attributes) this.set(`${prefix}.${name}`, value, scope);
  }

  private set(name: string, value: Expression, scope: Scope): void {
    this.values.set(name, new Value(value, scope));
  }
}

/** A default that asks the caller for a value instead of being one. */
function isBlank(preset: Expression): boolean {
  if (preset.kind === 'literal') return preset.value === null || preset.value === '';
  if (preset.kind === 'list') return preset.items.length === 0;
  return preset.kind === 'object' && preset.entries.length === 0;
}
