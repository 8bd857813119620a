const LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;

/** An RFC 1123 label of at most 63 characters, as namespaces, containers and Services have. */
export function isLabelName(text: string): boolean {
  return text.length <= 63 && LABEL.test(text);
}

/** An RFC 1123 subdomain of at most 253 characters, as most objects have. */
export function isObjectName(text: string): boolean {
  return text.length <= 253 && text.split('.').every((part) => LABEL.test(part));
}
