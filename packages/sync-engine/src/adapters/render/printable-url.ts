/** A URL, or what was written for one, as messages may show it: no userinfo (X78), no more than 200 characters. */
export function printableUrl(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//').slice(0, 200);
}
