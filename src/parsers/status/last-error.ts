import { asList, asObject, asText } from './json-value.ts';

/**
 * The message of a check's last error; `undefined` for none. Python checks put a JSON list inside the string, Go checks
 * plain text. The first line is what the text form of `status` prints.
 */
export function lastErrorMessage(lastError: string): string | undefined {
  if (lastError === '') {
    return undefined;
  }
  let message = lastError;
  try {
    const parsed: unknown = JSON.parse(lastError);
    message = asText(asObject(asList(parsed)?.[0])?.message) ?? lastError;
  } catch {
    message = lastError;
  }
  return message.trim().split('\n', 1)[0]!.trimEnd();
}
