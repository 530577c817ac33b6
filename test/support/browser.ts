/** What a browser does with cookies and redirects, and nothing else of it. */
export interface Visit {
  readonly status: number;
  readonly url: string;
  readonly headers: Headers;
  readonly text: string;
}

export class Visitor {
  readonly cookies = new Map<string, string>();

  constructor(private readonly origin: string) {}

  /** Asks once, and follows nothing. */
  async ask(address: string, init: RequestInit = {}): Promise<Visit> {
    const url = new URL(address, this.origin);
    const isOwn = url.origin === this.origin;
    const cookie = [...this.cookies].map((pair) => pair.join('=')).join('; ');
    const answer = await fetch(url, {
      redirect: 'manual',
      ...init,
      headers: { ...(isOwn && cookie !== '' && { cookie }), ...(init.headers as Record<string, string>) },
    });
    if (isOwn) for (const line of answer.headers.getSetCookie()) this.keep(line);
    return { status: answer.status, url: url.href, headers: answer.headers, text: await answer.text() };
  }

  /** Asks, and follows where it is sent. */
  async go(address: string): Promise<Visit> {
    let visit = await this.ask(address);
    for (let steps = 0; steps < 10 && visit.status >= 300 && visit.status < 400; steps++)
      visit = await this.ask(new URL(visit.headers.get('location') ?? '', visit.url).href);
    return visit;
  }

  private keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const [name = '', ...value] = pair.split('=');
    if (attributes.includes('Max-Age=0')) this.cookies.delete(name);
    else this.cookies.set(name, value.join('='));
  }
}
