const name = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Whether a name can stand in addresses and Kubernetes: the API's own rule. */
export function isName(text: string): boolean {
  return name.test(text);
}

const applicationName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Whether an Application may be called so: labels joined by dots, as the API has it. */
export function isApplicationName(text: string): boolean {
  return text.length <= 63 && applicationName.test(text);
}

/** A name made of the end of an address or path: `https://git/shop/Checkout.git` → `checkout`. */
export function nameFrom(text: string): string {
  const last =
    text
      .replace(/\.git\/?$/, '')
      .split(/[/:]/)
      .findLast((part) => part !== '') ?? '';
  return last
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63);
}

/** Lines of a text area without blanks. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
