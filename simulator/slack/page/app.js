import { blockElement } from './blocks.js';
import { el } from './dom.js';
import { renderMessages } from './messages.js';

const byId = (id) => document.getElementById(id);
const seen = new Map();
/** Lines only this page shows: a command that failed, a rule of Slack that was broken. */
const notices = [];
const dismissed = new Set();

let state;
let user = new URLSearchParams(location.search).get('user') ?? '';
let channelId;
let threadTs;
/** Replies per root at the last look; undefined before the first, which opens nothing. */
let replyCounts;

async function refresh() {
  const answer = await fetch(`/local/state?user=${encodeURIComponent(user)}`);
  const next = await answer.json();
  if (state && next.revision < state.revision) return;
  state = next;
  user = state.user;
  if (!state.channels.some((channel) => channel.id === channelId)) {
    channelId = state.channels[0]?.id;
    threadTs = undefined;
  }
  openThreadOfNewestAnswer();
  draw();
}

async function post(path, body) {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const outcome = await answer.json();
  if (!answer.ok) throw new Error(outcome.error);
  return outcome;
}

const current = () => state.channels.find((channel) => channel.id === channelId);
const roots = (channel) =>
  channel.messages.filter(
    (message) => !message.thread_ts || message.thread_ts === message.ts || message.subtype === 'thread_broadcast',
  );
const inThread = (channel, ts) => channel.messages.filter((message) => message.ts === ts || message.thread_ts === ts);

/** A reply under the newest message the bot wrote or answered opens its thread, unless it was closed by hand. */
function openThreadOfNewestAnswer() {
  const counts = new Map();
  for (const channel of state.channels) {
    for (const message of channel.messages) counts.set(`${channel.id}/${message.ts}`, message.reply_count ?? 0);
  }
  const channel = current();
  const byBot = (message) => message.user === state.botUserId;
  const newest = channel && roots(channel).findLast((root) => inThread(channel, root.ts).some(byBot));
  const key = newest && `${channel.id}/${newest.ts}`;
  if (newest && replyCounts && (newest.reply_count ?? 0) > (replyCounts.get(key) ?? 0) && !dismissed.has(key)) {
    threadTs = newest.ts;
  }
  replyCounts = counts;
}

function names() {
  const people = new Map(state.users.map((entry, index) => [entry.id, { ...entry, index }]));
  return {
    me: state.user,
    bot: state.botUserId,
    user: (id) => people.get(id)?.realName,
    index: (id) => people.get(id)?.index ?? 4,
    channel: (id) => state.channels.find((channel) => channel.id === id)?.name,
    group: (id) => state.userGroups.find((group) => group.id === id)?.handle,
  };
}

function draw() {
  byId('team').textContent = state.team.name;
  drawUsers();
  drawChannels();
  const channel = current();
  if (!channel) return;
  byId('channel-title').textContent = channelLabel(channel);
  const note = channelNote(channel);
  byId('channel-note').textContent = note;
  byId('channel-note').hidden = note === '';
  byId('composer').placeholder = `Message ${channelLabel(channel)}`;
  const fileUrl = (id) => `/local/files/${id}?user=${user}`;
  const view = { names: names(), act, openThread, fileUrl, key: `${channel.id}/${user}` };
  const ephemerals = channel.ephemerals.map((message) => ({ ...message, ephemeral: true }));
  const mine = notices.filter((notice) => notice.channel === channel.id && notice.user === user);
  const extra = (inside) =>
    [...ephemerals, ...mine].filter((message) => (inside ? message.thread_ts === threadTs : !message.thread_ts));
  const sorted = (list) => list.toSorted((a, b) => Number(a.ts) - Number(b.ts));
  // An opening thread makes the messages narrower and so taller.
  keepBottom(byId('scroll'), () => {
    renderMessages(
      byId('messages'),
      sorted([...roots(channel), ...extra(false)]),
      view,
      'No messages yet. Ask dca something.',
    );
    drawThread(channel, view, sorted, extra);
  });
  drawModal(view);
  seen.set(channel.id, channel.messages.at(-1)?.ts);
}

function drawThread(channel, view, sorted, extra) {
  const messages = threadTs ? inThread(channel, threadTs) : [];
  if (messages.length === 0) threadTs = undefined;
  byId('thread').hidden = threadTs === undefined;
  byId('app').classList.toggle('with-thread', threadTs !== undefined);
  if (!threadTs) return;
  const inner = { ...view, inThread: true, key: `${view.key}/${threadTs}` };
  keepBottom(byId('thread-scroll'), () =>
    renderMessages(byId('thread-messages'), sorted([...messages, ...extra(true)]), inner, ''),
  );
}

function drawUsers() {
  const picker = byId('user-picker');
  const people = state.users.filter((entry) => !entry.isBot);
  if (picker.options.length !== people.length) {
    const language = new Intl.DisplayNames(['en'], { type: 'language' });
    picker.replaceChildren(
      ...people.map((entry) => {
        const guest = entry.isRestricted ? ', guest' : '';
        return el(
          'option',
          { value: entry.id },
          `${entry.realName} (${language.of(entry.locale.slice(0, 2))}${guest})`,
        );
      }),
    );
  }
  picker.value = user;
}

const channelLabel = (channel) => (channel.kind === 'im' ? 'dca' : `#${channel.name}`);

function channelNote(channel) {
  if (!channel.hasBot) return 'dca is not in this channel';
  if (channel.isExtShared) return 'Shared with another organisation';
  return channel.kind === 'private' ? 'Private' : '';
}

function drawChannels() {
  const items = state.channels.map((channel) => {
    const last = channel.messages.at(-1);
    const unread = channel.id !== channelId && last && last.user !== user && last.ts !== seen.get(channel.id);
    const button = el(
      'button',
      {
        type: 'button',
        'data-testid': `channel-${channel.name}`,
        'aria-current': channel.id === channelId ? 'true' : undefined,
        class: unread ? 'unread' : undefined,
        onclick: () => openChannel(channel.id),
      },
      el(
        'span',
        { class: `sign ${channel.kind}`, 'aria-hidden': 'true' },
        { public: '#', im: '●', private: '' }[channel.kind],
      ),
      channel.kind === 'im' ? 'dca' : channel.name,
    );
    return el('li', {}, button);
  });
  const focused = document.activeElement?.dataset?.testid;
  byId('channels').replaceChildren(...items);
  if (focused?.startsWith('channel-')) document.querySelector(`[data-testid="${focused}"]`)?.focus();
}

function drawModal(view) {
  const dialog = byId('modal');
  if (!state.modal) return dialog.open && dialog.close();
  byId('modal-title').textContent = state.modal.view.title.text;
  byId('modal-blocks').replaceChildren(
    ...state.modal.view.blocks.map((block) => blockElement(block, { ...view, act: () => {} })),
  );
  if (!dialog.open && dialog.dataset.shown !== state.modal.id) dialog.showModal();
  dialog.dataset.shown = state.modal.id;
}

/** Keeps the newest message in sight, from its first line on when it is taller than the box, until somebody scrolls. */
function keepBottom(box, render) {
  const atBottom = box.scrollHeight - box.scrollTop - box.clientHeight < 80;
  const following = atBottom || box.dataset.placed === String(Math.round(box.scrollTop));
  render();
  if (!following) return;
  box.scrollTop = box.scrollHeight;
  const newest = [...box.querySelectorAll('[data-testid="message"]')].at(-1);
  const above = newest ? box.getBoundingClientRect().top - newest.getBoundingClientRect().top : 0;
  if (above > 0) box.scrollTop -= above;
  box.dataset.placed = String(Math.round(box.scrollTop));
}

function openChannel(id) {
  channelId = id;
  threadTs = undefined;
  draw();
  byId('scroll').scrollTop = byId('scroll').scrollHeight;
}

function openThread(ts) {
  threadTs = ts;
  dismissed.delete(`${channelId}/${ts}`);
  draw();
  byId('reply').focus();
}

function closeThread() {
  dismissed.add(`${channelId}/${threadTs}`);
  threadTs = undefined;
  draw();
  byId('composer').focus();
}

function notice(text, inside) {
  const ts = String(Date.now() / 1000);
  notices.push({ channel: channelId, user, ts, text, notice: true, thread_ts: inside, blocks: [] });
  draw();
}

async function act(message, element, block, value) {
  const click = {
    channel: channelId,
    messageTs: message.ts,
    user,
    actionId: element.action_id,
    blockId: block.block_id,
  };
  try {
    const outcome = await post('/local/click', value === undefined ? click : { ...click, value });
    if (!outcome.acked) notice(`That did not work: the app did not answer (${outcome.error}).`, message.thread_ts);
  } catch (error) {
    notice(error.message, message.thread_ts);
  }
}

async function send(text, inside) {
  const base = { channel: channelId, user };
  const thread = inside ? { threadTs: inside } : {};
  try {
    if (text.startsWith('/')) {
      const [, command, rest] = /^(\/\S*)\s*([\s\S]*)$/.exec(text);
      if (inside) return notice(`${command} is not supported in threads. Mention @dca instead.`, inside);
      if (command !== '/dca') return notice(`${command} is not a command of this team. Try /dca help.`, inside);
      const outcome = await post('/local/command', { ...base, command, text: rest });
      if (outcome.error) notice(`${command} failed with the error "${outcome.error}"`, inside);
      return;
    }
    const mentioned = /@dca\b/.test(text);
    const outcome = await post(mentioned ? '/local/mention' : '/local/message', { ...base, ...thread, text });
    if (mentioned && !outcome.delivered) notice('dca is not in this channel, so it did not get this.', inside);
    else if (mentioned && outcome.error) notice(`dca did not answer Slack in time (${outcome.error}).`, inside);
  } catch (error) {
    notice(error.message, inside);
  }
}

function bindComposer(formId, boxId, thread) {
  const form = byId(formId);
  const box = byId(boxId);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (!text) return;
    box.value = '';
    void send(text, thread());
  });
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

bindComposer('composer-form', 'composer', () => undefined);
bindComposer('reply-form', 'reply', () => threadTs);
byId('close-thread').addEventListener('click', closeThread);
byId('thread').addEventListener('keydown', (event) => event.key === 'Escape' && closeThread());
byId('user-picker').addEventListener('change', (event) => {
  user = event.target.value;
  threadTs = undefined;
  void refresh();
});
new EventSource('/local/events').addEventListener('message', refresh);
