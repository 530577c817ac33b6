import { matchesAny } from '../config/glob.js';
import { isHandled, labelOf, type ThreatModel } from './threat-model.js';

/** What is asked of a threat model. `model` stands for whether it holds together and is tied to code. */
export const questions = ['assets', 'threats', 'mitigations', 'model'] as const;
export type Question = (typeof questions)[number];

export const questionTitles: Readonly<Record<Question, string>> = {
  assets: 'Which assets are most valuable?',
  threats: 'Which attack vectors are likely?',
  mitigations: 'Are mitigations defined and in place?',
  model: 'Does the model hold together, and is it tied to the code?',
};

/** Something that the model does not answer. */
export interface Gap {
  readonly question: Question;
  /** One plain sentence. */
  readonly message: string;
  /** From 1. */
  readonly line: number;
}

export interface CheckOptions {
  /** YYYY-MM-DD. */
  readonly today: string;
  /** Days; 0 for any age. */
  readonly maxAge: number;
  /** All paths of the repository; without them, globs are not checked. */
  readonly paths?: readonly string[];
}

/** What is missing in a model, by question and then by line. */
export function checkThreatModel(model: ThreatModel, options: CheckOptions): Gap[] {
  const found: Record<Question, Fault[]> = {
    assets: assetGaps(model),
    threats: threatGaps(model),
    mitigations: mitigationGaps(model),
    model: [...model.faults, ...codeGaps(model, options), ...ageGaps(model, options)],
  };
  return questions.flatMap((question) =>
    [...found[question]].sort((a, b) => a.line - b.line).map((fault) => ({ question, ...fault })),
  );
}

type Fault = Omit<Gap, 'question'>;

function assetGaps(model: ThreatModel): Fault[] {
  const { assets, components, flows, line } = model;
  if (assets.length === 0)
    return [{ message: 'There are no assets: nothing says what is worth protecting.', line }];
  const used = new Set([...components, ...flows].flatMap((element) => element.assets));
  const rated = assets.flatMap(({ value }) => value ?? []);
  const gaps = assets.flatMap((asset): Fault[] => [
    ...(asset.value === undefined
      ? [{ message: `The asset \`${labelOf(asset)}\` has no risk rating.`, line: asset.line }]
      : asset.value < 0 || asset.value > 100
        ? [
            {
              message: `The asset \`${labelOf(asset)}\` is rated ${asset.value}, not 0 to 100.`,
              line: asset.line,
            },
          ]
        : []),
    ...(used.has(asset.id)
      ? []
      : [
          { message: `No component and no data flow has the asset \`${labelOf(asset)}\`.`, line: asset.line },
        ]),
  ]);
  if (rated.length === assets.length && rated.length > 2 && new Set(rated).size === 1)
    gaps.push({
      message: `All assets are rated ${rated[0] ?? 0}, so none is the most valuable.`,
      line: assets[0]?.line ?? line,
    });
  return gaps;
}

function threatGaps(model: ThreatModel): Fault[] {
  const { threats, components, flows, line } = model;
  if (threats.length === 0)
    return [{ message: 'No component and no data flow has a threat.', line }, ...unusedGaps(model)];
  const threatened = new Set(threats.map(({ on }) => on.id));
  const zones = new Map(components.map(({ id, zone }) => [id, zone]));
  const bare = [
    ...components
      .filter(({ isOutOfScope, isExternal }) => !isOutOfScope && !isExternal)
      .map((element) => ({ element, what: 'component' })),
    ...flows
      .filter(({ source, destination, isOutOfScope, isPublic }) => {
        const crosses = zones.get(source ?? '') !== zones.get(destination ?? '');
        return !isOutOfScope && (isPublic || crosses);
      })
      .map((element) => ({ element, what: 'data flow over a boundary' })),
  ].filter(({ element }) => !threatened.has(element.id));
  const unrated = threats.filter(({ state }) => state !== 'settled');
  const lacking = (what: string, missing: typeof threats): Fault[] => {
    const [first, ...rest] = missing;
    if (!first) return [];
    if (rest.length < maxEach)
      return missing.map((threat) => ({
        message: `The threat \`${labelOf(threat)}\` has no ${what}.`,
        line: threat.line,
      }));
    return [
      {
        message: `${missing.length} threats have no ${what}, the first of them \`${labelOf(first)}\`.`,
        line: first.line,
      },
    ];
  };
  const outside = (value: number | undefined): boolean => value !== undefined && (value < 0 || value > 100);
  return [
    ...bare.map(({ element, what }) => ({
      message: `The ${what} \`${labelOf(element)}\` has no threat.`,
      line: element.line,
    })),
    ...lacking(
      'likelihood',
      unrated.filter(({ likelihood }) => likelihood === undefined),
    ),
    ...lacking(
      'impact',
      unrated.filter(({ impact }) => impact === undefined),
    ),
    ...threats
      .filter(({ likelihood, impact }) => outside(likelihood) || outside(impact))
      .map((threat) => ({
        message: `The likelihood or impact of \`${labelOf(threat)}\` is not 0 to 100.`,
        line: threat.line,
      })),
    ...unusedGaps(model),
  ];
}

/** Of one kind, so many are listed one by one; more are counted. */
const maxEach = 20;

function unusedGaps({ unusedThreats }: ThreatModel): Fault[] {
  return unusedThreats.map((threat) => ({
    message: `The threat \`${labelOf(threat)}\` is on no component and no data flow.`,
    line: threat.line,
  }));
}

function mitigationGaps({ threats, mitigations }: ThreatModel): Fault[] {
  const used = new Set(threats.flatMap((threat) => threat.mitigations.map(({ id }) => id)));
  return [
    ...threats.flatMap((threat): Fault[] => {
      if (isHandled(threat)) return [];
      const what = `The threat \`${labelOf(threat)}\``;
      const { line } = threat;
      const [first] = threat.mitigations;
      if (!first)
        return [
          {
            message:
              threat.state === 'mitigated'
                ? `${what} counts as mitigated, and nothing says by what.`
                : `${what} has no mitigation.`,
            line,
          },
        ];
      const states = [...new Set(threat.mitigations.map(({ state }) => state.trim()))];
      if (states.includes(''))
        return [{ message: `${what} has a mitigation without a state.`, line: first.line }];
      return [
        {
          message: `${what} has no mitigation in place: ${states.map((state) => `\`${state.slice(0, 40)}\``).join(', ')}.`,
          line,
        },
      ];
    }),
    ...mitigations
      .filter(({ id }) => !used.has(id))
      .map((mitigation) => ({
        message: `The mitigation \`${labelOf(mitigation)}\` is set against no threat.`,
        line: mitigation.line,
      })),
  ];
}

function codeGaps({ components, mitigations, line }: ThreatModel, { paths }: CheckOptions): Fault[] {
  const own = components.filter(({ isExternal, isOutOfScope }) => !isExternal && !isOutOfScope);
  if (own.length > 0 && own.every((component) => component.paths.length === 0))
    return [
      { message: 'No component names its code with `paths`, so changes cannot be told to touch any.', line },
    ];
  const tied = [
    ...own.map((element) => ({ element, kind: 'component' })),
    ...mitigations.map((element) => ({ element, kind: 'mitigation' })),
  ];
  return tied.flatMap(({ element, kind }): Fault[] => {
    const label = `The ${kind} \`${labelOf(element)}\``;
    if (element.paths.length === 0)
      return kind === 'component'
        ? [{ message: `${label} does not name its code with \`paths\`.`, line: element.line }]
        : [];
    return element.paths
      .filter((glob) => paths && !paths.some((path) => matchesAny([glob], path)))
      .map((glob) => ({ message: `${label} names \`${glob}\`, which matches no file.`, line: element.line }));
  });
}

function ageGaps(model: ThreatModel, options: CheckOptions): Fault[] {
  const message = ageMessage(model, options) ?? (model.reviewed === undefined ? undated : undefined);
  return message === undefined || options.maxAge === 0 ? [] : [{ message, line: model.line }];
}

const undated = 'The model does not say when it was last reviewed (`reviewed`, as YYYY-MM-DD).';

/** Says so where a model is older than it may be; undefined where it is not, or has no date. */
export function ageMessage(
  { reviewed }: Pick<ThreatModel, 'reviewed'>,
  { today, maxAge }: Pick<CheckOptions, 'today' | 'maxAge'>,
): string | undefined {
  if (reviewed === undefined || maxAge === 0) return undefined;
  const days = Math.floor((Date.parse(today) - Date.parse(reviewed)) / 86_400_000);
  if (days <= maxAge) return undefined;
  return `The threat model was last reviewed on ${reviewed}, ${days} days ago; the configuration allows ${maxAge}.`;
}
