import type { Failure } from '#shared/contract/failure.ts';
import type { ContactRefusal } from '#shared/domain/contact/command.ts';

/** A refusal of the machine as a failure that the interface has words for. */
export function explainRefusal(refusal: ContactRefusal): Failure {
  switch (refusal.code) {
    case 'wrong-phase':
      return { code: refusal.code, facts: { phase: refusal.phase } };
    case 'wrong-line':
      return { code: refusal.code, facts: { line: refusal.line } };
    case 'not-in-pack':
      return { code: refusal.code, facts: { kind: refusal.kind, id: refusal.id } };
    case 'fields-missing':
      return { code: refusal.code, facts: { count: refusal.fields.length, fields: refusal.fields.join(',') } };
    case 'not-a-call':
    case 'no-further-stage':
    case 'nothing-to-do':
    case 'undo-too-late':
      return { code: refusal.code };
  }
}
