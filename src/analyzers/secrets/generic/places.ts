/**
 * How the text of a file is written, by its path:
 * - `settings`: keys and values, quoted or not
 * - `script`: the same, beside commands
 * - `source`: a programming language, in which a value is a quoted literal
 * - `followed`: a language whose values the code analyzer follows to where they are used
 * - `prose`: manuals and pages
 * - `none`: names and values say nothing here
 */
export type Place = 'settings' | 'script' | 'source' | 'followed' | 'prose' | 'none';

export function placeOf(path: string): Place {
  if (path !== last.path) last = { path, place: findPlace(path) };
  return last.place;
}

/** Of the file that is looked at, which many rules ask for. */
let last: { readonly path: string; readonly place: Place } = { path: '', place: 'settings' };

function findPlace(path: string): Place {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (generated.test(name) || translations.test(path.toLowerCase())) return 'none';
  const ending = /\.([a-z0-9]+)$/.exec(name)?.[1] ?? '';
  if (styles.has(ending)) return 'none';
  if (followed.has(ending)) return 'followed';
  if (sources.has(ending)) return 'source';
  if (
    scripts.has(ending) ||
    /^(?:dockerfile|containerfile|makefile|jenkinsfile|vagrantfile|procfile)\b|_history$|^\.(?:bash|zsh)|^\.profile$/.test(
      name,
    )
  )
    return 'script';
  return prose.has(ending) ? 'prose' : 'settings';
}

/** Whether a path says that what stands there is for trying things out, or to be copied and filled in. */
export function isForShow(path: string): boolean {
  return show.test(path);
}

const show =
  /(?:^|\/)ci\/[\w-]*values\.ya?ml$|insecure|(?:^|[/._-])(?:e2e|tests?|testing|specs?|__tests__|__mocks__|fixtures?|testdata|test-?cases?|mocks?|stubs?|fakes?|examples?|samples?|demos?|tutorials?|docs?|documentation|templates?|tmpl|tpl|dist|sandbox|playground|stories|seeds?|vectors?|cassettes?|snapshots?|benchmarks?|bench)(?:[/._-]|$)|(?:^|\/)(?:phpunit|vitest|jest|karma|pytest|tox|conftest|cypress|playwright)[\w.-]*$|(?:^|\/)(?:ci|tests?)[\w-]*\.ya?ml$|^integration\/|(?:^|\/)(?:[a-z]{2,12}Tests?|test(?:resources|assets|files|certs?|keys|suites?|lib|support|helpers?)|suites?)\/|(?<![a-z])(?:Test|Spec)s?(?=[A-Z./_-])|[a-z](?:Test|Tests|Spec|IT)\.[a-z]+$/;

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** The code analyzer follows their values to where they are used. */
const followed = words('ts tsx mts cts js jsx mjs cjs vue svelte astro');
const styles = words(
  'css scss sass less styl svg map snap po pot pod xlf xliff strings resx lock sum patch diff csv tsv',
);
const sources = words(
  'py pyi go java kt kts scala groovy rb erb php cs fs vb c h cc cpp cxx hpp m mm rs swift dart lua pl pm r jl ex exs erl hrl clj cljs hs ml elm nim zig sol cr d pas sql coffee gradle jsp cshtml razor aspx graphql gql proto thrift ipynb',
);
const scripts = words('sh bash zsh fish ksh ps1 psm1 bat cmd mk dockerfile');
const prose = words('md mdx markdown rst adoc asciidoc html htm tex org wiki rdoc textile');

const generated =
  /^(?:package-lock|npm-shrinkwrap|composer\.lock|pipfile\.lock|poetry\.lock|go\.sum|yarn\.lock|pnpm-lock|packages\.lock|project\.assets)|\.(?:min|bundle|chunk)\.|\.lock(?:\.json|file)?$/;

const translations =
  /(?:^|\/)(?:locales?|i18n|l10n|translations?|langs?|languages|lproj|messages|po)(?:\/|\.)|(?:^|\/)(?:messages|strings|labels)(?:[_.-][a-z]{2})?\.|[_.-](?:en|de|fr|es|it|ja|ko|zh|pt|ru)(?:[_-][a-z]{2})?\.(?:json|ya?ml|properties)$/;
