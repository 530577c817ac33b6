import type { Output, Template } from '../templates/template.js';
import type { CodeRule, TemplateVerdict } from './code-rule.js';
import { isHarmlessOutput } from './unescaped-template-output.js';

export const unsafeTemplateContext: CodeRule = {
  id: 'unsafe-template-context',
  title: 'Template output where HTML escaping does not protect',
  severity: 'medium',
  confidence: 'medium',
  cwe: [79, 116],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['1.2.1', '1.2.3'],
  languages: ['EJS', 'Handlebars', 'Mustache', 'Nunjucks', 'Pug'],
  description:
    'A template escapes for HTML, and the value stands where other rules hold: in the code of a script, in an event handler, or in an attribute without quotes. There `alert(1)` or a blank is enough to run a script, and neither is escaped.',
  remediation:
    'Hand data to a script in a `data-` attribute in quotes, or as JSON with `<` escaped: `<script type="application/json">`. Put attributes in quotes, and bind handlers in code.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html#output-encoding-for-javascript-contexts',
    'https://cwe.mitre.org/data/definitions/79.html',
  ],
  templates: [{ check: checkTemplate }],
  examples: {
    bad: [
      {
        path: 'views/chat.ejs',
        text: `<div id="chat"></div>
<script>
  const room = <%= room.name %>; ◄
  join(room);
</script>
`,
      },
      {
        path: 'views/list.hbs',
        text: `{{#each items}}
  <option value={{this.label}}>{{this.label}}</option> ◄
{{/each}}
`,
      },
      {
        path: 'views/list.pug',
        text: `ul
  each item in items
    li= item.title
script.
  const first = #{items[0].title}; ◄
  show(first);
`,
      },
    ],
    good: [
      {
        path: 'views/chat.ejs',
        text: `<div id="chat" data-room="<%= room.name %>"></div>
<script>
  join(document.getElementById('chat').dataset.room);
</script>
`,
      },
      {
        path: 'views/list.hbs',
        text: `{{#each items}}
  <option value="{{this.label}}">{{this.label}}</option>
{{/each}}
<script>const count = {{items.length}};</script>
`,
      },
    ],
  },
};

/** Values that are numbers, flags or made for scripts. */
const plain =
  /\b(?:\w*id|_id|index|count|length|total|size|page|limit|offset|port|year|width|height|time\w*|is\w+|has\w+|enabled|\w*json\w*|version|nonce|config\w*|env)\b\s*$|\|\s*(?:dump|tojson|int|float|length|escapejs)\b|^[\d.]+$|^(?:true|false|null)$|[<>=!]=?|\?/i;

function checkTemplate(template: Template): TemplateVerdict[] {
  return template.outputs.flatMap((output): TemplateVerdict[] => {
    // Svelte sets attributes and does not write them.
    const where = output.escaped && template.format !== 'svelte' ? unsafePlace(output) : undefined;
    const bare = output.expression.replace(/"[^"]*"|'[^']*'/g, '""');
    if (where === undefined || isHarmlessOutput(output.expression) || plain.test(bare)) return [];
    const shown = output.expression.replace(/\s+/g, ' ').replaceAll('`', "'").slice(0, 60);
    return [
      {
        start: output.start,
        end: output.end,
        message: `\`${shown}\` is put ${where}, where escaping for HTML does not protect.`,
      },
    ];
  });
}

function unsafePlace({ place }: Output): string | undefined {
  if (place.kind === 'script') return place.quoted ? undefined : 'into the code of a script';
  if (place.kind !== 'attribute') return undefined;
  if (/^on[a-z]+$/.test(place.name)) return 'into an event handler';
  return place.quoted || !/[a-z]/.test(place.name) ? undefined : 'into an attribute without quotes';
}
