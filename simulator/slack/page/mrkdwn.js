/**
 * Slack's mrkdwn as a tree. `*bold*`, `_italic_` and `~strike~` need a boundary outside them: the edge of the line, a space or ASCII
 * punctuation. A kana or kanji beside the sign is no boundary, so `これは*太字*です` shows its asterisks, as it does in Slack.
 */
export function parseMrkdwn(text) {
  return text.split('```').flatMap((part, index, parts) => {
    const closed = index % 2 === 1 && index < parts.length - 1;
    if (closed) return [{ kind: 'pre', text: decode(part.replace(/^\n|\n$/g, '')) }];
    return parseLines(index % 2 === 1 ? `\`\`\`${part}` : part);
  });
}

function parseLines(text) {
  const nodes = [];
  let quote;
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quoted) {
      if (quote) quote.children.push({ kind: 'text', text: '\n' });
      else {
        quote = { kind: 'quote', children: [] };
        nodes.push(quote);
      }
      quote.children.push(...parseInline(quoted[1]));
      continue;
    }
    quote = undefined;
    nodes.push(...parseInline(line));
    if (index < lines.length - 1) nodes.push({ kind: 'text', text: '\n' });
  }
  return nodes;
}

const STYLES = { '*': 'bold', _: 'italic', '~': 'strike' };

function isBoundary(character) {
  return character === undefined || /[\s!-/:-@[-`{-~]/.test(character);
}

function parseInline(text) {
  const nodes = [];
  let plain = '';
  const push = (node) => {
    if (plain) nodes.push({ kind: 'text', text: decode(plain) });
    plain = '';
    nodes.push(node);
  };
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const code = /^`([^`]+)`/.exec(rest);
    const control = /^<([^<>]+)>/.exec(rest);
    const emoji = /^:(?=[^:]*[a-z])([a-z0-9_+'-]+):/.exec(rest);
    const end = STYLES[text[at]] ? closingSign(text, at) : -1;
    if (code) push({ kind: 'code', text: decode(code[1]) });
    else if (control) push(controlNode(control[1]));
    else if (emoji) push({ kind: 'emoji', name: emoji[1] });
    else if (end > 0) push({ kind: STYLES[text[at]], children: parseInline(text.slice(at + 1, end)) });
    else plain += text[at];
    at = end > 0 && !code && !control && !emoji ? end + 1 : at + (code ?? control ?? emoji ?? ' ')[0].length;
  }
  if (plain) nodes.push({ kind: 'text', text: decode(plain) });
  return nodes;
}

/** Where the sign opened at `at` closes, or -1. */
function closingSign(text, at) {
  const sign = text[at];
  if (!isBoundary(text[at - 1]) || text[at + 1] === undefined || /\s/.test(text[at + 1]) || text[at + 1] === sign)
    return -1;
  for (let end = text.indexOf(sign, at + 2); end > 0; end = text.indexOf(sign, end + 1)) {
    if (!/\s/.test(text[end - 1]) && isBoundary(text[end + 1])) return end;
  }
  return -1;
}

function controlNode(inner) {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? undefined : decode(inner.slice(bar + 1));
  if (target.startsWith('@')) return { kind: 'user', id: target.slice(1), label };
  if (target.startsWith('#')) return { kind: 'channel', id: target.slice(1), label };
  if (target.startsWith('!subteam^')) return { kind: 'group', id: target.slice(9), label };
  if (target.startsWith('!date^')) return { kind: 'text', text: label ?? target };
  if (target.startsWith('!')) return { kind: 'broadcast', name: target.slice(1) };
  return { kind: 'link', url: decode(target), label: label ?? decode(target) };
}

function decode(text) {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
