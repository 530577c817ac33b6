export function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><title>${title.replace(/</g, '&lt;')}</title><body>${body}</body></html>`;
}
