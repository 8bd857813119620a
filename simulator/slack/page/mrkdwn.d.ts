export type MrkdwnNode =
  | { kind: 'text' | 'code' | 'pre'; text: string }
  | { kind: 'bold' | 'italic' | 'strike' | 'quote'; children: MrkdwnNode[] }
  | { kind: 'user' | 'channel' | 'group'; id: string; label: string | undefined }
  | { kind: 'broadcast' | 'emoji'; name: string }
  | { kind: 'link'; url: string; label: string };

export function parseMrkdwn(text: string): MrkdwnNode[];
