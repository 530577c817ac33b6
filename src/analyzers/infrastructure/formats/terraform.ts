import { LineTable } from '../../syntax/tree.js';
import { rulesByType, type ResourceRule } from '../resource-rule.js';
import type { Format, Hit, Judged, WrittenRule } from '../rule.js';
import type { Parsers } from './parsers.js';
import { estateOf, itemResource } from './terraform-item.js';
import { resourcesOfCall } from './terraform-registry.js';
import { broughtBy, callsIn, type JudgeModule } from './terraform-calls.js';
import { createModuleLoader, isConfiguration } from './terraform-files.js';
import type { Resource, TerraformModule } from './terraform-module.js';

/** A rule that looks at the resources of some types, each with the module that completes it. */
export interface TerraformRule extends WrittenRule {
  /** Resource types; data sources with `data.` before them. */
  readonly resources: readonly string[];
  check(resource: Resource, module: TerraformModule): Iterable<Hit>;
}

/** Terraform and OpenTofu: the files of a folder are one module, and are judged as one, with the modules of the repository that it calls. */
export function terraform(
  parsers: Parsers,
  rules: readonly TerraformRule[],
  resourceRules: readonly ResourceRule[],
): Format {
  const modules = createModuleLoader(parsers);
  const byType = rulesByType(rules);
  const byItemType = rulesByType(resourceRules);

  const judgeModule: JudgeModule = (module, wanted) => {
    const estate = estateOf(module);
    return module.resources.filter(wanted).flatMap((resource): Judged[] => {
      const type = resource.kind === 'data' ? `data.${resource.type}` : resource.type;
      const hits: Judged[] = (byType.get(type) ?? []).flatMap((rule) =>
        Array.from(rule.check(resource, module), (hit) => ({ rule, hit })),
      );
      const itemRules = byItemType.get(type);
      if (!itemRules) return hits;
      const item = itemResource(resource);
      return hits.concat(
        itemRules.flatMap((rule) => Array.from(rule.check(item, estate), (hit) => ({ rule, hit }))),
      );
    });
  };

  return {
    rules: [...rules, ...resourceRules],
    wants: (path) => isConfiguration(path) && !path.includes('.terraform/'),
    async judge(file, side, context) {
      const parsed = await parsers.parse('terraform', file.text);
      const fault = 'unparsed' in parsed ? parsed.unparsed : parsed.error;
      if (fault) {
        const line = new LineTable(file.text).lineOf(fault.offset);
        context.report({ kind: 'incomplete', path: file.path, line, message: fault.message });
      }
      if ('unparsed' in parsed) return [];
      const { module } = await modules.of(file, side, context);
      const judged = judgeModule(module, (resource) => resource.file === file.path);
      judged.push(...judgeCalls(module, file.path, byItemType));
      let looked = 0;
      for (const call of callsIn(module, file.path)) {
        const loaded = await modules.at(call.folder, side, context);
        if (!loaded) continue;
        looked += loaded.module.resources.length;
        if (looked > maxLooked) {
          const line = new LineTable(file.text).lineOf(call.header.start);
          const message = `The modules called here have more than ${maxLooked} resources together, so the values of this call and of those after it are not judged.`;
          context.report({ kind: 'incomplete', path: file.path, line, message });
          break;
        }
        judged.push(...broughtBy(call, loaded, judgeModule));
      }
      if (module.budget.spent)
        context.report({
          kind: 'incomplete',
          path: file.path,
          message: 'The values of this module take too long to work out, so some are taken as unknown.',
        });
      return judged;
    },
  };
}

/** Resources of modules that are judged anew with the values of the calls in one file. */
const maxLooked = 5_000;

/** The inputs of known modules of the registry; what one leaves out is not judged. */
function judgeCalls(
  module: TerraformModule,
  path: string,
  byType: ReadonlyMap<string, readonly ResourceRule[]>,
): Judged[] {
  const estate = estateOf(module);
  const told = new Set(module.calls.map(({ section }) => section.header.start));
  return module.calls
    .filter((call) => call.file === path)
    .flatMap((call) => resourcesOfCall(call))
    .flatMap((resource) => {
      const judged = (byType.get(resource.type) ?? [])
        .flatMap((rule) => Array.from(rule.check(resource, estate), (hit) => ({ rule, hit })))
        .filter(({ hit }) => !told.has(hit.span.start));
      // What a rule of the resource has said is not said again of the call.
      for (const { hit } of judged) told.add(hit.span.start);
      return judged;
    });
}
