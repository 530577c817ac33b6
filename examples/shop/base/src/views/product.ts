import { page } from './page.js';

export function productPage(product: { name: string; price: number }): string {
  return page(product.name, `<h1>${escapeHtml(product.name)}</h1><p>${product.price.toFixed(2)} EUR</p>`);
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
