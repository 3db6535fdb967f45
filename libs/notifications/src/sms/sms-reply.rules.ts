import type { QuestionKind } from './sms-questions.js';

export type Reply = 'yes' | 'no' | 'call-me' | 'arrived' | 'handed-over';

/** The digits are what the messages ask for; the words are what people write all the same. */
const READ: Readonly<Record<string, Reply>> = {
  '1': 'yes',
  si: 'yes',
  sì: 'yes',
  yes: 'yes',
  ok: 'yes',
  نعم: 'yes',
  '2': 'no',
  no: 'no',
  لا: 'no',
  '3': 'call-me',
  '4': 'arrived',
  '5': 'handed-over',
};

/** What a reply says; undefined when it is not one of the answers, alone. */
export function readReply(text: string): Reply | undefined {
  const plain = text
    .normalize('NFKC')
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\s.!,;:'"\u200e\u200f\u2066-\u2069]+/g, '')
    .toLowerCase();
  return Object.hasOwn(READ, plain) ? READ[plain] : undefined;
}

/** A question of this phone that can still be answered. A visit's says where the seat stands. */
export interface OpenQuestion {
  readonly communityId: string;
  readonly memberId: string;
  readonly kind: QuestionKind;
  readonly subjectId: string;
  /**
   * `coming`: the arrival cannot be said yet; `due`: it can, and was not; `here`: arrived, nothing handed over;
   * `closed`: nothing can be said by message any more.
   */
  readonly phase: 'open' | 'coming' | 'due' | 'here' | 'closed';
  /** Of a visit. */
  readonly startsAt: Date | null;
}

export type Act =
  | 'accept'
  | 'decline'
  | 'guardian-yes'
  | 'guardian-no'
  | 'take-place'
  | 'leave-place'
  | 'confirm-hours'
  | 'reconfirm'
  | 'arrive'
  | 'hand-over'
  | 'arrive-and-hand-over';

/**
 * What comes of a reply. `call`: a coordinator calls back; `several`: it may mean more than one thing, so they
 * call too.
 */
export type Decision =
  | { readonly does: 'act'; readonly act: Act; readonly question: OpenQuestion }
  | { readonly does: 'call' | 'several' | 'late' | 'unclear' | 'noted'; readonly question: OpenQuestion };

const ACTS: Readonly<Record<Exclude<QuestionKind, 'visit'>, { yes: Act; no?: Act }>> = {
  assignment: { yes: 'accept', no: 'decline' },
  guardian: { yes: 'guardian-yes', no: 'guardian-no' },
  replacement: { yes: 'take-place', no: 'leave-place' },
  // What the minutes were instead does not fit into a digit.
  hours: { yes: 'confirm-hours' },
};

/**
 * Which question a reply answers, and how. A yes never guesses between two questions, and never means an arrival.
 * @param asked this phone's questions, the last asked first
 */
export function decideReply(
  reply: Reply | undefined,
  asked: readonly [OpenQuestion, ...OpenQuestion[]],
): Decision {
  const [latest] = asked;
  if (reply === undefined) return { does: 'unclear', question: latest };
  if (reply === 'call-me') return { does: 'call', question: latest };
  if (reply === 'arrived' || reply === 'handed-over') return atTheVisit(reply, asked);
  const open = asked.filter(({ phase }) => phase === 'open');
  if (open.length > 1) return { does: 'several', question: open[0]! };
  const [question] = open;
  if (!question || question.kind === 'visit') return aboutComing(reply, asked);
  const act = ACTS[question.kind][reply];
  return act ? { does: 'act', act, question } : { does: 'call', question };
}

function aboutComing(reply: 'yes' | 'no', asked: readonly [OpenQuestion, ...OpenQuestion[]]): Decision {
  const [latest] = asked;
  const coming = firstOf(asked, 'coming');
  if (coming && latest.kind === 'visit') {
    return reply === 'yes'
      ? { does: 'act', act: 'reconfirm', question: coming }
      : { does: 'call', question: coming };
  }
  return {
    does: latest.kind === 'visit' && latest.phase !== 'closed' ? 'unclear' : 'late',
    question: latest,
  };
}

function atTheVisit(
  reply: 'arrived' | 'handed-over',
  asked: readonly [OpenQuestion, ...OpenQuestion[]],
): Decision {
  const due = firstOf(asked, 'due');
  const here = firstOf(asked, 'here');
  if (reply === 'arrived') {
    if (due) return { does: 'act', act: 'arrive', question: due };
    return here ? { does: 'noted', question: here } : { does: 'late', question: asked[0] };
  }
  if (here) return { does: 'act', act: 'hand-over', question: here };
  if (due) return { does: 'act', act: 'arrive-and-hand-over', question: due };
  return { does: 'late', question: asked[0] };
}

/** Of several visits the one that begins first. */
function firstOf(asked: readonly OpenQuestion[], phase: OpenQuestion['phase']): OpenQuestion | undefined {
  return asked
    .filter((question) => question.phase === phase)
    .sort((one, other) => (one.startsAt?.getTime() ?? 0) - (other.startsAt?.getTime() ?? 0))[0];
}
