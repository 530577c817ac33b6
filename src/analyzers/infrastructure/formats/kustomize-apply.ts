import { applyOperation } from './json-patch.js';
import { Allowance, tooLarge } from './kustomize-bounds.js';
import type { PatchedObject, PatchStep } from './kustomize-build.js';
import { withImages } from './kustomize-images.js';
import { mergePatch } from './kustomize-merge.js';
import { measure } from './yaml-measure.js';
import { at, textOf, type YamlNode } from './yaml-syntax.js';

/** What an object may come to by its patches, and all objects together. */
const maxNodes = 100_000;
const maxNesting = 100;
const maxAllNodes = 500_000;

/** Nodes that all steps of a build may go through. */
const patchingAllowance = 10_000_000;

/**
 * Applies to each object those of its steps that are wanted, and leaves out what they delete.
 * @throws KustomizeBoundError
 */
export function patchedObjects(
  objects: readonly PatchedObject[],
  wanted: (step: PatchStep) => boolean,
): YamlNode[] {
  const allowance = new Allowance(patchingAllowance);
  const all = new Allowance(maxAllNodes);
  return objects.flatMap(({ base, steps }) => {
    let object: YamlNode | undefined = base;
    for (const step of steps) if (object && wanted(step)) object = patched(object, step, allowance);
    if (object) all.spend(measure(object).size);
    return object ?? [];
  });
}

/** What a build's steps may take where each is tried by itself. */
export function allowanceForSteps(): Allowance {
  return new Allowance(patchingAllowance);
}

/**
 * Applies a step to an object; undefined where it deletes it.
 * @throws KustomizeBoundError
 */
export function patched(
  object: YamlNode,
  { node, images }: PatchStep,
  allowance: Allowance,
): YamlNode | undefined {
  allowance.spend(measure(object).size + measure(node).size);
  if (images) return withImages(object, images);
  const result =
    textOf(at(node, 'op')) !== undefined && !at(node, 'kind')
      ? applyOperation(object, node)
      : mergePatch(object, withoutIdentity(node));
  const { size, height } = result ? measure(result) : { size: 0, height: 0 };
  if (size > maxNodes || height > maxNesting) throw tooLarge();
  return result;
}

/** What names the object that a patch is for changes nothing of it. */
function withoutIdentity(patch: YamlNode): YamlNode {
  const without = (node: YamlNode, ...names: readonly string[]): YamlNode =>
    node.kind === 'map'
      ? { ...node, entries: node.entries.filter(({ name }) => !names.includes(name)) }
      : node;
  const outer = without(patch, 'apiVersion', 'kind');
  if (outer.kind !== 'map') return outer;
  return {
    ...outer,
    entries: outer.entries.map((entry) =>
      entry.name === 'metadata' ? { ...entry, value: without(entry.value, 'name', 'namespace') } : entry,
    ),
  };
}
