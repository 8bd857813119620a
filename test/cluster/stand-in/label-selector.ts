/** Whether labels meet a selector as a URL has it: `a=b,c!=d,e in (f,g),h notin (i),j,!k`. */
export function matchesSelector(selector: string, labels: Readonly<Record<string, string>>): boolean {
  const requirements = selector.split(/,(?![^(]*\))/).filter((text) => text.trim() !== '');
  return requirements.every((requirement) => meets(requirement.trim(), labels));
}

function meets(requirement: string, labels: Readonly<Record<string, string>>): boolean {
  const among = /^(\S+) (in|notin) \(([^)]*)\)$/.exec(requirement);
  if (among) {
    const [, key = '', operator, values = ''] = among;
    const isAmong = values.split(',').includes(labels[key] ?? '') && key in labels;
    return isAmong === (operator === 'in');
  }
  const compared = /^([^!=]+)(!=|==?)(.*)$/.exec(requirement);
  if (compared) {
    const [, key = '', operator, value] = compared;
    return (labels[key] === value) === (operator !== '!=');
  }
  return requirement.startsWith('!') ? !(requirement.slice(1) in labels) : requirement in labels;
}
