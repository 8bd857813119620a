import { blockElement } from './blocks.js';
import { el } from './dom.js';
import { emojiNode, mrkdwnNodes } from './inline.js';

const COLOURS = ['#8a5a9e', '#2f7d6b', '#b0642b', '#3b6ea8', '#a8475f', '#6b7280'];

function avatar(name, index) {
  const face = el('div', { class: 'avatar', 'aria-hidden': 'true' }, name.slice(0, 1).toUpperCase());
  face.style.background = COLOURS[index % COLOURS.length];
  return face;
}

function timeOf(ts) {
  const date = new Date(Number(ts) * 1000);
  const shown = date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return el('time', { datetime: date.toISOString(), title: date.toLocaleString() }, shown);
}

/** What monitors write beside their text. */
function attachmentElement(attachment, view) {
  const { names } = view;
  const line = (text) => el('div', { class: 'text' }, ...mrkdwnNodes(text, names));
  const title = attachment.title ? [el('div', { class: 'text' }, el('strong', {}, attachment.title))] : [];
  const texts = [attachment.pretext, attachment.text].filter(Boolean).map(line);
  const fields = (attachment.fields ?? []).map(({ title, value }) => line(`*${title}*: ${value}`));
  const blocks = (attachment.blocks ?? []).map((block) => blockElement(block, view));
  const parts = [...title, ...texts, ...fields, ...blocks];
  return el('div', { class: 'attachment' }, ...(parts.length > 0 ? parts : [line(attachment.fallback ?? '')]));
}

/** One message, ephemeral or notice. `view` = names, act, openThread, inThread, fileUrl. */
export function messageElement(message, view) {
  const { names } = view;
  const fromBot = message.ephemeral || message.user === names.bot;
  const name = message.notice ? 'Slackbot' : fromBot ? 'dca' : (names.user(message.user) ?? message.user);
  const kind = ['message', message.ephemeral && 'ephemeral', message.notice && 'notice'].filter(Boolean).join(' ');
  const actView = { ...view, act: (element, block, value) => view.act(message, element, block, value) };
  const content = message.blocks?.length
    ? message.blocks.map((block) => blockElement(block, actView))
    : [el('div', { class: 'text' }, ...mrkdwnNodes(message.text ?? '', names))];
  const head = el(
    'div',
    { class: 'head' },
    el('span', { class: 'name' }, name),
    fromBot || message.notice ? el('span', { class: 'app-tag' }, 'APP') : undefined,
    timeOf(message.ts),
    message.edited ? el('span', { class: 'edited', 'data-testid': 'edited' }, '(edited)') : undefined,
  );
  const body = el('div', { class: 'body' }, head);
  if (message.ephemeral || message.notice) body.append(el('div', { class: 'only-you' }, 'Only visible to you'));
  body.append(...content, ...(message.attachments ?? []).map((attachment) => attachmentElement(attachment, actView)));
  for (const file of message.files ?? []) {
    body.append(
      el(
        'div',
        { class: 'file' },
        '📄',
        el('a', { href: view.fileUrl(file.id), download: file.name, 'data-testid': 'file' }, file.title),
        el('span', { class: 'edited' }, `${file.bytes} bytes`),
      ),
    );
  }
  if (message.reactions?.length) {
    const chips = message.reactions.map((entry) =>
      el('span', { class: 'reaction' }, emojiNode(entry.name), ` ${entry.count}`),
    );
    body.append(el('div', { class: 'reactions' }, ...chips));
  }
  if (!view.inThread && !message.ephemeral && !message.notice && !message.thread_ts_is_parent)
    body.append(threadButton(message, view));
  if (message.status) body.append(el('div', { class: 'status', role: 'status' }, `dca ${message.status}`));
  const id = { 'data-testid': 'message', 'data-ts': message.ts, 'data-from': fromBot ? 'dca' : message.user };
  return el('li', { class: kind, ...id }, avatar(name, names.index(message.user)), body);
}

function threadButton(message, view) {
  const count = message.reply_count ?? 0;
  const label = count > 0 ? `${count} ${count === 1 ? 'reply' : 'replies'}` : 'Reply in thread';
  const look = count > 0 ? 'replies' : 'replies start-thread';
  return el(
    'button',
    { type: 'button', class: look, 'data-testid': 'open-thread', onclick: () => view.openThread(message.ts) },
    label,
  );
}

/** Brings a list up to date: a message whose content did not change keeps its element, focus and open menu. */
export function renderMessages(list, messages, view, emptyText) {
  const known = new Map([...list.children].map((node) => [node.dataset.key, node]));
  const wanted = messages.map((message) => {
    const key = `${view.key}/${message.ts}`;
    const print = JSON.stringify(message);
    const old = known.get(key);
    if (old?.print === print) return old;
    const fresh = messageElement(message, view);
    fresh.dataset.key = key;
    fresh.print = print;
    return fresh;
  });
  if (wanted.length === 0) wanted.push(el('li', { class: 'empty' }, emptyText));
  for (const [index, node] of wanted.entries()) {
    if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null);
  }
  while (list.children.length > wanted.length) list.lastChild.remove();
}
