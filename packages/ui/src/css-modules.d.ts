declare module '*.module.css' {
  /** Local class names of a CSS module; a name the file does not define is undefined. */
  const classes: Readonly<Record<string, string>>;
  export default classes;
}
