/** The value of a function that is called when it is first asked for, and then no more. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/**
 * What a function makes of an object, made once and kept as long as the object is. For objects that are asked for again and not
 * changed meanwhile; all who ask share the answer.
 */
export function oncePerObject<K extends object, V extends object | string>(make: (of: K) => V): (of: K) => V {
  const made = new WeakMap<K, V>();
  return (of) => {
    let value = made.get(of);
    if (value !== undefined) return value;
    value = make(of);
    made.set(of, value);
    return value;
  };
}
