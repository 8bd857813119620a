import { SLACK_LIMITS as L } from './limits.ts';
import { anyOf, byType, flag, list, oneOf, type Rule, shape, text } from './schema.ts';

const type = oneOf;

function plainShape(max: number): Rule {
  return shape({ type: type('plain_text'), text: text(max) }, { emoji: flag });
}

function mrkdwnShape(max: number): Rule {
  return shape({ type: type('mrkdwn'), text: text(max) }, { verbatim: flag });
}

/** A `plain_text` object of 1 to `max` characters. */
export function plainText(max: number): Rule {
  return byType({ plain_text: plainShape(max) });
}

/** A `mrkdwn` object of 1 to `max` characters. */
export function mrkdwn(max: number): Rule {
  return byType({ mrkdwn: mrkdwnShape(max) });
}

/** Either kind of text object, 1 to `max` characters. */
export function textObject(max: number): Rule {
  return anyOf({ plain_text: plainShape(max), mrkdwn: mrkdwnShape(max) });
}

/** The rules of both kinds, for lists where other element types may stand too. */
export function textKinds(max: number): Record<string, Rule> {
  return { plain_text: plainShape(max), mrkdwn: mrkdwnShape(max) };
}

export const confirm: Rule = shape(
  { text: textObject(L.confirmText) },
  {
    title: plainText(L.confirmTitle),
    confirm: plainText(L.confirmButton),
    deny: plainText(L.confirmButton),
    style: oneOf('primary', 'danger'),
  },
);

export const plainOption: Rule = shape(
  { text: plainText(L.optionText), value: text(L.optionValue) },
  { description: plainText(L.optionDescription), url: text(L.buttonUrl) },
);

export const option: Rule = shape(
  { text: textObject(L.optionText), value: text(L.optionValue) },
  { description: textObject(L.optionDescription) },
);

export const optionGroup: Rule = shape({
  label: plainText(L.optionGroupLabel),
  options: list(plainOption, { min: 1, max: L.selectOptions }),
});
