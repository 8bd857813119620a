/** Does the work when it is first asked for, and gives the same result to everybody. */
export function once<T>(work: () => T): () => T {
  let result: { readonly value: T } | undefined;
  return () => {
    result ??= { value: work() };
    return result.value;
  };
}

/** The same for each key. */
export function onceFor<A, T>(keyOf: (argument: A) => string, work: (argument: A) => T): (argument: A) => T {
  const results = new Map<string, () => T>();
  return (argument) => {
    const key = keyOf(argument);
    const result = results.get(key) ?? once(() => work(argument));
    results.set(key, result);
    return result();
  };
}
