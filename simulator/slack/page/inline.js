import { el, safeUrl } from './dom.js';
import { emojiOf } from './emoji.js';
import { parseMrkdwn } from './mrkdwn.js';

/** mrkdwn as DOM nodes; `names` tells people, channels and groups by id. */
export function mrkdwnNodes(text, names) {
  return parseMrkdwn(text).map((node) => inlineNode(node, names));
}

const TAGS = { bold: 'strong', italic: 'em', strike: 's', quote: 'blockquote', code: 'code', pre: 'pre' };

function inlineNode(node, names) {
  const tag = TAGS[node.kind];
  if (tag && node.children) return el(tag, {}, ...node.children.map((child) => inlineNode(child, names)));
  if (tag) return el(tag, {}, node.text);
  switch (node.kind) {
    case 'user':
      return userMention(node.id, names);
    case 'channel':
      return el('span', { class: 'mention' }, `#${names.channel(node.id) ?? node.label ?? node.id}`);
    case 'group':
      return el('span', { class: 'mention' }, `@${names.group(node.id) ?? node.label ?? node.id}`);
    case 'broadcast':
      return el('span', { class: 'mention me' }, `@${node.name}`);
    case 'emoji':
      return emojiNode(node.name);
    case 'link':
      return link(node.url, node.label);
    default:
      return document.createTextNode(node.text);
  }
}

export function userMention(id, names) {
  return el('span', { class: id === names.me ? 'mention me' : 'mention' }, `@${names.user(id) ?? id}`);
}

export function emojiNode(name) {
  const sign = emojiOf(name);
  return el('span', { role: 'img', 'aria-label': name.replaceAll('_', ' ') }, sign);
}

export function link(url, label) {
  const href = safeUrl(url);
  return href ? el('a', { href, target: '_blank', rel: 'noopener noreferrer' }, label) : el('span', {}, label);
}

/** plain_text: nothing but emoji short-codes is read in it. */
export function plainNodes(text, emoji = true) {
  if (!emoji) return [text];
  return text
    .split(/(:[a-z0-9_+'-]+:)/)
    .filter((part) => part !== '')
    .map((part) => (/^:[a-z0-9_+'-]+:$/.test(part) ? emojiNode(part.slice(1, -1)) : part));
}
