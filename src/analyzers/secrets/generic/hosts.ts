/** Whether a host is the machine itself, or one that only tests and manuals name (RFC 2606, RFC 6761). */
export function isNowhere(host: string): boolean {
  return nowhere.test(host);
}

const nowhere =
  /^(?:localhost|127\.[0-9.]+|0\.0\.0\.0|\[::1?\]|host\.docker\.internal|(?:my-?|your-?|some-?|the-?)?(?:host(?:name)?|server|domain|proxy|site)|ip|.*\.(?:example|test|invalid|local|localhost|lan)|(?:.*\.)?example\.(?:com|org|net|io|dev)|(?:.*\.)?(?:foo|bar|domain|yourdomain|mydomain|company|host|server|site|test)\.(?:com|org|net|io))$/i;
