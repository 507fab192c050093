import { isCollection, isScalar, visit, type Document, type LineCounter, type YAMLError } from 'yaml';
import type { PackFault, PackFaultCode } from '#shared/domain/pack/fault.ts';

interface Cause {
  readonly code: PackFaultCode;
  readonly offset: number;
}

/** Why a text is no YAML, as its writer would say it, and where that is to be mended; `null`: it is. */
export function yamlFault(document: Document, text: string, lines: LineCounter): PackFault | null {
  const [error] = document.errors;
  if (error === undefined) return null;
  const { code, offset } = causeOf(error, document, text);
  const { line, col } = lines.linePos(offset);
  return { path: '', code, facts: { line: line || 1, column: col || 1 } };
}

/** What the reader of YAML did not expect is often not what is wrong: that may stand in a line before or after it. */
function causeOf(error: YAMLError, document: Document, text: string): Cause {
  const [offset] = error.pos;
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const line = text.slice(start).split('\n', 1)[0] ?? '';
  const indent = /^\s*/u.exec(line)?.[0] ?? '';
  const there = (code: PackFaultCode): Cause => ({ code, offset });
  const indented = { code: 'yaml-indent', offset: start + indent.length } as const;

  if (error.code === 'DUPLICATE_KEY') return there('yaml-key-twice');
  if (error.code === 'RESOURCE_EXHAUSTION') return there('too-deep');
  if (error.code === 'TAB_AS_INDENT' || indent.includes('\t')) return { code: 'yaml-tab', offset: start };
  const open = openBefore(document, text, offset);
  if (open !== null && (open.isLong || error.message.includes('Missing closing'))) return open;
  if (error.message.includes('end with a')) return open ?? there('yaml-bracket');
  if (error.code === 'BAD_SCALAR_START' || error.code === 'BAD_ALIAS') return there('yaml-needs-quotes');
  if (error.message.includes('at node end')) return offset <= indented.offset ? indented : there('yaml-needs-quotes');
  if (error.code === 'BLOCK_AS_IMPLICIT_KEY') {
    if (offset <= indented.offset) return indented;
    const rest = text.slice(offset, start + line.length);
    return /:(?:\s|$)/u.test(rest)
      ? there('yaml-needs-quotes')
      : { code: 'yaml-indent', offset: nextText(text, start + line.length) };
  }
  if (error.code === 'MULTILINE_IMPLICIT_KEY' || error.message.includes('followed by map values'))
    return there('yaml-colon');
  if (error.code === 'BAD_INDENT' || error.message.includes('without - indicator')) return indented;
  return there('yaml-unreadable');
}

function nextText(text: string, from: number): number {
  const rest = text.slice(from).search(/\S/u);
  return rest < 0 ? from : from + rest;
}

/** The quote or bracket that was opened last before this place; long: it goes over more than one line. */
function openBefore(document: Document, text: string, before: number): (Cause & { readonly isLong: boolean }) | null {
  let found: (Cause & { readonly isLong: boolean }) | null = null;
  visit(document, {
    Node: (_key, node) => {
      const quoted = isScalar(node) && (node.type === 'QUOTE_SINGLE' || node.type === 'QUOTE_DOUBLE');
      const isFlow = isCollection(node) && node.flow === true;
      const [offset, end] = node.range ?? [0, 0];
      if ((!quoted && !isFlow) || offset >= before) return;
      if (isFlow && text[end - 1] === (text[offset] === '{' ? '}' : ']')) return;
      const isLong = quoted && text.slice(offset, end).includes('\n') && /^[^\S\n]*$/u.test(text.slice(end, before));
      const code = quoted ? 'yaml-quote' : 'yaml-bracket';
      if (isFlow || isLong || end >= before - 1) found = { code, offset, isLong };
    },
  });
  return found;
}
