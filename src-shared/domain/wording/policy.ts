import { z } from 'zod';
import type { PackFaultCode } from '../pack/fault.ts';
import { rules } from '../pack/sections/basics.ts';
import { Ink, parsePattern } from './pattern.ts';

/**
 * The part of a script pack that says which words an agent should not use, and which to use instead (R-WRD-1 … R-WRD-6,
 * R-SAY-3, R-SAY-4). Every word that the checker knows is here; how phrases are written is told in `pattern.ts`.
 */
const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,47}$/, 'form-id' satisfies PackFaultCode);
const phrase = z.string().trim().min(1).max(400);
const phrases = z.array(phrase).max(20_000);
const words = z.string().trim().min(1).max(200);

/** Whose words a text holds: an agent's about a contact, an agent's to a customer, or a customer's own. */
export const WORDING_CONTEXTS = ['agent_note', 'agent_chat', 'quoted_customer'] as const;
export type WordingContext = (typeof WORDING_CONTEXTS)[number];

/** A customer's own words are never checked, so no rule can name them. */
const contexts = z.array(z.enum(['agent_note', 'agent_chat'])).min(1);

/** What the interface tells apart: a phrase that must not be said is not the same as one that could be put better. */
export const wordingKind = z.enum(['forbidden', 'manner', 'promise', 'sensitive', 'negative', 'guess']);
export type WordingKind = z.infer<typeof wordingKind>;

const finding = {
  rule: z.string().regex(/^R-[A-Z]+-\d+$/, 'form-other' satisfies PackFaultCode),
  kind: wordingKind,
  contexts,
  reason: words,
  /** What to say instead; `null` where it depends on the matter. */
  better: words.nullable().default(null),
};

const group = z.strictObject({
  id,
  ...finding,
  phrases: phrases.min(1),
  /** Where one of these covers a phrase, or its first part, the phrase is meant otherwise: 研究竟然 is no 究竟. */
  unless: phrases.default([]),
});

/** Words that are flagged only where they are the whole answer, alone, repeated or together with particles (R-LST-3). */
const answer = z.strictObject({ id, ...finding, words: phrases.min(1) });

/** Words after which somebody else's are told. */
const introduction = z.strictObject({
  contexts,
  phrases: phrases.min(1),
  unless: phrases.default([]),
  /** How far those words reach where no quotation marks enclose them; `marks`: only marks make them somebody else's. */
  until: z.enum(['marks', 'clause', 'sentence']),
  /** Whether a first person right after it is theirs (客户说，我……) or the agent's again (客户投诉，我……). */
  speaksInPerson: z.boolean(),
});

const quotations = z.strictObject({
  /** What encloses words, opening and closing mark side by side. */
  marks: z.array(z.string().length(2)).max(16),
  /** What encloses titles, which are nobody's words. */
  titles: z.array(z.string().length(2)).max(16),
  introductions: z.array(introduction).max(16),
  /** Between the introduction and the opening mark at most so many letters. */
  reach: z.int().min(0).max(40),
  /** Words with which the agent has the word again: they end what a customer is said to have said, and marks after them hold the agent's words. */
  agent: z.strictObject({ phrases: phrases.min(1), unless: phrases.default([]) }),
  /** `客户：` and `客服：` before a line of a conversation. */
  speakers: z.strictObject({ customer: phrases, agent: phrases }),
  /** Contexts in which marks that nobody introduces hold a customer's words. */
  unintroduced: z.array(z.enum(['agent_note', 'agent_chat'])),
  rules,
});

/** R-WRD-2: how the messages of a chat begin and end. */
const courtesy = z.strictObject({
  greetings: phrases.min(1),
  /** Within so many letters of the first message. */
  greetWithin: z.int().min(1).max(200),
  closings: phrases.min(1),
  /** In one of so many last messages. */
  closeWithin: z.int().min(1).max(10),
});

const shape = z.strictObject({
  /** Letters that count as one and the same, the first standing for all: 你您妳. */
  alike: z.array(z.string().min(2).max(40)).max(500),
  /** Letters that may stand anywhere inside a phrase: 随啊便. */
  particles: z.string().max(80),
  /** Signs that count as letters. */
  keptSigns: z.string().max(20),
  /** Letters that count as signs between letters. */
  skippedLetters: z.string().max(40),
  /** Parts of phrases by name. */
  sets: z.record(id, phrases.min(1)),
  /** Words and turns in which no phrase is what it seems, for all groups. */
  harmless: phrases,
  groups: z.array(group).max(500),
  answers: z.array(answer).max(50),
  quotations,
  courtesy,
});

export const wordingPolicySchema = shape.superRefine((policy, context) => {
  const ink = new Ink();
  let isTooMuch = false;
  const check = (list: readonly string[], path: readonly (string | number)[]): void => {
    list.forEach((source, index) => {
      // Once is enough: of those after it nothing can be said.
      if (isTooMuch) return;
      const read = parsePattern(source, policy.sets, ink);
      if (read.ok) return;
      isTooMuch = read.error === 'too-many-ways';
      context.addIssue({ code: 'custom', message: read.error satisfies PackFaultCode, path: [...path, index] });
    });
  };
  Object.entries(policy.sets).forEach(([name, list]) => check(list, ['sets', name]));
  check(policy.harmless, ['harmless']);
  policy.groups.forEach((each, index) => {
    check(each.phrases, ['groups', index, 'phrases']);
    check(each.unless, ['groups', index, 'unless']);
  });
  const { introductions, agent } = policy.quotations;
  introductions.forEach((each, index) => {
    check(each.phrases, ['quotations', 'introductions', index, 'phrases']);
    check(each.unless, ['quotations', 'introductions', index, 'unless']);
  });
  check(agent.phrases, ['quotations', 'agent', 'phrases']);
  check(agent.unless, ['quotations', 'agent', 'unless']);
  check(policy.courtesy.greetings, ['courtesy', 'greetings']);
  check(policy.courtesy.closings, ['courtesy', 'closings']);
});

export type WordingPolicy = z.infer<typeof wordingPolicySchema>;
