let context: AudioContext | null = null;

/** One short tone; silently nothing where the browser wants a gesture first. */
export function playTone(kind: 'warning' | 'due'): void {
  context ??= new AudioContext();
  if (context.state === 'suspended') void context.resume();
  const notes = kind === 'warning' ? [660] : [740, 988];
  notes.forEach((frequency, index) => {
    if (context === null) return;
    const start = context.currentTime + index * 0.16;
    const oscillator = context.createOscillator();
    const volume = context.createGain();
    oscillator.type = 'sine';
    oscillator.frequency.value = frequency;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.12, start + 0.015);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.14);
    oscillator.connect(volume).connect(context.destination);
    oscillator.start(start);
    oscillator.stop(start + 0.15);
  });
}
