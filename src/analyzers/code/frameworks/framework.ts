import type { CallSite } from '../flow/call-site.js';
import type { Unit } from '../flow/unit.js';
import type { FlowKind, SourceKind } from '../flow/kind.js';
import type { Value } from '../flow/value.js';

/**
 * What the analyzer knows of a library or a platform, as data. API paths are written from the module on: `pg.Pool` is an
 * export, `pg.Pool()` what calling it or `new` gives, `pg.Pool().query` a member of that, and `express.Request().query`
 * a property. Elements of a list are `zip.entries()[]`. Awaiting changes nothing. Braces stand for alternatives: `fs.{readFile,readFileSync}`.
 */
export interface Framework {
  readonly name: string;
  /** Module names, and names of globals, that are known well enough to say what is not dangerous in them. */
  readonly roots: readonly string[];
  /** One API path for another: `{ 'pg.Pool()': 'pg.Client()' }`. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Objects whose methods return the object itself unless an alias says otherwise. */
  readonly fluent?: readonly string[];
  /** Properties that tell on objects of which nothing is known what they are: `{ $route: 'vue-router.useRoute()' }`. */
  readonly members?: Readonly<Record<string, string>>;
  /** The same for variables, as a parameter called `$`. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Names that a piece of code takes from around it, which nothing in its file declares. */
  readonly undeclared?: Readonly<Record<string, string>>;
  /** Functions that do not come back, since they throw or end the process. */
  readonly neverReturn?: readonly string[];
  /** Functions that return what a function given to them returns, as `computed(() => …)`. */
  readonly invokes?: readonly string[];
  readonly resultsByArgument?: readonly ArgumentResultModel[];
  readonly sources?: readonly SourceModel[];
  /** Properties that nobody outside writes, of objects that otherwise come from outside. */
  readonly harmless?: readonly string[];
  /** Properties that give parts of an address in which any host may stand: what stood before them no longer counts. */
  readonly parts?: readonly string[];
  /** Properties of an address that hold no host, as its path. */
  readonly hostless?: readonly string[];
  /** Properties of an address that are no path: no slash is in them. */
  readonly pathless?: readonly string[];
  /** Methods that read a property by name: `{ 'express.Request().get': 'express.Request().headers' }`. */
  readonly readers?: Readonly<Record<string, string>>;
  /** Objects that the handlers of a request hand on to one another, with what each of them hangs on these. */
  readonly carriers?: readonly string[];
  /** Calls that change what is known of the object they are made on. */
  readonly marks?: readonly MarkModel[];
  readonly sinks?: readonly SinkModel[];
  readonly looseSinks?: readonly LooseSinkModel[];
  readonly assignments?: readonly AssignmentModel[];
  readonly passes?: readonly PassModel[];
  readonly callbacks?: readonly CallbackModel[];
  readonly parameters?: readonly ParameterModel[];
  readonly handlers?: readonly HandlerModel[];
  /** API paths of members by module, of modules that may be files of the repository itself: what they are called here says more than their code. */
  readonly stated?: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** A function whose result depends on the text of an argument: `document.createElement('script')`. */
export interface ArgumentResultModel {
  readonly at: readonly string[];
  readonly argument: number;
  /** API path by the argument's text, in lower case. */
  readonly paths: Readonly<Record<string, string>>;
}

/** A property that takes a function, whatever the object: `onmessage = (event) => …`. */
export interface HandlerModel {
  readonly properties: readonly string[];
  readonly when?: (unit: Unit) => boolean;
  /** API path of each parameter. */
  readonly parameters: readonly string[];
}

/** A property, or the result of a call (its path then ends with `()`), that somebody else may have written. */
export interface SourceModel {
  readonly at: readonly string[];
  readonly kind: SourceKind;
  /** What it is safe for as a whole. */
  readonly safeFor?: readonly FlowKind[];
  /** What is known of its text, with `hole` for the rest. */
  readonly shape?: string;
  /** Looks at the call whose result it is; it counts only where this holds. */
  readonly when?: (site: CallSite) => boolean;
  /** What traces add of it. */
  readonly note?: string;
}

/** A call after which an object has a property that only rules know of, as `#type` for the type of an answer. */
export interface MarkModel {
  /** Functions, without `()`. */
  readonly at: readonly string[];
  readonly property: string;
  readonly value: (site: CallSite) => Value | undefined;
}

/** An argument of a call in which data can do harm. */
export interface SinkModel {
  /** Functions, without `()`. */
  readonly at: readonly string[];
  readonly kind: FlowKind;
  /** Which argument, from 0; all by default. */
  readonly argument?: number;
  /** The property of the argument that counts; the whole argument by default. */
  readonly field?: string;
  /** Looks at the call as it stands; it counts only where this holds. */
  readonly when?: (site: CallSite, value: Value) => boolean;
  /** How the sink is called in messages, where that is not what is written. */
  readonly label?: string;
  /** What traces add of it. */
  readonly note?: string;
}

/**
 * A sink known by its name alone, for receivers of which nothing is known; the name `*` is any function that is out of
 * sight. Findings have medium confidence.
 */
export interface LooseSinkModel {
  readonly methods: readonly string[];
  /** What the last name of the receiver has to look like. */
  readonly receiver?: RegExp;
  /** What a text holds in which a call of any name may be such a sink. */
  readonly hint?: RegExp;
  readonly kind: FlowKind;
  readonly argument?: number;
  readonly field?: string;
  readonly when?: (site: CallSite, value: Value) => boolean;
}

/** A property whose assignment does harm, whatever the object; as `<href>` an attribute in JSX. */
export interface AssignmentModel {
  readonly properties: readonly string[];
  /** API paths of the object; without them any object. An element in JSX is `<a>`, a component what it was imported as. */
  readonly of?: readonly string[];
  /** What the last name of the object has to look like, where its API path is not known. */
  readonly receiver?: RegExp;
  readonly kind: FlowKind;
  readonly when?: (object: Value, value: Value) => boolean;
}

/** A function whose result holds what went in. */
export interface PassModel {
  readonly at: readonly string[];
  /** Arguments from which data passes; all by default. An empty list: none, so the function makes data safe. */
  readonly arguments?: readonly number[];
  /** What the result is safe for. */
  readonly safeFor?: readonly FlowKind[];
  /** The result is safe only where this holds. */
  readonly safeWhen?: (site: CallSite) => boolean;
  /** The result is the first argument itself, functions and all: `promisify(readFile)`. */
  readonly same?: boolean;
  /** What the result can do harm in again, whatever went in was safe for: parsing makes objects of text. */
  readonly unsafeFor?: readonly FlowKind[];
  /** The text of the result, with `hole` for what is not known of it. */
  readonly shape?: (site: CallSite) => string | undefined;
  /** The result has the properties of all arguments, those of the last winning. */
  readonly merges?: boolean;
  /** What traces add of it. */
  readonly note?: string | undefined;
}

/** What a function that is given to a call gets as its parameters. */
export interface CallbackModel {
  readonly at: readonly string[];
  /** API path of each parameter; `undefined` for one of which nothing is known. */
  readonly parameters: readonly (string | undefined)[];
  /** The same where the function has a given number of parameters. */
  readonly byCount?: Readonly<Record<number, readonly (string | undefined)[]>>;
  readonly when?: (site: CallSite) => boolean;
  /** API path of its `this`. */
  readonly self?: string;
  /** What becomes of what the function returns. */
  readonly results?: readonly ResultModel[];
}

/** What a function returns goes where it can do harm: a handler's result is the answer. */
export interface ResultModel {
  readonly kind: FlowKind;
  /** The property of the result that counts, as `headers.Location`; the whole by default. */
  readonly field?: string;
  /** Looks at the whole result. */
  readonly when?: (value: Value) => boolean;
}

/** What a function's own parameters are, read off their names, their types, or where the function stands. All that is given has to hold. */
export interface ParameterModel {
  /** Names of the parameters in a row, as patterns; `undefined` matches any. */
  readonly names?: readonly (RegExp | undefined)[];
  /** Any parameter with such a name becomes the first of `parameters`. */
  readonly each?: RegExp;
  /** The function is exported under such a name. */
  readonly exported?: RegExp;
  /** The variable that the function is kept in has such a type. */
  readonly annotated?: RegExp;
  /** Its first parameter has such a type. */
  readonly takes?: RegExp;
  /** The path of its file matches. */
  readonly file?: RegExp;
  /** The text of its file matches. */
  readonly mentions?: RegExp;
  /** The text of its file does not. */
  readonly lacks?: RegExp;
  /** The function, or its file, begins with such a directive, as `use server`. */
  readonly directive?: string;
  /** A property of an object around the function has such a name. */
  readonly inside?: RegExp;
  /** The function is an argument of a call of what is written so. */
  readonly argumentOf?: RegExp;
  /** The method has a decorator with one of these API paths. */
  readonly decorated?: readonly string[];
  /** Each parameter that has a decorator with one of these API paths becomes the first of `parameters`. */
  readonly decorator?: readonly string[];
  /** A decorator whose text matches makes its parameter safe. */
  readonly unless?: RegExp;
  /** API path of each parameter. */
  readonly parameters: readonly (string | undefined)[];
  readonly results?: readonly ResultModel[];
  /** 0 where it is proven, 1 where it is read off names. */
  readonly doubt: number;
  /** What a text holds in which such a function may be; without it, the names. */
  readonly hint?: RegExp;
}
