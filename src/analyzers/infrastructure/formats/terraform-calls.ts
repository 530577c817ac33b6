import type { Hit, Judged } from '../rule.js';
import type { Span } from './span.js';
import type { Loaded } from './terraform-files.js';
import { folderOf, joinPath } from './paths.js';
import { TerraformModule, type Resource } from './terraform-module.js';
import { Value } from './terraform-value.js';

/** Judges the wanted resources of a module. */
export type JudgeModule = (module: TerraformModule, wanted: (resource: Resource) => boolean) => Judged[];

/** A module block whose source is a folder of the repository. */
export interface LocalCall {
  readonly name: string;
  readonly folder: string;
  /** From the word `module` to its name. */
  readonly header: Span;
  readonly inputs: ReadonlyMap<string, Value>;
}

/** More calls in one file are not followed. */
const maxCalls = 50;

/** Settings of the call itself, which are no variables of the module. */
const own = new Set(['source', 'version', 'providers', 'count', 'for_each', 'depends_on']);

/** The calls of a file to modules of the repository. */
export function callsIn(module: TerraformModule, file: string): LocalCall[] {
  return module.calls
    .filter((call) => call.file === file)
    .slice(0, maxCalls)
    .flatMap(({ name, section }): LocalCall[] => {
      const source = section.get('source')?.text;
      const local = source !== undefined && /^\.{1,2}(?:\/|$)/.test(source);
      const folder = local ? joinPath(folderOf(file), source) : undefined;
      if (folder === undefined || section.get('count')?.number === 0) return [];
      const given = section.block.body.attributes.filter((attribute) => !own.has(attribute.name));
      const inputs = new Map(
        given.map((attribute) => [attribute.name, new Value(attribute.value, section.scope)]),
      );
      return [{ name, folder, header: section.header, inputs }];
    });
}

/** What a module has without the values of any call. */
const judgedAlone = new WeakMap<TerraformModule, ReadonlySet<string>>();

/**
 * What a call makes wrong: the findings in the module with its values that are not there without them. They stand at the call,
 * since the file of the module is the same for all who call it.
 */
export function broughtBy(call: LocalCall, { module, files }: Loaded, judge: JudgeModule): Judged[] {
  if (call.inputs.size === 0) return [];
  const called = new TerraformModule(files, [], module.whole, call.inputs);
  let without = judgedAlone.get(module);
  if (!without) judgedAlone.set(module, (without = new Set(judge(module, () => true).map(identityOf))));
  const known = without;
  return judge(called, () => true)
    .filter((judged) => !known.has(identityOf(judged)))
    .map(({ rule, hit }) => ({ rule, hit: atCall(hit, call) }));
}

function identityOf({ rule, hit }: Judged): string {
  return JSON.stringify([rule.id, hit.scope, hit.span.start, hit.message]);
}

/** A fix would change the module, not the call. */
function atCall(
  { message, severity, confidence, title, scope }: Hit,
  { name, folder, header }: LocalCall,
): Hit {
  return {
    message: `${message} The values given here make it so, in \`${scope}\` of \`${folder}\`.`,
    ...(severity && { severity }),
    ...(confidence && { confidence }),
    ...(title && { title }),
    span: header,
    scope: `module.${name}`,
    anchor: scope,
  };
}
