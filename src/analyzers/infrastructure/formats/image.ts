/** An image's name without its tag and digest: what is left the same when the version is raised. */
export function withoutVersion(image: string): string {
  return image.replace(/[:@][^/]*$/, '');
}
