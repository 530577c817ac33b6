import type { DataModels } from '../../model/data-models.js';
import { frameworks } from './frameworks/index.js';
import { compileModels, type Models } from './models.js';
import { createPrefilter, type Prefilter } from './prefilter/prefilter.js';
import { codeRules } from './rules/index.js';
import { statedFramework } from './stated.js';

let models: Models | undefined;
let prefilter: Prefilter | undefined;

/** What the shipped frameworks and rules say. Made when first asked for, as only workers need it. */
function codeModels(): Models {
  return (models ??= compileModels(frameworks, codeRules));
}

/** Which texts they have anything to say about. Made when first asked for, as most workers need none. */
export const codePrefilter: Prefilter = (text, path) =>
  (prefilter ??= createPrefilter(frameworks, codeRules))(text, path);

/** What code is looked at with. */
export interface Looking {
  readonly models: () => Models;
  readonly prefilter: Prefilter;
}

const shipped: Looking = { models: codeModels, prefilter: codePrefilter };
const extended = new Map<string, Looking>();
/** Those of the reviews that run at the same time. */
const maxExtended = 8;

/** The shipped frameworks and rules, with what a configuration says, as JSON, of functions of its own. */
export function lookingWith(said: string | undefined): Looking {
  if (said === undefined) return shipped;
  let looking = extended.get(said);
  if (!looking) {
    const own = statedFramework(JSON.parse(said) as DataModels, codeRules, codeModels());
    let all: Models | undefined;
    looking = {
      models: () => (all ??= compileModels([...frameworks, own], codeRules)),
      prefilter: createPrefilter(frameworks, codeRules, own),
    };
    extended.set(said, looking);
    for (const oldest of extended.keys()) if (extended.size > maxExtended) extended.delete(oldest);
  }
  return looking;
}
