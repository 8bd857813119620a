import { SLACK_LIMITS as L } from './limits.ts';
import { richText } from './rich-text.ts';
import { anything, flag, integer, isObject, list, number, oneOf, type Rule, shape, text } from './schema.ts';
import { confirm, option, optionGroup, plainOption, plainText } from './text-objects.ts';

const actionable = { type: text(64), action_id: text(L.actionId) };
const choice = { ...actionable, confirm, focus_on_load: flag, placeholder: plainText(L.placeholder) };
const typed = { ...choice, dispatch_action_config: anything, initial_value: text(L.plainTextInput, 0) };
const count = integer(1, L.selectOptions);

/** An image by address or by Slack file: exactly one of the two. */
export function image(extra: Record<string, Rule>): Rule {
  const fields = shape(
    { type: oneOf('image'), alt_text: text(L.imageAltText) },
    { image_url: text(L.imageUrl), slack_file: anything, ...extra },
  );
  return (value, at, report) => {
    fields(value, at, report);
    if (isObject(value) && (value.image_url === undefined) === (value.slack_file === undefined)) {
      report('must provide exactly one of: image_url, slack_file', at);
    }
  };
}

/** A select fed by exactly one of `options` and `option_groups`. */
function staticSelect(extra: Record<string, Rule>): Rule {
  const fields = shape(
    {},
    {
      ...choice,
      ...extra,
      options: list(plainOption, { min: 1, max: L.selectOptions }),
      option_groups: list(optionGroup, { min: 1, max: L.optionGroups }),
    },
  );
  return (value, at, report) => {
    fields(value, at, report);
    if (isObject(value) && (value.options === undefined) === (value.option_groups === undefined)) {
      report('must provide exactly one of: options, option_groups', at);
    }
  };
}

const feedback = shape(
  { text: plainText(L.buttonText), value: text(L.buttonValue) },
  { accessibility_label: text(L.accessibilityLabel) },
);

export const BUTTON: Rule = shape(
  { text: plainText(L.buttonText) },
  {
    ...actionable,
    confirm,
    value: text(L.buttonValue, 0),
    url: text(L.buttonUrl),
    style: oneOf('primary', 'danger'),
    accessibility_label: text(L.accessibilityLabel),
  },
);

/** Every block element that can be acted on, by type. */
export const ELEMENTS = {
  button: BUTTON,
  workflow_button: shape({ text: plainText(L.buttonText), workflow: anything }, { ...actionable, style: anything }),
  icon_button: shape(
    { icon: text(64), text: plainText(L.buttonText) },
    { ...actionable, confirm, value: text(L.buttonValue), accessibility_label: text(L.accessibilityLabel) },
  ),
  feedback_buttons: shape({ positive_button: feedback, negative_button: feedback }, actionable),
  static_select: staticSelect({ initial_option: plainOption }),
  multi_static_select: staticSelect({ initial_options: list(plainOption), max_selected_items: count }),
  external_select: shape({}, { ...choice, initial_option: plainOption, min_query_length: integer(0, 3000) }),
  multi_external_select: shape(
    {},
    { ...choice, initial_options: list(plainOption), min_query_length: integer(0, 3000), max_selected_items: count },
  ),
  users_select: shape({}, { ...choice, initial_user: text(64) }),
  multi_users_select: shape({}, { ...choice, initial_users: list(text(64)), max_selected_items: count }),
  channels_select: shape({}, { ...choice, initial_channel: text(64), response_url_enabled: flag }),
  multi_channels_select: shape({}, { ...choice, initial_channels: list(text(64)), max_selected_items: count }),
  conversations_select: shape(
    {},
    {
      ...choice,
      initial_conversation: text(64),
      default_to_current_conversation: flag,
      response_url_enabled: flag,
      filter: anything,
    },
  ),
  multi_conversations_select: shape(
    {},
    {
      ...choice,
      initial_conversations: list(text(64)),
      default_to_current_conversation: flag,
      max_selected_items: count,
      filter: anything,
    },
  ),
  overflow: shape(
    { options: list(plainOption, { min: 1, max: L.overflowOptions }) },
    { type: text(64), action_id: text(L.actionId), confirm },
  ),
  radio_buttons: shape(
    { options: list(option, { min: 1, max: L.radioOptions }) },
    { ...actionable, confirm, focus_on_load: flag, initial_option: option },
  ),
  checkboxes: shape(
    { options: list(option, { min: 1, max: L.checkboxOptions }) },
    { ...actionable, confirm, focus_on_load: flag, initial_options: list(option) },
  ),
  datepicker: shape({}, { ...choice, initial_date: text(10) }),
  timepicker: shape({}, { ...choice, initial_time: text(5), timezone: text(64) }),
  datetimepicker: shape({}, { ...actionable, confirm, focus_on_load: flag, initial_date_time: number }),
  plain_text_input: shape(
    {},
    { ...typed, multiline: flag, min_length: integer(0, L.plainTextInput), max_length: integer(1, L.plainTextInput) },
  ),
  email_text_input: shape({}, typed),
  url_text_input: shape({}, typed),
  number_input: shape({ is_decimal_allowed: flag }, { ...typed, min_value: text(64), max_value: text(64) }),
  file_input: shape({}, { ...actionable, filetypes: list(text(16)), max_files: integer(1, 10) }),
  rich_text_input: shape(
    {},
    { ...typed, initial_value: richText, min_lines: integer(1, 50), max_lines: integer(1, 50) },
  ),
} satisfies Record<string, Rule>;

export type ElementType = keyof typeof ELEMENTS;

export function pick(...types: readonly ElementType[]): Record<string, Rule> {
  return Object.fromEntries(types.map((name) => [name, ELEMENTS[name]]));
}
