import { parseQuantity } from '../domain/quantity.ts';
import { type Shape, ShapeError } from './json-shape.ts';

/**
 * A quantity as its text. A JSON number is taken where it is a whole one that JSON.parse keeps: of any other the text
 * as it was written is lost.
 */
export const quantity: Shape<string> = (value, path) => {
  if (Number.isSafeInteger(value)) return String(value);
  if (typeof value !== 'string') throw new ShapeError(path, 'a quantity', value);
  return value;
};

/** For bodies that the API server passes on unread: a text that is no quantity is refused here, as the HPA controller does. */
export const checkedQuantity: Shape<string> = (value, path) => {
  const text = quantity(value, path);
  if (parseQuantity(text) === undefined) throw new ShapeError(path, 'a quantity', value);
  return text;
};
