import type { Form } from './form.js';

/** The names of types that a form is known to have: by its own kind, by its declaration, or by what it was made with. */
export function typesOf(form: Form): readonly (Form | string)[] {
  switch (form.kind) {
    case 'string':
    case 'template':
      return ['string', 'String'];
    case 'number':
      return /^[\d_]+$/.test(form.text) ? ['number', 'int', 'float'] : ['number', 'float'];
    case 'literal':
      return form.text === 'null' ? ['null'] : ['boolean', 'bool'];
    case 'regex':
      return ['RegExp'];
    case 'new':
      return [form.at(0)];
    case 'function':
      return ['Function'];
    case 'id':
    case 'name': {
      const { binding } = form;
      if (!binding) return [];
      if (binding.declaredType) return [binding.declaredType];
      if (binding.writes > 1 || !binding.initial || binding.isParameter) return [];
      return binding.initial.kind === 'id' ? [] : typesOf(binding.initial);
    }
    default:
      return [];
  }
}
