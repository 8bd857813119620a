import { el, safeUrl } from './dom.js';
import { emojiNode, link, mrkdwnNodes, plainNodes, userMention } from './inline.js';

/** One block as an element. `view` gives names and `act(element, block, value)` for buttons and menus. */
export function blockElement(block, view) {
  const draw = BLOCKS[block.type];
  return draw
    ? draw(block, view)
    : el('p', { class: 'block status' }, `(a ${block.type} block, which this page does not draw)`);
}

const BLOCKS = {
  header: (block) => el('h3', { class: 'block header' }, ...plainNodes(block.text.text)),
  divider: () => el('hr', { class: 'block divider' }),
  section,
  context: (block, view) =>
    el('div', { class: 'block context' }, ...block.elements.map((element) => contextItem(element, view))),
  actions: (block, view) =>
    el('div', { class: 'block actions' }, ...block.elements.map((element) => control(element, block, view))),
  rich_text: (block, view) => el('div', { class: 'block rich' }, ...richElements(block.elements, view)),
  table,
  data_table: table,
  markdown: (block) => el('div', { class: 'block' }, ...markdownLines(block.text)),
  image: (block) => el('p', { class: 'block status' }, `[image: ${block.alt_text}]`),
};

function textNodes(object, view) {
  return object.type === 'mrkdwn' ? mrkdwnNodes(object.text, view.names) : plainNodes(object.text);
}

function section(block, view) {
  const words = el('div', {});
  if (block.text) words.append(el('div', { class: 'text' }, ...textNodes(block.text, view)));
  if (block.fields) {
    const fields = block.fields.map((field) => el('div', { class: 'text' }, ...textNodes(field, view)));
    words.append(el('div', { class: 'fields' }, ...fields));
  }
  if (!block.accessory) return el('div', { class: 'block section' }, words);
  return el('div', { class: 'block section beside' }, words, control(block.accessory, block, view));
}

function contextItem(element, view) {
  return element.type === 'image'
    ? el('span', {}, `[${element.alt_text}]`)
    : el('span', { class: 'text' }, ...textNodes(element, view));
}

function control(element, block, view) {
  if (element.type === 'button') {
    const look = `button ${element.style ?? ''}`;
    const label = plainNodes(element.text.text);
    const href = element.url && safeUrl(element.url);
    if (href) return el('a', { class: look, href, target: '_blank', rel: 'noopener noreferrer' }, ...label);
    const press = () => view.act(element, block, element.value);
    const shown = {
      class: look,
      type: 'button',
      'data-action-id': element.action_id,
      'aria-label': element.accessibility_label,
    };
    return el('button', { ...shown, onclick: press }, ...label);
  }
  const groups = element.option_groups ?? [];
  const options = [...(element.options ?? []), ...groups.flatMap((group) => group.options)];
  if (options.length === 0) return el('span', { class: 'status' }, `(${element.type})`);
  const placeholder = element.placeholder?.text ?? (element.type === 'overflow' ? '…' : 'Choose');
  const choose = (event) => event.target.value && view.act(element, block, event.target.value);
  return el(
    'select',
    { class: 'select', 'aria-label': placeholder, 'data-action-id': element.action_id, onchange: choose },
    el('option', { value: '' }, placeholder),
    ...options.map((option) => el('option', { value: option.value }, option.text.text)),
  );
}

/** Rich text; neighbouring lists keep their own indent. */
function richElements(elements, view) {
  return elements.map((element) => {
    if (element.type === 'rich_text_preformatted')
      return preformatted(element.elements.map((run) => run.text ?? run.url).join(''));
    if (element.type === 'rich_text_quote')
      return el('blockquote', {}, ...element.elements.map((run) => richRun(run, view)));
    if (element.type === 'rich_text_list') {
      const list = el(element.style === 'ordered' ? 'ol' : 'ul', {
        start: element.offset ? element.offset + 1 : undefined,
      });
      list.style.marginLeft = `${(element.indent ?? 0) * 24}px`;
      list.append(...element.elements.map((item) => el('li', {}, richSection(item, view))));
      return list;
    }
    return richSection(element, view);
  });
}

/** Columns meet only in a face whose kana and kanji are exactly two letters wide. */
function preformatted(text) {
  return el('pre', { class: /[\u2e80-\uffef]/.test(text) ? 'wide' : undefined }, text);
}

function richSection(element, view) {
  return el('div', { class: 'run' }, ...element.elements.map((run) => richRun(run, view)));
}

function richRun(run, view) {
  const { names } = view;
  const draw = {
    text: () => document.createTextNode(run.text),
    link: () => link(run.url, run.text || run.url),
    emoji: () => emojiNode(run.name),
    user: () => userMention(run.user_id, names),
    usergroup: () => el('span', { class: 'mention' }, `@${names.group(run.usergroup_id) ?? run.usergroup_id}`),
    channel: () => el('span', { class: 'mention' }, `#${names.channel(run.channel_id) ?? run.channel_id}`),
    broadcast: () => el('span', { class: 'mention me' }, `@${run.range}`),
    date: () => document.createTextNode(run.fallback ?? new Date(run.timestamp * 1000).toLocaleString()),
  }[run.type];
  let node = draw ? draw() : document.createTextNode(run.value ?? '');
  const tags = { code: 'code', strike: 's', italic: 'em', bold: 'strong' };
  for (const [style, tag] of Object.entries(tags)) if (run.style?.[style]) node = el(tag, {}, node);
  return node;
}

function table(block, view) {
  const settings = block.column_settings ?? [];
  const rows = block.rows.map((row, index) => {
    const cells = row.map((cell, column) => {
      const setting = settings[column] ?? {};
      const look = [setting.align ?? (cell.type === 'raw_number' ? 'right' : ''), setting.is_wrapped ? 'wrap' : '']
        .join(' ')
        .trim();
      const content = cell.type === 'rich_text' ? richElements(cell.elements, view) : [cell.text];
      return el(
        index === 0 ? 'th' : 'td',
        { class: look || undefined, scope: index === 0 ? 'col' : undefined },
        ...content,
      );
    });
    return el('tr', {}, ...cells);
  });
  const body = el('table', {}, block.caption ? el('caption', { class: 'hidden' }, block.caption) : undefined, ...rows);
  return el(
    'div',
    { class: 'block table-box', tabindex: '0', role: 'region', 'aria-label': block.caption ?? 'Table' },
    body,
  );
}

/** The little of Markdown the app sends: headings, lists, fences and styles. */
function markdownLines(text) {
  return text.split('```').flatMap((part, index) => {
    if (index % 2 === 1) return [el('pre', {}, part.replace(/^[a-z]*\n|\n$/g, ''))];
    return part.split('\n').map((line) => {
      const heading = /^#{1,6} (.*)$/.exec(line)?.[1];
      const words = (heading ?? line.replace(/^(\s*)[-*] /, '$1• ')).split(/(\*\*[^*]+\*\*|`[^`]+`)/).map((run) => {
        if (/^\*\*.+\*\*$/.test(run)) return el('strong', {}, run.slice(2, -2));
        return /^`.+`$/.test(run) ? el('code', {}, run.slice(1, -1)) : el('span', {}, ...plainNodes(run));
      });
      return el('div', { class: heading ? 'text md-heading' : 'text' }, ...words);
    });
  });
}
