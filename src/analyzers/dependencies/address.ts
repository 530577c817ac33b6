/** An address as a reader may see it: without a user's name or password, and without what is asked of the server. */
export function withoutSecrets(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//').replace(/\?[^#]*/, '');
}
