import type { Context, FileText } from '../../../model/analyzer.js';
import type { Hit, Judged } from '../rule.js';
import { allowanceForSteps, patched, patchedObjects } from './kustomize-apply.js';
import { KustomizeBoundError } from './kustomize-bounds.js';
import { build, type PatchedObject, type PatchStep } from './kustomize-build.js';
import { isFirst } from './kustomize-place.js';
import type { Parsers } from './parsers.js';
import type { YamlNode } from './yaml-syntax.js';

/** Judges objects as one estate. */
export type JudgeObjects = (
  objects: readonly YamlNode[],
  file: string,
  options?: { readonly open?: boolean; readonly whole?: boolean },
) => readonly Judged[];

/** What the patches of one file come to. */
export interface JudgedPatches {
  readonly judged: readonly Judged[];
  /** The documents of the file that were laid over an object. */
  readonly applied: ReadonlySet<YamlNode>;
}

/**
 * Judges what the patches of a file make of the objects that they are laid over: what they set themselves, and what is wrong only
 * with them, which stands at the patch that makes it so. What is wrong without them is told in the file that says it.
 * Where that is too much to be put together, it is told of, and nothing is laid over anything.
 */
export async function judgePatches(
  folder: string,
  file: FileText,
  judge: JudgeObjects,
  parsers: Parsers,
  context: Context,
): Promise<JudgedPatches> {
  try {
    return judgeBuilt(await build(folder, file, parsers, context), file.path, judge);
  } catch (bound) {
    if (!(bound instanceof KustomizeBoundError)) throw bound;
    context.report({ kind: 'incomplete', path: file.path, message: bound.message });
    return { judged: [], applied: new Set() };
  }
}

function judgeBuilt(objects: readonly PatchedObject[], path: string, judge: JudgeObjects): JudgedPatches {
  const own = objects.flatMap(({ steps }) => steps.filter((step) => step.own));
  const applied = new Set(own.map(({ node }) => node));
  if (own.length === 0) return { judged: [], applied };
  const made = (wanted: (step: PatchStep) => boolean): readonly Judged[] =>
    judge(patchedObjects(objects, wanted), path);
  const before = new Set(made(({ own: isOwn }) => !isOwn).map(identityOf));
  const after = made(() => true);
  const set = after.filter(({ hit }) => isFirst(hit.span.start));
  const brought = after.filter((one) => !isFirst(one.hit.span.start) && !before.has(identityOf(one)));
  const causes = brought.length > 0 ? causesOf(objects, judge, path) : undefined;
  const judged = [
    ...set.map(({ rule, hit }) => ({ rule, hit: withOwnFix(hit) })),
    ...brought.map((one) => ({
      rule: one.rule,
      hit: atPatch(one.hit, causes?.get(identityOf(one)) ?? own[0]),
    })),
  ];
  return { judged, applied };
}

/** Places are of one file each; the address of an object may change by a patch. */
function identityOf({ rule, hit }: Judged): string {
  return JSON.stringify([rule.id, hit.span.start, hit.message]);
}

/** More steps are not told apart: what any of them makes wrong is then shown at the first. */
const maxSteps = 200;

/** Of what is wrong with the steps of the file, the first one after which it is so. */
function causesOf(
  objects: readonly PatchedObject[],
  judge: JudgeObjects,
  path: string,
): ReadonlyMap<string, PatchStep> {
  const causes = new Map<string, PatchStep>();
  const allowance = allowanceForSteps();
  let left = maxSteps;
  for (const { base, steps } of objects) {
    let upTo: YamlNode | undefined = base;
    for (const step of steps) {
      upTo = upTo && patched(upTo, step, allowance);
      if (!upTo || !step.own || left-- <= 0) continue;
      for (const one of judge([upTo], path))
        if (!causes.has(identityOf(one))) causes.set(identityOf(one), step);
    }
  }
  return causes;
}

/** A fix would change another file. */
function atPatch(
  { message, severity, confidence, title, scope, anchor }: Hit,
  step: PatchStep | undefined,
): Hit {
  return {
    message: `${message} This patch makes it so.`,
    ...(severity && { severity }),
    ...(confidence && { confidence }),
    ...(title && { title }),
    span: step?.own ?? { start: 0, end: 0 },
    scope,
    anchor: anchor ?? message,
  };
}

function withOwnFix({ fix, ...hit }: Hit): Hit {
  return fix?.edits.every(({ start }) => isFirst(start)) ? { ...hit, fix } : hit;
}
