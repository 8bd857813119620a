/** Gives back the first equal text it was given: names that come again in many lists are held once. */
export type OneCopy = (text: string) => string;

export function oneCopy(): OneCopy {
  const seen = new Map<string, string>();
  return (text) => {
    const first = seen.get(text);
    if (first !== undefined) return first;
    seen.set(text, text);
    return text;
  };
}
