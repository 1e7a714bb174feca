/** Runs before the first paint: resolves the system theme, so that a reload does not flash. */
export const themeScript =
  "(function(){var r=document.documentElement;if(r.dataset.theme==='system')r.dataset.theme=matchMedia('(prefers-color-scheme:dark)').matches?'dark':'light'})()";
