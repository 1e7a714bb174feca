/**
 * Moving between pages takes the old title away a moment before the next one is there. Meanwhile the last title stays, so that
 * the tab and screen readers always have one. Returns what stops it.
 */
export function keepTitle(document: Document): () => void {
  let kept: HTMLTitleElement | null = null;
  let last = document.title;
  const look = () => {
    const own = [...document.head.querySelectorAll('title')].find(
      (title) => title !== kept && title.textContent !== '',
    );
    if (own) {
      last = own.textContent ?? '';
      kept?.remove();
      kept = null;
    } else if (!kept && last !== '') {
      kept = document.createElement('title');
      kept.textContent = last;
      document.head.append(kept);
    }
  };
  const observer = new MutationObserver(look);
  observer.observe(document.head, { childList: true, subtree: true, characterData: true });
  return () => {
    observer.disconnect();
    kept?.remove();
  };
}
