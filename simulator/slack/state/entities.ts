/** A Slack timestamp: seconds, a dot, six digits. Unique and increasing in the team, and the identity of a message. */
export type Ts = string;

export interface Team {
  id: string;
  domain: string;
  name: string;
}

export interface User {
  id: string;
  name: string;
  realName: string;
  locale: string;
  tz: string;
  isBot: boolean;
  isRestricted: boolean;
}

export interface Channel {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'im';
  isExtShared: boolean;
  isArchived: boolean;
  members: Set<string>;
}

export interface UserGroup {
  id: string;
  handle: string;
  name: string;
  users: string[];
}

export interface MessageMetadata {
  event_type: string;
  event_payload: Record<string, unknown>;
}

/** What a message said before one edit. */
export interface MessageVersion {
  text: string;
  blocks: Record<string, unknown>[];
  metadata: MessageMetadata | undefined;
  at: number;
}

export interface StoredMessage {
  channel: string;
  ts: Ts;
  threadTs: Ts | undefined;
  user: string;
  text: string;
  blocks: Record<string, unknown>[];
  metadata: MessageMetadata | undefined;
  /** Slack's older form, in which monitors still write. */
  attachments: Record<string, unknown>[];
  files: StoredFile[];
  reactions: { name: string; users: string[] }[];
  /** Older versions, oldest first; empty for a message never edited. */
  edits: MessageVersion[];
  editedAt: number | undefined;
  broadcast: boolean;
}

export interface EphemeralMessage {
  channel: string;
  ts: Ts;
  threadTs: Ts | undefined;
  user: string;
  text: string;
  blocks: Record<string, unknown>[];
  source: 'postEphemeral' | 'ack' | 'response_url';
}

export interface StoredFile {
  id: string;
  name: string;
  title: string;
  declaredBytes: number;
  content: Buffer | undefined;
  channel: string | undefined;
  uploader: string;
}

export interface OpenView {
  id: string;
  user: string;
  kind: 'modal' | 'home';
  view: Record<string, unknown>;
  hash: string;
  open: boolean;
}

/** One call the app made, in the order received. */
export interface ApiCall {
  method: string;
  args: Record<string, unknown>;
  at: number;
  /** `ok`, a Slack error name, `http_500`, `cut_before`, `cut_after`. */
  outcome: string;
}
