/** Gives jsdom a viewport that virtual lists can measure: 1280 × 800, rows 40 px high. Returns what undoes it. */
export function layOut(): () => void {
  const before = {
    offsetHeight: Object.getOwnPropertyDescriptor(HTMLElement.prototype, 'offsetHeight'),
    offsetWidth: Object.getOwnPropertyDescriptor(HTMLElement.prototype, 'offsetWidth'),
    scrollTo: window.scrollTo,
  };
  Object.defineProperty(HTMLElement.prototype, 'offsetHeight', { configurable: true, get: () => 40 });
  Object.defineProperty(HTMLElement.prototype, 'offsetWidth', { configurable: true, get: () => 1280 });
  window.scrollTo = () => undefined;
  return () => {
    if (before.offsetHeight)
      Object.defineProperty(HTMLElement.prototype, 'offsetHeight', before.offsetHeight);
    if (before.offsetWidth) Object.defineProperty(HTMLElement.prototype, 'offsetWidth', before.offsetWidth);
    window.scrollTo = before.scrollTo;
  };
}
