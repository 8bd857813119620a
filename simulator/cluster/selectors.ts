type Labels = Readonly<Record<string, string>>;

/**
 * Whether labels match a label selector: `a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a`, `!a`, joined by commas.
 * Undefined when the selector cannot be read.
 */
export function matchesLabels(labels: Labels, selector: string): boolean | undefined {
  let all = true;
  for (const requirement of splitRequirements(selector)) {
    const matches = matchesOne(labels, requirement);
    if (matches === undefined) return undefined;
    all &&= matches;
  }
  return all;
}

function splitRequirements(selector: string): readonly string[] {
  return selector
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function matchesOne(labels: Labels, requirement: string): boolean | undefined {
  const set = /^(?<key>[\w./-]+)\s+(?<operator>in|notin)\s*\((?<values>[^)]*)\)$/.exec(requirement)?.groups;
  if (set) {
    const values = (set.values ?? '').split(',').map((value) => value.trim());
    const value = labels[set.key ?? ''];
    const inside = value !== undefined && values.includes(value);
    return set.operator === 'in' ? inside : !inside;
  }
  const equality = /^(?<key>[\w./-]+)\s*(?<operator>==|=|!=)\s*(?<value>[\w.-]*)$/.exec(requirement)?.groups;
  if (equality) return (labels[equality.key ?? ''] === equality.value) === (equality.operator !== '!=');
  const existence = /^(?<not>!?)\s*(?<key>[\w./-]+)$/.exec(requirement)?.groups;
  if (existence) return Object.hasOwn(labels, existence.key ?? '') === (existence.not === '');
  return undefined;
}
