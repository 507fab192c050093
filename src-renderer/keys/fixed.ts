/** Keys of the app that settings do not change: they belong to what is on the screen at that moment. */
export const FIXED = {
  help: '?',
  copy: 'c',
  /** Of the selected line. */
  nextWording: 'a',
  undo: 'u',
  /** In a text field that holds words to be put otherwise. */
  betterWording: 'Alt+Enter',
  nextHit: 'Alt+.',
  /** How the desk stands with the central service. */
  sync: 'y',
  newOutbound: 'o',
  newChat: 'm',
  newContact: '+',
  previousContact: '[',
  nextContact: ']',
  /** What words of the trade mean. */
  terms: 'q',
  dismissWorry: 'Backspace',
  /** What may be given to the customer. */
  remedies: 'i',
  /** Whom the matter goes up to; then the letter of the way. */
  escalate: 'e',
  /** What is still to do. */
  steps: 'l',
  /** With the case for which the customer was here before. */
  goOn: 'j',
  /** On the bands at the foot of the desk. */
  callerGone: 'x',
  redial: 'x',
  spoke: 's',
  thirdParty: 't',
  /** In the list of callbacks. */
  takeCallback: 't',
  /** Of a line that its words have stopped. */
  betterWords: '1',
  changeWords: '2',
  overrideWords: '3',
  /** In the tray of conflicts. */
  restoreValue: '1',
  keepValue: '2',
} as const;
