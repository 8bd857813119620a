import type {
  ApiCall,
  Channel,
  EphemeralMessage,
  MessageMetadata,
  OpenView,
  StoredFile,
  StoredMessage,
  Team,
  Ts,
  User,
  UserGroup,
} from './entities.ts';
import type { Seed } from './seed.ts';
import { collectStrings } from './strings.ts';

export interface NewMessage {
  channel: string;
  user: string;
  text: string;
  threadTs?: Ts | undefined;
  blocks?: Record<string, unknown>[];
  metadata?: MessageMetadata | undefined;
  attachments?: Record<string, unknown>[];
  files?: StoredFile[];
  broadcast?: boolean;
}

export interface MessageChange {
  text: string;
  blocks: Record<string, unknown>[];
  metadata?: MessageMetadata | undefined;
}

/** Everything the local Slack remembers. Tests read it; only the API, the response URLs and the deliveries write it. */
export interface SlackStore {
  readonly team: Team;
  users(): User[];
  user(id: string): User | undefined;
  channels(): Channel[];
  /** By id, by `#name` or by `name`. */
  channel(idOrName: string): Channel | undefined;
  userGroups(): UserGroup[];
  /** Every message of a channel (thread replies too) in the order of `ts`; deleted ones are gone. */
  messages(channel: string): StoredMessage[];
  message(channel: string, ts: Ts): StoredMessage | undefined;
  /** The root and its replies. */
  thread(channel: string, ts: Ts): StoredMessage[];
  /** What only this user sees in this channel. */
  ephemerals(channel: string, user: string): EphemeralMessage[];
  files(): StoredFile[];
  views(): OpenView[];
  assistantStatus(channel: string, threadTs: Ts): string | undefined;
  /** Calls received, all of them or those of one method. */
  calls(method?: string): ApiCall[];
  /** All text ever stored or received, users' words included: for a planted secret. */
  everything(): string;
  /** All text that came from the app: calls, acks, response URLs, uploaded bytes. */
  receivedFromApp(): string;
  /** Resolves with the first truthy answer of `predicate`, asked now and after each change; rejects after `timeoutMs` (default 5000). */
  waitFor<T>(predicate: (store: SlackStore) => T, options?: { timeoutMs?: number }): Promise<NonNullable<T>>;
  onChange(listener: () => void): () => void;
  readonly revision: number;

  nextTs(): Ts;
  nextId(prefix: string): string;
  addMessage(message: NewMessage): StoredMessage;
  changeMessage(message: StoredMessage, change: MessageChange): void;
  removeMessage(message: StoredMessage): void;
  addEphemeral(message: Omit<EphemeralMessage, 'ts'>): EphemeralMessage;
  removeEphemeral(channel: string, ts: Ts): void;
  addChannel(channel: Channel): void;
  addUser(user: User): void;
  addFile(file: StoredFile): void;
  /** Takes a file out of every message, whose words stay. */
  removeFile(file: StoredFile): void;
  saveView(view: OpenView): void;
  setAssistantStatus(channel: string, threadTs: Ts, status: string): void;
  recordCall(call: ApiCall): void;
  recordText(from: 'app' | 'user', value: unknown): void;
  changed(): void;
}

/** A store holding the seed. `now` gives milliseconds and only colours timestamps: order never depends on it. */
export function createStore(seed: Seed, now: () => number): SlackStore {
  const channels = new Map(seed.channels.map((channel) => [channel.id, channel]));
  const messages = new Map<string, StoredMessage[]>();
  const ephemerals: EphemeralMessage[] = [];
  const files: StoredFile[] = [];
  const views = new Map<string, OpenView>();
  const statuses = new Map<string, string>();
  const calls: ApiCall[] = [];
  const texts: { from: 'app' | 'user'; text: string }[] = [];
  const listeners = new Set<() => void>();
  let lastMicros = 0;
  let lastId = 0;
  let revision = 0;

  const inChannel = (channel: string) => {
    const id = store.channel(channel)?.id ?? channel;
    const list = messages.get(id) ?? [];
    messages.set(id, list);
    return list;
  };

  const store: SlackStore = {
    team: seed.team,
    get revision() {
      return revision;
    },
    users: () => seed.users,
    user: (id) => seed.users.find((user) => user.id === id),
    channels: () => [...channels.values()],
    channel(idOrName) {
      const name = idOrName.replace(/^#/, '');
      return channels.get(idOrName) ?? [...channels.values()].find((channel) => channel.name === name);
    },
    userGroups: () => seed.userGroups,
    messages: (channel) => [...inChannel(channel)],
    message: (channel, ts) => inChannel(channel).find((message) => message.ts === ts),
    thread: (channel, ts) => inChannel(channel).filter((message) => message.ts === ts || message.threadTs === ts),
    ephemerals(channel, user) {
      const id = store.channel(channel)?.id ?? channel;
      return ephemerals.filter((message) => message.channel === id && message.user === user);
    },
    files: () => [...files],
    views: () => [...views.values()],
    assistantStatus: (channel, threadTs) => statuses.get(`${channel}/${threadTs}`),
    calls: (method) => calls.filter((call) => method === undefined || call.method === method),
    everything: () => texts.map((entry) => entry.text).join('\n'),
    receivedFromApp: () =>
      texts
        .filter((entry) => entry.from === 'app')
        .map((entry) => entry.text)
        .join('\n'),
    waitFor(predicate, options = {}) {
      return new Promise((resolve, reject) => {
        const stop = store.onChange(check);
        const timeoutMs = options.timeoutMs ?? 5000;
        const timer = setTimeout(() => {
          stop();
          reject(new Error(`local Slack: the condition did not hold within ${timeoutMs} ms`));
        }, timeoutMs);
        function check() {
          try {
            const answer = predicate(store);
            if (!answer) return;
            resolve(answer);
          } catch (error) {
            reject(error);
          }
          clearTimeout(timer);
          stop();
        }
        check();
      });
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    nextTs() {
      lastMicros = Math.max(now() * 1000, lastMicros + 1);
      return `${Math.floor(lastMicros / 1e6)}.${String(Math.floor(lastMicros % 1e6)).padStart(6, '0')}`;
    },
    nextId: (prefix) => `${prefix}${(++lastId).toString(36).toUpperCase().padStart(8, '0')}`,
    addMessage(input) {
      const message: StoredMessage = {
        channel: input.channel,
        ts: store.nextTs(),
        threadTs: input.threadTs,
        user: input.user,
        text: input.text,
        blocks: input.blocks ?? [],
        metadata: input.metadata,
        attachments: input.attachments ?? [],
        files: input.files ?? [],
        reactions: [],
        edits: [],
        editedAt: undefined,
        broadcast: input.broadcast ?? false,
      };
      inChannel(input.channel).push(message);
      store.changed();
      return message;
    },
    changeMessage(message, change) {
      message.edits.push({ text: message.text, blocks: message.blocks, metadata: message.metadata, at: now() });
      Object.assign(message, change, { editedAt: now() });
      store.changed();
    },
    removeMessage(message) {
      const list = inChannel(message.channel);
      list.splice(list.indexOf(message), 1);
      store.changed();
    },
    addEphemeral(input) {
      const message = { ...input, ts: store.nextTs() };
      ephemerals.push(message);
      store.changed();
      return message;
    },
    removeEphemeral(channel, ts) {
      const index = ephemerals.findIndex((message) => message.channel === channel && message.ts === ts);
      if (index >= 0) ephemerals.splice(index, 1);
      store.changed();
    },
    addUser(user) {
      seed.users.push(user);
    },
    addChannel(channel) {
      channels.set(channel.id, channel);
      store.changed();
    },
    addFile(file) {
      files.push(file);
    },
    removeFile(file) {
      files.splice(files.indexOf(file), 1);
      for (const list of messages.values()) {
        for (const message of list) message.files = message.files.filter((other) => other !== file);
      }
      store.changed();
    },
    saveView(view) {
      views.set(view.id, view);
      store.changed();
    },
    setAssistantStatus(channel, threadTs, status) {
      statuses.set(`${channel}/${threadTs}`, status);
      store.changed();
    },
    recordCall(call) {
      calls.push(call);
      store.changed();
    },
    recordText(from, value) {
      const strings = collectStrings(value);
      if (strings.length > 0) texts.push({ from, text: strings.join('\n') });
    },
    changed() {
      revision += 1;
      for (const listener of [...listeners]) listener();
    },
  };
  return store;
}
