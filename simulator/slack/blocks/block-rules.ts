import { BUTTON, ELEMENTS, image, pick } from './elements.ts';
import { SLACK_LIMITS as L } from './limits.ts';
import { richText } from './rich-text.ts';
import { anything, byType, flag, isObject, list, oneOf, type Rule, shape, text } from './schema.ts';
import { dataTable, table } from './tables.ts';
import { mrkdwn, plainText, textKinds, textObject } from './text-objects.ts';

const common = { type: anything, block_id: text(L.blockId) };

const MENUS = [
  'static_select',
  'external_select',
  'users_select',
  'channels_select',
  'conversations_select',
  'multi_static_select',
  'multi_external_select',
  'multi_users_select',
  'multi_channels_select',
  'multi_conversations_select',
] as const;
const PICKERS = ['datepicker', 'timepicker', 'radio_buttons', 'checkboxes'] as const;

const sectionFields = shape(
  {},
  {
    ...common,
    text: textObject(L.sectionText),
    fields: list(textObject(L.sectionFieldText), { min: 1, max: L.sectionFields }),
    accessory: byType({ ...pick('button', 'workflow_button', 'overflow', ...MENUS, ...PICKERS), image: image({}) }),
    expand: flag,
  },
);

const section: Rule = (value, at, report) => {
  sectionFields(value, at, report);
  if (isObject(value) && value.text === undefined && value.fields === undefined) {
    report('missing required field: text or fields', at);
  }
};

const card = shape(
  {},
  {
    ...common,
    hero_image: image({}),
    icon: image({}),
    title: mrkdwn(L.cardTitle),
    subtitle: mrkdwn(L.cardTitle),
    body: mrkdwn(L.cardBody),
    actions: list(byType({ button: BUTTON }), { max: L.cardActions }),
  },
);

const taskCard = shape(
  {
    type: anything,
    task_id: text(255),
    title: text(L.sectionText),
    status: oneOf('pending', 'in_progress', 'complete', 'error'),
  },
  { ...common, details: richText, output: richText, sources: list(anything) },
);

const chartPoint = shape({ label: text(L.chartLabel) }, { value: anything });
const chartSeries = shape({ data: list(chartPoint, { max: L.chartPoints }) }, { name: text(L.chartLabel) });

const CORE: Record<string, Rule> = {
  actions: shape(
    {
      type: anything,
      elements: list(
        byType(
          pick('button', 'workflow_button', 'overflow', 'datetimepicker', 'rich_text_input', ...MENUS, ...PICKERS),
        ),
        { min: 1, max: L.actionsElements },
      ),
    },
    common,
  ),
  context: shape(
    {
      type: anything,
      elements: list(byType({ ...textKinds(L.contextText), image: image({}) }), { min: 1, max: L.contextElements }),
    },
    common,
  ),
  divider: shape({ type: anything }, common),
  header: shape({ type: anything, text: plainText(L.headerText) }, common),
  image: image({ block_id: text(L.blockId), title: plainText(L.imageTitle) }),
  input: shape(
    {
      type: anything,
      label: plainText(L.inputLabel),
      element: byType(
        pick(
          'plain_text_input',
          'email_text_input',
          'url_text_input',
          'number_input',
          'file_input',
          'rich_text_input',
          'datetimepicker',
          ...MENUS,
          ...PICKERS,
        ),
      ),
    },
    { ...common, hint: plainText(L.inputHint), optional: flag, dispatch_action: flag },
  ),
  rich_text: richText,
  section,
  video: shape(
    { type: anything, video_url: text(L.imageUrl), thumbnail_url: text(L.imageUrl), alt_text: text(L.imageAltText) },
    {
      ...common,
      title: plainText(L.videoTitle),
      title_url: text(L.imageUrl),
      author_name: text(50),
      provider_name: text(50),
      provider_icon_url: text(L.imageUrl),
      description: plainText(L.videoTitle),
    },
  ),
};

const TABLES: Record<string, Rule> = {
  table,
  data_table: dataTable,
  data_visualization: shape(
    { type: anything, title: text(L.chartTitle) },
    { ...common, chart: anything, series: list(chartSeries, { max: L.chartSeries }) },
  ),
};

const CARDS: Record<string, Rule> = {
  card,
  carousel: shape({ type: anything, elements: list(byType({ card }), { min: 1, max: L.carouselCards }) }, common),
  container: shape(
    { type: anything, child_blocks: list(byType({ ...CORE, table }), { min: 1, max: L.containerBlocks }) },
    {
      ...common,
      title: plainText(L.containerTitle),
      rich_text_title: richText,
      subtitle: textObject(L.containerTitle),
      width: oneOf('narrow', 'standard', 'wide', 'full'),
      icon: image({}),
      is_collapsible: flag,
      default_collapsed: flag,
      has_header_divider: flag,
    },
  ),
};

const MESSAGE_ONLY: Record<string, Rule> = {
  markdown: shape({ type: anything, text: text(L.markdownText) }, common),
  context_actions: shape(
    {
      type: anything,
      elements: list(byType({ feedback_buttons: ELEMENTS.feedback_buttons, icon_button: ELEMENTS.icon_button }), {
        min: 1,
        max: L.contextActionsElements,
      }),
    },
    common,
  ),
  file: shape({ type: anything, source: oneOf('remote'), external_id: text(255) }, common),
  task_card: taskCard,
  plan: shape(
    { type: anything, title: text(L.sectionText) },
    { ...common, tasks: list(byType({ task_card: taskCard }), { max: L.planTasks }) },
  ),
};

const alert = shape(
  { type: anything, text: textObject(L.alertText) },
  { ...common, level: oneOf('default', 'info', 'warning', 'error', 'success') },
);

export type Surface = 'message' | 'modal' | 'home';

/** The block types each surface takes, with their rules. Alerts are for modals alone; markdown, plans and files for messages alone. */
export const BLOCKS_BY_SURFACE: Record<Surface, Record<string, Rule>> = {
  message: { ...CORE, ...TABLES, ...CARDS, ...MESSAGE_ONLY },
  modal: { ...CORE, card, alert },
  home: { ...CORE, ...TABLES, ...CARDS },
};
