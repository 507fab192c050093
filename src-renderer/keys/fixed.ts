/** Keys of the app that settings do not change: they belong to what is on the screen at that moment. */
export const FIXED = {
  help: '?',
  copy: 'c',
  undo: 'u',
  /** In a text field that holds words to be put otherwise. */
  betterWording: 'Alt+Enter',
  nextWording: 'Alt+.',
  /** How the desk stands with the central service. */
  sync: 'y',
  newOutbound: 'o',
  newChat: 'm',
  newContact: '+',
  previousContact: '[',
  nextContact: ']',
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
