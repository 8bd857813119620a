const LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;

/** An RFC 1123 label of at most 63 characters, as namespaces, containers and Services have. */
export function isLabelName(text: string): boolean {
  return text.length <= 63 && LABEL.test(text);
}

const CHECK = /^(?!.*\.\.)[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,98}[A-Za-z0-9_])?$/;

/** The name of an Agent's check, at most 100 characters: `http_check`. It never goes into a URL. */
export function isCheckName(text: string): boolean {
  return CHECK.test(text);
}

/** An RFC 1123 subdomain of at most 253 characters, as most objects have. */
export function isObjectName(text: string): boolean {
  return text.length <= 253 && text.split('.').every((part) => LABEL.test(part));
}
